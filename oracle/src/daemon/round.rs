//! One round: read → snapshot → decide → log → submit → follow.

use std::time::Duration;

use economics::time::Now;

use super::{Oracle, OracleError, record};
use crate::{
    chain::ensure_funds,
    decision::{Decision, Inputs, decide, seed_for},
    effect,
    hash::Hash,
    ingest::IngestReport,
    keeper::{self, Outcome},
    plan::draft,
    snapshot::{Snapshot, build},
    store::{Effect, Receipt},
    submit::{self, SubmitError},
};

/// Lamports that the oracle keeps for proposals on a test chain.
const WORKING_FUNDS: u64 = 200_000_000;

/// Longest wait for the finality of what a state already contains; after it the books do not close, and the gate holds.
const FINALITY: Duration = Duration::from_secs(40);

/// What one round did.
#[derive(Clone, Debug)]
pub struct Round {
    pub ingest: IngestReport,
    pub snapshot: Hash,
    pub hash: Hash,
    pub decision: Decision,
    /// The proposal that it became.
    pub receipt: Option<Receipt>,
    /// Why it did not become one although it should have; tried again next round where that can help.
    pub submit_error: Option<String>,
    pub effects: Vec<Effect>,
}

impl Oracle {
    /// Reads chain and market once.
    pub async fn ingest(&self) -> Result<IngestReport, OracleError> {
        let report = self.ingest.round().await?;
        report.market_errors.iter().for_each(|reason| tracing::warn!(reason, "failed to read a market source"));
        if report.chain.truncated > 0 {
            tracing::warn!(
                transactions = report.chain.truncated,
                "logs were cut off by the node; events may be missing"
            );
        }
        self.health.ingested(&report);
        Ok(report)
    }

    /// Follows every decision one step further.
    pub async fn follow(&self) -> Result<Vec<Effect>, OracleError> {
        self.close_what_is_over().await?;
        Ok(effect::follow(&self.sender.rpc, &self.config.economy, &self.store).await?)
    }

    /// Does what anyone may do for proposals, also where no keeper runs: one that is over fills the oracle's quota, and a
    /// forecast that nobody had graded would shut the oracle out.
    async fn close_what_is_over(&self) -> Result<(), OracleError> {
        let affairs = keeper::affairs(&self.sender.rpc, &self.config.economy).await?;
        let clock = self.sender.rpc.clock().await?;
        let due = affairs.due(Now { unix: clock.unix, slot: clock.slot, epoch: clock.epoch });
        for report in keeper::perform(&self.sender, due, &self.key).await {
            if let Outcome::Failed { reason } = &report.outcome {
                tracing::warn!(reason, chore = report.name, detail = report.detail, "failed to close what is over");
            }
        }
        Ok(())
    }

    /// A snapshot of now: the accounts first, then every event up to their slot.
    pub async fn snapshot(&self) -> Result<(Snapshot, IngestReport), OracleError> {
        let state = build::read_state(&self.sender.rpc, &self.config.economy).await?;
        let mut report = self.ingest().await?;
        let began = tokio::time::Instant::now();
        while !self.store.provisional_up_to(state.slot)?.is_empty() && began.elapsed() < FINALITY {
            tokio::time::sleep(self.sender.poll).await;
            report.chain = self.ingest.chain_round().await?;
        }
        let agrees = report.mirror.agrees.unwrap_or(true);
        let snapshot = build::build_snapshot(&self.store, &state, self.sender.rpc.host(), agrees)?;
        self.store.insert_snapshot(
            &snapshot.hash().to_string(),
            snapshot.at.unix,
            &crate::hash::canonical(&snapshot),
        )?;
        Ok((snapshot, report))
    }

    /// A whole round with a decision.
    pub async fn once(&mut self) -> Result<Round, OracleError> {
        let (snapshot, ingest) = self.snapshot().await?;
        let (decision, snapshot) = self.decide(snapshot).await?;
        let hash = self.log.append(&decision, &snapshot, &self.objectives)?;
        record(&self.store, &decision)?;
        self.health.decided(&decision);
        self.call_people(&decision).await;
        let (receipt, submit_error) = match self.submit_pending().await {
            Ok(receipts) => (receipts.into_iter().find(|receipt| receipt.decision == hash.to_string()), None),
            Err(error) => (None, Some(error.to_string())),
        };
        let effects = self.follow().await?;
        Ok(Round { ingest, snapshot: snapshot.hash(), hash, decision, receipt, submit_error, effects })
    }

    /// The pure part, on a thread of its own so that health and pages answer meanwhile.
    async fn decide(&self, snapshot: Snapshot) -> Result<(Decision, Snapshot), OracleError> {
        let (last, parent) = self.log.head();
        let (number, before, objectives) = (last + 1, self.log.snapshot_before(last + 1)?, self.objectives.clone());
        let forced_holds = self.log.forced_holds_before(number, &snapshot);
        let compute = move || {
            let (seed, before) = (seed_for(parent, snapshot.hash()), before.as_ref());
            let inputs =
                Inputs { number, parent, snapshot: &snapshot, before, objectives: &objectives, forced_holds, seed };
            (decide(&inputs), snapshot)
        };
        tokio::task::spawn_blocking(compute).await.map_err(|error| OracleError::Decide(error.to_string()))
    }

    /// Submits every logged proposal that is not on chain yet, also those of rounds that were interrupted.
    ///
    /// A refusal by the program ends that decision as `refused`; anything else is tried again next time.
    pub async fn submit_pending(&self) -> Result<Vec<Receipt>, OracleError> {
        let mut receipts = Vec::new();
        for decision in self.unsubmitted()? {
            let Some(draft) = self.draft(&decision) else { continue };
            if self.sender.rpc.is_loopback() {
                ensure_funds(&self.sender.rpc, &self.address(), WORKING_FUNDS).await?;
            }
            match submit::submit(&self.sender, &self.config.economy.council, &self.key, &draft).await {
                Ok(receipt) => {
                    self.store.insert_receipt(&receipt)?;
                    receipts.push(receipt);
                }
                Err(error) => self.give_up(&decision, error)?,
            }
        }
        Ok(receipts)
    }

    fn unsubmitted(&self) -> Result<Vec<Decision>, OracleError> {
        let receipts = self.store.receipts()?;
        let effects = self.store.effects()?;
        let open = |decision: &&Decision| {
            let hash = decision.hash().to_string();
            decision.verdict.is_propose()
                && receipts.iter().all(|receipt| receipt.decision != hash)
                && effects.iter().all(|effect| effect.decision != hash)
        };
        Ok(self.log.records().iter().filter(open).cloned().collect())
    }

    fn draft(&self, decision: &Decision) -> Option<crate::plan::Draft> {
        let root = self.log.merkle_root_of(decision.number)?;
        let uri = self.config.oracle.uri.replace("{id}", &decision.hash().to_string()[..32]);
        draft(decision, root, decision.number, &uri)
            .inspect_err(|error| tracing::warn!(%error, "no proposal can be made"))
            .ok()
    }

    /// Records a refusal for good and passes everything else on.
    fn give_up(&self, decision: &Decision, error: SubmitError) -> Result<(), OracleError> {
        if error.custom_code().is_some() {
            let hash = decision.hash().to_string();
            self.store.put_effect(&Effect {
                decision: hash,
                proposal: None,
                outcome: "refused".into(),
                at: decision.at.unix,
                measured: None,
            })?;
        }
        Err(error.into())
    }
}
