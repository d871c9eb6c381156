//! `add_gauge`: emission gets a further receiver.
//!
//! Promises:
//! - only the economy's authority signs it, so it takes a proposal of class action;
//! - a pool is the staking program's, under this policy, and earns this mint in a vault of its own;
//!   a plain vault is the economy's, and nobody else can ever move or close it;
//! - its weight is coupled with the standard ones and weighs for no other gauge; nothing is minted here.

use anchor_lang::prelude::*;
use economics::time::Now;
use governor::state::Policy;

use crate::error::IssuerError;
use crate::events::GaugeAdded;
use crate::state::{GaugeArgs, Issuer};

#[derive(Accounts)]
pub struct AddGauge {
    #[account(address = issuer.economy @ IssuerError::NotEconomy)]
    pub economy: Signer,
    #[account(mut)]
    pub issuer: Account<Issuer>,
    #[account(address = issuer.policy @ IssuerError::WrongPolicy)]
    pub policy: Account<Policy>,
    /// The pool, or the plain vault itself.
    pub receiver: UncheckedAccount,
}

impl AddGauge {
    pub fn add_gauge(&mut self, args: &GaugeArgs, now: Now) -> Result<()> {
        let gauge = self.issuer.add_further(&self.policy, args, self.receiver.account())?;
        emit!(GaugeAdded {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            vault: gauge.vault,
            pool: gauge.pool,
            unix: now.unix,
            slot: now.slot,
            place: u64::from(self.issuer.gauges_len).saturating_sub(1),
            kind: u64::from(gauge.kind),
            key: gauge.key,
        });
        Ok(())
    }
}
