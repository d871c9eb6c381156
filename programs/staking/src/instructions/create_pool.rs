//! `create_pool`: open a pool for stakes of one mint under one policy.
//!
//! Promises:
//! - only the creator of the sealed council behind the policy can, and never twice for the same index;
//! - the mint cannot freeze or take principal: Token-2022, no freeze authority, only harmless extensions
//!   (a transfer fee is paid on the way out too, and whoever holds the mint's fee authority sets it:
//!   for the issuer's mint that is the policy within its bounds, for any other mint its creator has to look);
//! - the vault is a token account of that mint which only the pool can move;
//! - the pool reads its unbonding time from the policy's parameter `unbond_secs`.

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
    state::{POOL_SEED, Pool, UNBOND_KEY, VAULT_SEED},
    token,
};

#[derive(Accounts)]
#[instruction(index: u8)]
pub struct CreatePool {
    #[account(mut, address = council.creator @ StakingError::NotCreator)]
    pub creator: Signer,
    #[account(address = policy.council @ StakingError::WrongCouncil)]
    pub council: Account<Council>,
    pub policy: Account<Policy>,
    pub mint: UncheckedAccount,
    #[account(
        init,
        payer = creator,
        seeds = [POOL_SEED, policy.address().as_ref(), mint.address().as_ref(), &[index]],
        bump
    )]
    pub pool: Account<Pool>,
    #[account(mut, seeds = [VAULT_SEED, pool.address().as_ref()], bump)]
    pub vault: UncheckedAccount,
    pub token_program: Program<Token2022>,
    pub system_program: Program<System>,
}

/// Bumps that the framework found.
pub struct PoolBumps {
    pub pool: u8,
    pub vault: u8,
}

impl CreatePool {
    pub fn create_pool(
        &mut self,
        bumps: PoolBumps,
        index: u8,
        window_secs: u64,
        warmup_secs: u64,
        now: Now,
    ) -> Result<()> {
        require!(self.council.sealed_at != 0, StakingError::GenesisNotSealed);
        let state = PoolState::open(window_secs, window_secs, now.unix).map_err(StakingError::from)?;
        require!((window_secs..=MAX_WINDOW_SECS).contains(&warmup_secs), StakingError::WarmupOutOfRange);
        let unbond_param = self.policy.index_of(&UNBOND_KEY).ok_or(StakingError::UnbondParamMissing)?;
        let decimals = token::check_mint(self.mint.account())?;

        let pool_address = *self.pool.address();
        let seeds: [&[u8]; 3] = [VAULT_SEED, pool_address.as_ref(), &[bumps.vault]];
        token::create_vault(self.creator.account(), self.vault.account(), self.mint.account(), &pool_address, &seeds)?;

        let pool = &mut *self.pool;
        pool.policy = *self.policy.address();
        pool.mint = *self.mint.address();
        pool.vault = *self.vault.address();
        pool.unbond_param = unbond_param;
        pool.index = index;
        pool.decimals = decimals;
        pool.bump = bumps.pool;
        pool.vault_bump = bumps.vault;
        pool.open(PoolState { warmup_secs, ..state });

        emit!(PoolCreated {
            pool: pool_address,
            policy: pool.policy,
            mint: pool.mint,
            vault: pool.vault,
            window_secs,
            warmup_secs,
            unix: now.unix,
            slot: now.slot,
            index,
            _pad: [0; 7],
        });
        Ok(())
    }
}
