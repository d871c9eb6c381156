//! Another protocol under the gate: a lending market that has no admin, because a council governs its borrow rate.
//!
//! Promises:
//! - the rate comes from the policy that the market was opened with, never from another account;
//! - interest is that of the rates that held, each for as long as it held, whoever calls and however seldom;
//! - nobody can set a rate here: the gate bounds, delays and publishes it.
//!
//! It does not hold money: loans and collateral are left out, so that what remains is the use of a policy.
//! `docs/integrate.md` walks through it.

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
use economics::{
    bounds::Piece,
    key::{Key, key},
    math::mul_div_ceil,
    time::elapsed,
};
use governor::Policy;

declare_id!("8xSg1pUpqXoReeN7PiAgQvbYJZkdoRarc7CgTgbbFBkt");

/// The governed parameter: what debt costs, in parts per million and year.
pub const BORROW_RATE: Key = key("borrow_rate");
/// Seed of a market: `["market", policy]`.
pub const MARKET_SEED: &[u8] = b"market";
/// What `Market::debt_index` begins with: a debt of one unit.
pub const ONE: u64 = 1_000_000_000_000;
/// Seconds of a year times one million.
const YEAR_PPM: u64 = 31_536_000_000_000;

/// One market under one policy.
#[account]
pub struct Market {
    /// The only policy that this market obeys.
    pub policy: Address,
    /// What a debt of [`ONE`] from the market's beginning has grown to.
    pub debt_index: u64,
    /// Unix second up to which `debt_index` has grown.
    pub accrued_to: i64,
    /// The rate in force at `accrued_to`.
    pub known_rate: i64,
}

#[error_code(offset = 0)]
#[derive(Debug, PartialEq, Eq)]
pub enum MarketError {
    #[msg("the policy has no parameter borrow_rate: the council must add it first")]
    NoBorrowRate = 7000,
    #[msg("the policy is not the one that the market was opened with")]
    ForeignPolicy = 7001,
    #[msg("the debt index left its range")]
    Overflow = 7002,
}

#[program]
pub mod example_consumer {
    use super::*;

    /// Opens the market of a policy that has a borrow rate; anyone can, once.
    #[discrim = 0]
    pub fn open_market(ctx: &mut Context<OpenMarket>) -> Result<()> {
        ctx.accounts.open_market(Clock::get()?.unix_timestamp)
    }

    /// Brings the debt index up to now; anyone can.
    #[discrim = 1]
    pub fn accrue(ctx: &mut Context<Accrue>) -> Result<()> {
        ctx.accounts.accrue(Clock::get()?.unix_timestamp)
    }
}

#[derive(Accounts)]
pub struct OpenMarket {
    #[account(mut)]
    pub payer: Signer,
    pub policy: Account<Policy>,
    #[account(init, payer = payer, seeds = [MARKET_SEED, policy.address().as_ref()], bump)]
    pub market: Account<Market>,
    pub system_program: Program<System>,
}

impl OpenMarket {
    pub fn open_market(&mut self, now: i64) -> Result<()> {
        let rate = self.policy.param_by_key(&BORROW_RATE).ok_or(MarketError::NoBorrowRate)?.value;
        self.market.policy = *self.policy.address();
        self.market.debt_index = ONE;
        self.market.accrued_to = now;
        self.market.known_rate = rate;
        Ok(())
    }
}

#[derive(Accounts)]
pub struct Accrue {
    #[account(mut)]
    pub market: Account<Market>,
    #[account(address = market.policy @ MarketError::ForeignPolicy)]
    pub policy: Account<Policy>,
}

impl Accrue {
    pub fn accrue(&mut self, now: i64) -> Result<()> {
        let market = &mut *self.market;
        let rate = self.policy.param_by_key(&BORROW_RATE).ok_or(MarketError::NoBorrowRate)?.rules();
        let pieces = rate.integrate_pieces(market.known_rate, market.accrued_to, now);
        let ppm_secs = pieces.iter().map(ppm_secs).fold(0, u64::saturating_add);
        // ROUNDING: up, by at most one part in 10^12 a call, so that no number of calls makes a debt cheaper.
        let interest = mul_div_ceil(market.debt_index, ppm_secs, YEAR_PPM).ok_or(MarketError::Overflow)?;
        market.debt_index = market.debt_index.checked_add(interest).ok_or(MarketError::Overflow)?;
        (market.accrued_to, market.known_rate) = (now.max(market.accrued_to), rate.value);
        Ok(())
    }
}

/// Rate × time of one piece; a rate below zero counts as zero.
fn ppm_secs(piece: &Piece) -> u64 {
    u64::try_from(piece.value).unwrap_or(0).saturating_mul(elapsed(piece.from, piece.to))
}
