//! `compound`: stake the rewards that are due, in the same position.
//!
//! Promises:
//! - only the owner; exactly the whole units that a claim would pay, and no token moves, so no transfer fee is due;
//! - what is compounded warms up and is locked like any other deposit, and is refused while deposits are paused;
//! - only where rewards are of the staked mint.

use anchor_lang::prelude::*;
use economics::{pause, time::Now};
use governor::Policy;

use crate::{
    error::StakingError,
    events::Compounded,
    state::{Pool, Position},
    token,
};

#[derive(Accounts)]
pub struct Compound {
    pub owner: Signer,
    #[account(mut)]
    pub pool: Account<Pool>,
    #[account(
        mut,
        constraint = position.card.pool == *pool.address() @ StakingError::WrongPool,
        constraint = position.card.owner == *owner.address() @ StakingError::NotOwner
    )]
    pub position: Account<Position>,
    #[account(address = pool.reward_vault @ StakingError::WrongVault)]
    pub reward_vault: UncheckedAccount,
    #[account(address = pool.policy @ StakingError::WrongPolicy)]
    pub policy: Account<Policy>,
}

impl Compound {
    pub fn compound(&mut self, now: Now) -> Result<()> {
        require!(!self.policy.is_paused(pause::DEPOSITS, now.unix), StakingError::DepositsPaused);
        let vault_amount = token::amount(self.reward_vault.account());
        let settled = &mut self.pool.rules_mut().settle(now.unix, vault_amount);
        let amount = settled.compound(self.position.rules_mut()).map_err(StakingError::from)?;
        self.position.record(now.unix);
        self.pool.invariant(vault_amount)?;

        emit!(Compounded {
            pool: *self.pool.address(),
            owner: *self.owner.address(),
            amount,
            active_from: self.position.state.active_from,
            locked_until: self.position.state.locked_until,
            staked: self.pool.state.totals.staked,
            unix: now.unix,
            slot: now.slot,
            tier: self.position.state.tier,
            _pad: [0; 7],
        });
        Ok(())
    }
}
