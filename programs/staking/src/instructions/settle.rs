//! `settle`: bring a pool and one position up to now.
//!
//! Promises:
//! - anyone may, for anyone; the caller gains nothing and nothing moves between owners;
//! - stake whose warm-up has passed begins to earn.

use anchor_lang::prelude::*;
use economics::time::Now;

use crate::{
    error::StakingError,
    events::Settled,
    state::{Pool, Position},
    token,
};

#[derive(Accounts)]
pub struct Settle {
    #[account(mut)]
    pub pool: Account<Pool>,
    #[account(mut, constraint = position.pool == *pool.address() @ StakingError::WrongPool)]
    pub position: Account<Position>,
    #[account(address = pool.vault @ StakingError::WrongVault)]
    pub vault: UncheckedAccount,
}

impl Settle {
    pub fn settle(&mut self, now: Now) -> Result<()> {
        let vault_amount = token::amount(self.vault.account());
        self.pool.rules_mut().settle(now.unix, vault_amount).position(self.position.rules_mut());
        self.pool.invariant(vault_amount)?;

        emit!(Settled {
            pool: *self.pool.address(),
            owner: self.position.owner,
            active: self.position.state.active,
            owed: self.position.state.owed,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }
}
