//! `withdraw`: take out principal whose unbonding time has passed.
//!
//! Promises:
//! - only the owner, only after the frozen unbonding time, all of it at once, to the token account the owner names;
//! - no reward arithmetic, parameter or invariant can refuse it.

use anchor_lang::prelude::*;
use economics::time::Now;

use super::Payout;
use crate::{error::StakingError, events::Withdrawn, token};

impl Payout {
    pub fn withdraw(&mut self, now: Now) -> Result<()> {
        let vault_amount = token::amount(self.vault.account());
        let settled = &mut self.pool.rules_mut().settle(now.unix, vault_amount);
        let requested = settled.withdraw(self.position.rules_mut()).map_err(StakingError::from)?;
        let credited = self.pay(requested)?;

        emit!(Withdrawn {
            pool: *self.pool.address(),
            owner: *self.owner.address(),
            destination: *self.destination.address(),
            requested,
            credited,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }
}
