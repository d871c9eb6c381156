//! `stake`: move tokens into the vault; what arrives there is staked in a tier.
//!
//! Promises:
//! - credited is what the vault gained, never what was asked (the mint may take a fee);
//! - the stake earns only after the warm-up, and shares nothing that had arrived before it;
//! - a first stake in a tier creates the position at the owner's expense;
//!   a further one restarts the warm-up of what still warms, and the lock of the whole position;
//! - a pause of deposits refuses it.

// The framework reads the arguments a second time on exit, where nothing uses them.
#![allow(unused_variables)]

use anchor_lang::prelude::*;
use economics::{pause, time::Now};
use governor::Policy;

use crate::{
    error::StakingError,
    events::Staked,
    state::{POSITION_SEED, Pool, Position},
    token::{self, Transfer},
};

#[derive(Accounts)]
#[instruction(amount: u64, tier: u8)]
pub struct Stake {
    #[account(mut)]
    pub owner: Signer,
    #[account(mut)]
    pub pool: Account<Pool>,
    #[account(
        init_if_needed,
        payer = owner,
        seeds = [POSITION_SEED, pool.address().as_ref(), owner.address().as_ref(), &[tier]],
        bump
    )]
    pub position: Account<Position>,
    #[account(mut, address = pool.vault @ StakingError::WrongVault)]
    pub vault: UncheckedAccount,
    #[account(address = pool.stake_mint @ StakingError::WrongMint)]
    pub mint: UncheckedAccount,
    /// Token account that pays; the token program checks that `owner` may move it.
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(constraint = mint.account().owned_by(token_program.address()) @ StakingError::WrongTokenProgram)]
    pub token_program: UncheckedAccount,
    pub system_program: Program<System>,
    #[account(address = pool.policy @ StakingError::WrongPolicy)]
    pub policy: Account<Policy>,
    /// The reward vault of a pool with two vaults; absent where the vault is both.
    #[account(address = pool.reward_vault @ StakingError::WrongVault)]
    pub reward_vault: Option<UncheckedAccount>,
}

impl Stake {
    pub fn stake(&mut self, bump: u8, amount: u64, tier: u8, now: Now) -> Result<()> {
        require!(!self.policy.is_paused(pause::DEPOSITS, now.unix), StakingError::DepositsPaused);
        require!(amount > 0, StakingError::ZeroAmount);
        let one_vault = self.pool.has_one_vault();
        require!(self.reward_vault.is_none() == one_vault, StakingError::RewardVaultExpected);
        self.introduce(bump, tier);

        let before = token::amount(self.vault.account());
        self.deposit(amount)?;
        let after = token::amount(self.vault.account());
        let credited = after.saturating_sub(before);
        require!(credited > 0, StakingError::NothingCredited);
        // Where rewards lie with the principal, the deposit must not be taken for one.
        let rewards = self.reward_vault.as_ref().map(|vault| token::amount(vault.account()));

        let settled = &mut self.pool.rules_mut().settle(now.unix, rewards.unwrap_or(before));
        settled.stake(self.position.rules_mut(), credited).map_err(StakingError::from)?;
        self.position.record(now.unix);
        self.pool.invariant(rewards.unwrap_or(after))?;

        emit!(Staked {
            pool: *self.pool.address(),
            owner: *self.owner.address(),
            requested: amount,
            credited,
            active_from: self.position.state.active_from,
            locked_until: self.position.state.locked_until,
            staked: self.pool.state.totals.staked,
            unix: now.unix,
            slot: now.slot,
            tier,
            _pad: [0; 7],
        });
        Ok(())
    }

    /// Writes who a new position belongs to; for an old one these are the same bytes.
    fn introduce(&mut self, bump: u8, tier: u8) {
        self.position.card.pool = *self.pool.address();
        self.position.card.owner = *self.owner.address();
        self.position.state.tier = tier;
        self.position.bump = bump;
    }

    fn deposit(&mut self, amount: u64) -> Result<()> {
        let transfer = Transfer {
            from: self.source.try_cpi_handle_mut()?,
            mint: self.mint.cpi_handle(),
            to: self.vault.try_cpi_handle_mut()?,
            authority: self.owner.cpi_handle(),
            decimals: self.pool.decimals,
        };
        transfer.send(self.token_program.address(), amount, &[]);
        Ok(())
    }
}
