//! `request_unstake`: stop earning with an amount and start its unbonding time.
//!
//! Promises:
//! - the unbonding time is the policy's now; later changes of the policy do not touch it, and 30 days bound it;
//! - a lock that the owner chose runs at the same time: what counts is the later of the two ends;
//! - stake that still warms leaves first; rewards earned so far stay due;
//! - a further request joins the pending one and never delays it;
//! - nothing but a pending request that it would delay, a zero or too large an amount can refuse it;
//!   a policy that cannot be read any more counts as the longest time.

use anchor_lang::prelude::*;
use economics::{staking::MAX_UNBOND_SECS, time::Now};
use governor::Policy;

use crate::{
    error::StakingError,
    events::UnstakeRequested,
    state::{Pool, Position},
    token,
};

#[derive(Accounts)]
pub struct RequestUnstake {
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
    /// Read as far as it can be read: whatever became of it, the exit stays open.
    #[account(address = pool.policy @ StakingError::WrongPolicy)]
    pub policy: UncheckedAccount,
}

impl RequestUnstake {
    pub fn request_unstake(&mut self, amount: u64, now: Now) -> Result<()> {
        let unbond_secs = self.unbond_secs().unwrap_or(MAX_UNBOND_SECS);
        let vault_amount = token::amount(self.reward_vault.account());

        let settled = &mut self.pool.rules_mut().settle(now.unix, vault_amount);
        settled.request_unstake(self.position.rules_mut(), amount, unbond_secs).map_err(StakingError::from)?;
        self.position.record(now.unix);

        emit!(UnstakeRequested {
            pool: *self.pool.address(),
            owner: *self.owner.address(),
            amount,
            unlock_at: self.position.state.unlock_at,
            staked: self.pool.state.totals.staked,
            unix: now.unix,
            slot: now.slot,
            tier: self.position.state.tier,
            _pad: [0; 7],
        });
        Ok(())
    }

    /// A policy never loses a parameter, its account or its form; if it did, the longest time would hold.
    fn unbond_secs(&self) -> Option<i64> {
        let policy = Account::<Policy>::load(*self.policy.account()).ok()?;
        policy.param(self.pool.unbond_param).map(|param| param.value)
    }
}
