//! `claim`: take out the rewards that are due.
//!
//! Promises:
//! - only the owner, exactly the whole units that were credited, to the token account the owner names;
//! - principal is never touched: afterwards the vault still holds all that it owes.

use anchor_lang::prelude::*;
use economics::time::Now;

use super::Payout;
use crate::{error::StakingError, events::Claimed, token};

impl Payout {
    pub fn claim(&mut self, now: Now) -> Result<()> {
        let vault_amount = token::amount(self.vault.account());
        let settled = &mut self.pool.rules_mut().settle(now.unix, vault_amount);
        let requested = settled.claim(self.position.rules_mut()).map_err(StakingError::from)?;
        let credited = self.pay(requested)?;
        self.pool.invariant(token::amount(self.vault.account()))?;

        emit!(Claimed {
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
