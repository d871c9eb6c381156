//! Issuer: mints what the policy owes, and turns transfer fees into burn, rewards and treasury.
//!
//! ```text
//! policy ─ rate, weights ─▶ emit ─ mint ─▶ up to 8 gauges: staking pools · contributors · treasury · vaults
//!        ─ fee ──────────▶ sync_fee ─────▶ mint's transfer fee
//!        ─ shares ───────▶ collect ◀─ withheld fees;  burn · staking vault · treasury
//!                          roll ─▶ metrics ring
//! economy's authority ─▶ add_gauge · set_root ─▶ claim_share: contributors' vault ─▶ people in the list
//! ```
//!
//! Promises:
//! - only `emit` mints after the genesis supply, never more than the smallest of: the governed rate integrated
//!   over time, the schedule's ceiling, the breaker per day, and the cap on everything *ever* minted (burning re-opens nothing);
//! - supply = ever minted − burned, always; `burned` counts what `collect` and what holders destroy;
//! - anyone may call `emit`, `sync_fee`, `collect`, `roll`, `claim_share` and `close_root`; how often and by whom changes no total;
//! - `add_gauge` and `set_root` take the signature of the economy's authority, which only a proposal of class action gives;
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
//! measured with the first five instructions, the same calls through anchor-spl's wrappers make the binary 133 KB instead of 98 KB.

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
use economics::{distribution::Terms, time::Now};

#[cfg(not(target_os = "solana"))]
pub mod client;
pub mod error;
pub mod events;
pub mod gauge;
pub mod instructions;
mod ledger;
mod params;
pub mod pda;
pub mod pool;
pub mod share;
pub mod state;
mod token;

pub use error::IssuerError;
pub use events::{
    Burned, Collected, Emitted, FeeSynced, GaugeAdded, IssuerCreated, PeriodRolled, RootClosed, RootSet, ShareClaimed,
};
use instructions::*;
pub use state::{Claims, CreateArgs, GaugeArgs, Issuer, LabelArgs, Metrics};

declare_id!("9Gp1MuSfvTcTL6L5vK2gBxn71y1iZGzL1Xz4BnSjS5VJ");

#[program]
pub mod issuer {
    use super::*;

    /// Take charge of a fresh mint, name it and mint its genesis supply; remaining accounts are the pools and vaults of `gauges`.
    #[discrim = 0]
    pub fn create(ctx: &mut Context<Create>, args: CreateArgs, label: LabelArgs, gauges: Vec<GaugeArgs>) -> Result<()> {
        let (now, receivers) = (now()?, ctx.remaining_accounts()?);
        let wanted = Wanted { args: &args, label: &label, gauges: &gauges };
        ctx.accounts.create(&ctx.bumps, &wanted, &receivers, now)
    }

    /// Mint what is owed to the gauges; remaining accounts are their vaults.
    #[discrim = 1]
    pub fn emit(ctx: &mut Context<Emit>) -> Result<()> {
        let vaults = ctx.remaining_accounts()?;
        ctx.accounts.emit(&vaults, now()?)
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

    /// Close a metrics period; remaining accounts are the pools in which the mint is staked.
    #[discrim = 4]
    pub fn roll(ctx: &mut Context<Roll>) -> Result<()> {
        let pools = ctx.remaining_accounts()?;
        ctx.accounts.roll(&pools, now()?)
    }

    /// Register a further receiver of emission.
    #[discrim = 5]
    pub fn add_gauge(ctx: &mut Context<AddGauge>, args: GaugeArgs) -> Result<()> {
        ctx.accounts.add_gauge(&args, now()?)
    }

    /// Open a list of contributors' shares.
    #[discrim = 6]
    pub fn set_root(
        ctx: &mut Context<SetRoot>,
        root: [u8; 32],
        leaves: u32,
        total: u64,
        opens: i64,
        closes: i64,
    ) -> Result<()> {
        ctx.accounts.set_root(&Terms { root, leaves, total, opens, closes }, now()?)
    }

    /// Pay one share of a list.
    #[discrim = 7]
    pub fn claim_share(
        ctx: &mut Context<ClaimShare>,
        number: u64,
        index: u32,
        amount: u64,
        proof: Vec<[u8; 32]>,
    ) -> Result<()> {
        ctx.accounts.claim_share(&ShareArgs { number, index, amount, proof }, now()?)
    }

    /// End a list whose window is over.
    #[discrim = 8]
    pub fn close_root(ctx: &mut Context<CloseRoot>, number: u64) -> Result<()> {
        ctx.accounts.close_root(number, now()?)
    }
}

fn now() -> Result<Now> {
    let clock = Clock::get()?;
    Ok(Now { unix: clock.unix_timestamp, slot: clock.slot, epoch: clock.epoch })
}
