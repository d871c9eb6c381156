//! `create_pool`: open a pool for stakes of one mint under one policy.
//!
//! Promises:
//! - only the economy's authority, which the gate alone can make sign, and for the first eight numbers the creator of
//!   the sealed council can, and never twice for the same number;
//! - neither mint can freeze or take what a vault holds: SPL Token or Token-2022, no freeze authority, only harmless
//!   extensions (a transfer fee is paid on the way out too, and whoever holds the mint's fee authority sets it:
//!   for the issuer's mint that is the policy within its bounds, for any other mint its creator has to look);
//! - each vault is a token account of its mint which only the pool can move;
//!   where the reward is of another mint than the stake, the two lie in two vaults and never meet;
//! - the pool reads its unbonding time from the policy's parameter `unbond_secs`; window, warm-up and tiers never change.
//!
//! Opening a pool gives it no reward: what flows there is the policy's and the issuer's matter (docs/decisions/0029-who-opens-pools.md).

// The framework reads the arguments a second time on exit, where nothing uses them.
#![allow(unused_variables)]

use anchor_lang::prelude::*;
use economics::{
    staking::{MAX_WINDOW_SECS, PoolState},
    time::Now,
};
use governor::{Council, Policy};

use crate::{
    error::StakingError,
    events::PoolCreated,
    state::{CREATORS_POOLS, POOL_SEED, Pool, PoolTerms, REWARDS_SEED, UNBOND_KEY, VAULT_SEED},
    token::{self, NewVault},
};

#[derive(Accounts)]
#[instruction(index: u8)]
pub struct CreatePool {
    /// Pays for the accounts.
    #[account(mut)]
    pub opener: Signer,
    #[account(address = policy.council @ StakingError::WrongCouncil)]
    pub council: Account<Council>,
    pub policy: Account<Policy>,
    pub mint: UncheckedAccount,
    #[account(
        init,
        payer = opener,
        seeds = [POOL_SEED, policy.address().as_ref(), mint.address().as_ref(), &[index]],
        bump
    )]
    pub pool: Account<Pool>,
    #[account(mut, seeds = [VAULT_SEED, pool.address().as_ref()], bump)]
    pub vault: UncheckedAccount,
    pub token_program: UncheckedAccount,
    pub system_program: Program<System>,
    /// What stakers earn; may be the staked mint itself.
    pub reward_mint: UncheckedAccount,
    /// Created only where the reward is of another mint.
    #[account(mut, seeds = [REWARDS_SEED, pool.address().as_ref()], bump)]
    pub reward_vault: UncheckedAccount,
    pub reward_token_program: UncheckedAccount,
}

impl CreatePool {
    pub fn create_pool(&mut self, bumps: &CreatePoolBumps, index: u8, terms: PoolTerms, now: Now) -> Result<()> {
        self.check_opener(index)?;
        let state = self.state(&terms, now)?;
        let unbond_param = self.policy.index_of(&UNBOND_KEY).ok_or(StakingError::UnbondParamMissing)?;
        let decimals = token::check_mint(self.mint.account())?;
        let reward_decimals = token::check_mint(self.reward_mint.account())?;
        self.create_vaults(bumps)?;

        let one_vault = self.has_one_vault();
        let pool = &mut *self.pool;
        pool.policy = *self.policy.address();
        pool.stake_mint = *self.mint.address();
        pool.vault = *self.vault.address();
        pool.reward_mint = *self.reward_mint.address();
        pool.reward_vault = if one_vault { *self.vault.address() } else { *self.reward_vault.address() };
        pool.unbond_param = unbond_param;
        pool.index = index;
        pool.decimals = decimals;
        pool.reward_decimals = reward_decimals;
        pool.bump = bumps.pool;
        pool.vault_bump = bumps.vault;
        pool.reward_vault_bump = bumps.reward_vault;
        pool.open(state);

        emit!(PoolCreated {
            pool: *self.pool.address(),
            policy: self.pool.policy,
            stake_mint: self.pool.stake_mint,
            vault: self.pool.vault,
            reward_mint: self.pool.reward_mint,
            reward_vault: self.pool.reward_vault,
            window_secs: terms.window_secs,
            warmup_secs: terms.warmup_secs,
            tiers: terms.tiers,
            unix: now.unix,
            slot: now.slot,
            index,
            _pad: [0; 7],
        });
        Ok(())
    }

    fn check_opener(&self, index: u8) -> Result<()> {
        require!(self.council.sealed_at != 0, StakingError::GenesisNotSealed);
        let opener = self.opener.address();
        let creator = index < CREATORS_POOLS && *opener == self.council.creator;
        let allowed = creator || *opener == governor::pda::authority(self.council.address()).0;
        require!(allowed, StakingError::NotCreator);
        Ok(())
    }

    fn state(&self, terms: &PoolTerms, now: Now) -> Result<PoolState> {
        let PoolTerms { window_secs, warmup_secs, tiers } = *terms;
        // The window alone first, so that each of the two has its own refusal.
        PoolState::open(window_secs, window_secs, now.unix).map_err(StakingError::from)?;
        require!((window_secs..=MAX_WINDOW_SECS).contains(&warmup_secs), StakingError::WarmupOutOfRange);
        let state = PoolState::open(window_secs, warmup_secs, now.unix).map_err(StakingError::from)?;
        let state = state.with_tiers(bytemuck::cast(tiers)).map_err(StakingError::from)?;
        Ok(if self.has_one_vault() { state } else { state.with_principal_apart() })
    }

    fn has_one_vault(&self) -> bool {
        self.mint.address() == self.reward_mint.address()
    }

    fn create_vaults(&self, bumps: &CreatePoolBumps) -> Result<()> {
        let owner = self.pool.address();
        let vault = NewVault {
            payer: self.opener.account(),
            vault: self.vault.account(),
            mint: self.mint.account(),
            token_program: self.token_program.address(),
            owner,
        };
        vault.create(&[VAULT_SEED, owner.as_ref(), &[bumps.vault]])?;
        if self.has_one_vault() {
            return Ok(());
        }
        let reward_vault = NewVault {
            payer: self.opener.account(),
            vault: self.reward_vault.account(),
            mint: self.reward_mint.account(),
            token_program: self.reward_token_program.address(),
            owner,
        };
        reward_vault.create(&[REWARDS_SEED, owner.as_ref(), &[bumps.reward_vault]])
    }
}
