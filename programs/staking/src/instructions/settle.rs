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
    #[account(mut, constraint = position.card.pool == *pool.address() @ StakingError::WrongPool)]
    pub position: Account<Position>,
    #[account(address = pool.reward_vault @ StakingError::WrongVault)]
    pub reward_vault: UncheckedAccount,
}

impl Settle {
    pub fn settle(&mut self, now: Now) -> Result<()> {
        let vault_amount = token::amount(self.reward_vault.account());
        self.pool.rules_mut().settle(now.unix, vault_amount).position(self.position.rules_mut());
        self.position.record(now.unix);
        self.pool.invariant(vault_amount)?;

        emit!(Settled {
            pool: *self.pool.address(),
            owner: self.position.card.owner,
            active: self.position.state.active,
            owed: self.position.state.owed,
            unix: now.unix,
            slot: now.slot,
            tier: self.position.state.tier,
            _pad: [0; 7],
        });
        Ok(())
    }
}
