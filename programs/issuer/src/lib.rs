//! Issuer: mints what the policy owes, and turns transfer fees into burn, rewards and treasury.
//!
//! ```text
//! policy ─ rate, weights ─▶ emit ─ mint ─▶ staking vault · contributors · treasury
//!        ─ fee ──────────▶ sync_fee ─────▶ mint's transfer fee
//!        ─ shares ───────▶ collect ◀─ withheld fees;  burn · staking vault · treasury
//!                          roll ─▶ metrics ring
//! ```
//!
//! Promises:
//! - only `emit` mints after the genesis supply, never more than the smallest of: the governed rate integrated
//!   over time, the schedule's ceiling, the breaker per day, and the cap on everything *ever* minted (burning re-opens nothing);
//! - supply = ever minted − burned, always; `burned` counts what `collect` and what holders destroy;
//! - anyone may call `emit`, `sync_fee`, `collect` and `roll`; how often and by whom changes no total;
//! - the mint has no freeze authority and no extension that moves or blocks tokens, and its three authorities
//!   are program addresses of this program, for ever.
//!
//! Transfers of a mint with a fee pay the fee, also the issuer's own from the fee vault to the staking vault and the treasury:
//! that part is withheld at the destination and comes back with the next `collect`, which always harvests both.
//! Withdrawing withheld fees, minting and burning pay nothing.
//!
//! It does not: hold principal, know members or proposals, or call another program than Token-2022 and System.
//!
//! Token-2022 is called over `pinocchio-token-2022`, and by hand for the transfer fee (see `token`):
//! measured, the same calls through anchor-spl's wrappers make the binary 133 KB instead of 98 KB.

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
pub mod instructions;
mod ledger;
mod params;
pub mod pda;
pub mod pool;
pub mod state;
mod token;

pub use error::IssuerError;
pub use events::{Burned, Collected, Emitted, FeeSynced, IssuerCreated, PeriodRolled};
use instructions::*;
pub use state::{CreateArgs, Issuer, Metrics};

declare_id!("9Gp1MuSfvTcTL6L5vK2gBxn71y1iZGzL1Xz4BnSjS5VJ");

#[program]
pub mod issuer {
    use super::*;

    /// Take charge of a fresh mint and mint its genesis supply.
    #[discrim = 0]
    pub fn create(ctx: &mut Context<Create>, args: CreateArgs) -> Result<()> {
        let now = now()?;
        ctx.accounts.create(&ctx.bumps, args, now)
    }

    /// Mint what is owed to the gauges.
    #[discrim = 1]
    pub fn emit(ctx: &mut Context<Emit>) -> Result<()> {
        ctx.accounts.emit(now()?)
    }

    /// Bring the mint's transfer fee to the policy's.
    #[discrim = 2]
    pub fn sync_fee(ctx: &mut Context<SyncFee>) -> Result<()> {
        ctx.accounts.sync_fee(now()?)
    }

    /// Harvest withheld fees and split them; remaining accounts are token accounts to harvest.
    #[discrim = 3]
    pub fn collect(ctx: &mut Context<Collect>) -> Result<()> {
        let sources = ctx.remaining_accounts()?;
        ctx.accounts.collect(&sources, now()?)
    }

    /// Close a metrics period.
    #[discrim = 4]
    pub fn roll(ctx: &mut Context<Roll>) -> Result<()> {
        ctx.accounts.roll(now()?)
    }
}

fn now() -> Result<Now> {
    let clock = Clock::get()?;
    Ok(Now { unix: clock.unix_timestamp, slot: clock.slot, epoch: clock.epoch })
}
