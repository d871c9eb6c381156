//! Staking: whoever stakes shares the rewards that reach a pool's reward vault.
//!
//! ```text
//! policy ── Pool (mint, index) ── vault: principal    reward vault: rewards (the same one where both mints are one)
//!             └─ Position (owner, tier) ── voice card: whose stake speaks in a vote, and since when
//! ```
//!
//! Promises:
//! - the vaults always hold at least what they owe: principal, unclaimed rewards and rewards not yet distributed;
//! - principal comes back to its owner after the unbonding time that was frozen when it was asked for and the lock
//!   that the owner chose; no parameter, pause, overflow or missing reward can block `request_unstake` or `withdraw`;
//! - rewards are credited by what arrives in the reward vault and stream over one window,
//!   so stake that is there for one block, one slot or one window start earns nothing;
//! - nobody but a position's owner moves that position; anyone may settle it, and gains nothing by doing so.
//!
//! It does not: mint, set rewards, hold an authority over the mint, or know why tokens arrive.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::float_arithmetic
)]

#[cfg(target_os = "solana")]
use solana_compiler_builtins as _;

use anchor_lang::prelude::*;
use economics::time::Now;

#[cfg(not(target_os = "solana"))]
pub mod client;
pub mod error;
pub mod events;
mod instructions;
pub mod pda;
pub mod state;
mod token;

pub use {error::StakingError, instructions::*, state::*};

declare_id!("F8TbbR6a5K2fF4s4dgBsByaNP8oLEvsmUDhiRfS2hP9v");

#[program]
pub mod staking {
    use super::*;

    /// Open a pool for stakes of one mint under one policy.
    #[discrim = 0]
    pub fn create_pool(ctx: &mut Context<CreatePool>, index: u8, terms: PoolTerms) -> Result<()> {
        ctx.accounts.create_pool(&ctx.bumps, index, terms, now()?)
    }

    /// Move tokens into the vault; what arrives is staked in a tier.
    #[discrim = 1]
    pub fn stake(ctx: &mut Context<Stake>, amount: u64, tier: u8) -> Result<()> {
        ctx.accounts.stake(ctx.bumps.position, amount, tier, now()?)
    }

    /// Stop earning with an amount and start its unbonding time.
    #[discrim = 2]
    pub fn request_unstake(ctx: &mut Context<RequestUnstake>, amount: u64) -> Result<()> {
        ctx.accounts.request_unstake(amount, now()?)
    }

    /// Take out principal whose unbonding time has passed.
    #[discrim = 3]
    pub fn withdraw(ctx: &mut Context<Withdraw>) -> Result<()> {
        ctx.accounts.withdraw(now()?)
    }

    /// Take out the rewards that are due.
    #[discrim = 4]
    pub fn claim(ctx: &mut Context<Claim>) -> Result<()> {
        ctx.accounts.claim(now()?)
    }

    /// Bring a pool and one position up to now.
    #[discrim = 5]
    pub fn settle(ctx: &mut Context<Settle>) -> Result<()> {
        ctx.accounts.settle(now()?)
    }

    /// Stake the rewards that are due.
    #[discrim = 6]
    pub fn compound(ctx: &mut Context<Compound>) -> Result<()> {
        ctx.accounts.compound(now()?)
    }

    /// Name who speaks for a position in a vote; zeroes: its owner.
    #[discrim = 7]
    pub fn delegate(ctx: &mut Context<Delegate>, to: Address) -> Result<()> {
        ctx.accounts.delegate(to, now()?)
    }
}

fn now() -> Result<Now> {
    let clock = Clock::get()?;
    Ok(Now { unix: clock.unix_timestamp, slot: clock.slot, epoch: clock.epoch })
}
