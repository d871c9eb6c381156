//! Minting by hand.

use economics::pause;
use governor::state::Policy;
use issuer::{client::Desk, state::Issuer};
use serde::Serialize;

use super::{Money, MoneyError};
use crate::{accounts, chain::Landed, keys::Keypair};

/// What an emission did, base units.
#[derive(Clone, Debug, Serialize)]
pub struct EmitReport {
    pub minted: u64,
    /// To each gauge, in their order: staking, contributors, treasury, then the further ones.
    pub gauges: Vec<u64>,
    /// Owed and held back: by the breaker until the next period, or by a pause until its end.
    pub pending: u64,
    pub paused: bool,
    pub signature: String,
    pub slot: u64,
}

impl Money {
    pub(super) async fn issuer(&self) -> Result<Issuer, MoneyError> {
        let account = self.sender.rpc.account(&self.economy.issuer).await?;
        Ok(accounts::decode(&self.economy.issuer, account.as_ref())?)
    }

    /// The issuer's addresses with the gauges that are registered.
    pub(super) fn desk_of(&self, issuer: &Issuer) -> Desk {
        Desk::new(self.economy.council, self.economy.mint, 0).with(issuer)
    }

    /// Mints what is owed; `payer` pays and gains nothing.
    pub async fn emit(&self, payer: &Keypair) -> Result<EmitReport, MoneyError> {
        let before = self.issuer().await?;
        let landed = self.send(&[self.desk_of(&before).emit()], payer).await?;
        let after = self.issuer().await?;
        self.told(&before, &after, landed).await
    }

    async fn told(&self, before: &Issuer, after: &Issuer, landed: Landed) -> Result<EmitReport, MoneyError> {
        let policy = self.sender.rpc.account(&self.economy.policy).await?;
        let policy: Policy = accounts::decode(&self.economy.policy, policy.as_ref())?;
        let now = self.sender.rpc.clock().await?.unix;
        let gauges = after.ledger.gauge_minted.iter().zip(before.ledger.gauge_minted);
        let gauges: Vec<u64> = gauges.map(|(after, before)| after.saturating_sub(before)).collect();
        Ok(EmitReport {
            minted: gauges.iter().sum(),
            gauges: gauges.into_iter().take(after.gauges().len()).collect(),
            pending: after.ledger.pending,
            paused: policy.is_paused(pause::EMISSION, now),
            signature: landed.signature,
            slot: landed.slot,
        })
    }
}
