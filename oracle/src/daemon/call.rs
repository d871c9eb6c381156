//! What the oracle does with a flag beyond holding: it calls people, with the evidence that they need.

use governor::state::Council;

use super::Oracle;
use crate::{
    accounts::{self, Call, Provable, provable},
    chain::Pubkey,
    decision::Decision,
};

impl Oracle {
    /// Tells log, health and pages of the flags of this decision and of how the alarm can be raised; nothing of it can end a round.
    pub(super) async fn call_people(&self, decision: &Decision) {
        let flags: Vec<String> = decision.signals.vetoes().map(|flag| flag.evidence.clone()).collect();
        self.health.flagged(flags.len());
        let call = if flags.is_empty() {
            None
        } else {
            let proofs = self.proofs(decision.at.unix).await.unwrap_or_else(|error| {
                tracing::warn!(error, "failed to look for evidence of an alarm");
                Vec::new()
            });
            let call = Call { decision: decision.number, at: decision.at.unix, flags, proofs };
            tracing::warn!(decision = call.decision, flags = ?call.flags, next = call.commands().join(" | "), "people are asked: something is strange");
            Some(call)
        };
        if let Err(error) = self.store.put_call(call.as_ref()) {
            tracing::warn!(%error, "failed to keep the call for people");
        }
    }

    /// Alarm rules whose condition the closed periods meet now.
    async fn proofs(&self, now: i64) -> Result<Vec<Provable>, String> {
        let (rpc, at) = (&self.sender.rpc, &self.config.economy.council);
        let account = rpc.account(at).await.map_err(|error| error.to_string())?;
        let council: Council = accounts::decode(at, account.as_ref()).map_err(|error| error.to_string())?;
        let metrics = council.safeguards.links.metrics;
        if metrics == Pubkey::default() {
            return Ok(Vec::new());
        }
        let account = rpc.account(&metrics).await.map_err(|error| error.to_string())?;
        let ring: issuer::state::Metrics =
            accounts::decode(&metrics, account.as_ref()).map_err(|error| error.to_string())?;
        Ok(provable(&council, ring.rules(), now))
    }
}
