//! What may be minted: schedule, accrual, breaker, cap, gauges, and the issuer's ledger of them.

mod ledger;
mod rate;
mod schedule;

pub use ledger::{Emission, IssuerState, Reading, Refusal};
pub use rate::Rate;
pub use schedule::{MAX_RATE_PPM, SCHEDULE_YEARS, Schedule};

use crate::{
    bounds::Piece,
    math::{BPS, mul_div_floor, wide_mul},
    time::YEAR,
};
use bytemuck::{Pod, Zeroable};

/// Highest share of the base supply that may be minted in one period, in basis points.
/// A constant of the program: no proposal raises it.
pub const BREAKER_CEILING_BPS: u64 = 50;

/// Smallest amount minted at once, in base units, so that a split by basis points is fair
/// however often anyone calls; what is less stays pending.
pub const SMALLEST_EMISSION: u64 = 10_000;

/// Seconds per year times one million: the divisor of every accrual.
const YEAR_PPM: u128 = 31_536_000 * 1_000_000;
const _: () = assert!(YEAR == 31_536_000);

/// What has accrued: whole base units, and the undivided remainder for the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accrued {
    pub amount: u64,
    pub carry: u128,
}

/// Emission that falls due over `pieces` on `base_supply`:
/// `⌊(base × ∫min(rate, ceiling)dt + carry) / (YEAR × 10^6)⌋`, and the remainder.
///
/// While the base is constant, accruing in parts equals accruing at once, to the unit.
/// Saturates where the amount exceeds 64 bits.
pub fn accrue(base_supply: u64, pieces: &[Piece], schedule: &Schedule, carry: u128) -> Accrued {
    let ppm_secs = pieces.iter().fold(0u64, |sum, piece| sum.saturating_add(schedule.integrate(piece)));
    let due = wide_mul(ppm_secs, base_supply).saturating_add(carry);
    let whole = due.checked_div(YEAR_PPM).unwrap_or(0);
    Accrued { amount: u64::try_from(whole).unwrap_or(u64::MAX), carry: due.wrapping_sub(whole.wrapping_mul(YEAR_PPM)) }
}

/// How much may be minted per period at most.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Breaker {
    /// Length of a period in seconds.
    pub period_secs: u64,
    /// Share of the base supply in basis points; above [`BREAKER_CEILING_BPS`] that counts.
    pub max_bps: u64,
}
const _: () = assert!(size_of::<Breaker>() == 16);

impl Breaker {
    /// Most base units that one period may mint on `base_supply`.
    pub fn limit(&self, base_supply: u64) -> u64 {
        let bps = self.max_bps.min(BREAKER_CEILING_BPS);
        mul_div_floor(base_supply, bps, BPS).unwrap_or(0)
    }
}

/// What may be minted now of `pending`: under the breaker, and under the cap on *ever* minted,
/// which burning does not reopen. Less than [`SMALLEST_EMISSION`] waits, unless it is the last.
pub fn mintable(pending: u64, window_minted: u64, breaker_limit: u64, cap: u64, ever_minted: u64) -> u64 {
    let room = cap.saturating_sub(ever_minted);
    let amount = pending.min(breaker_limit.saturating_sub(window_minted)).min(room);
    if pending < SMALLEST_EMISSION && pending < room { 0 } else { amount }
}

/// An amount over the gauges; the parts and `unassigned` sum to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<const N: usize> {
    pub gauges: [u64; N],
    /// Fell to weights that belong to no gauge here: it is not minted.
    pub unassigned: u64,
}

/// `amount` over the gauges by weights in basis points; what the weights lack to 10 000 stays unassigned.
///
/// ROUNDING: down for each, and the treasury takes the rest, if it has a weight at all.
/// A negative weight counts as 0, and no part is larger than what is left.
pub fn split_by_weights<const N: usize>(amount: u64, weights: &[i64; N]) -> Parts<N> {
    let mut parts = Parts { gauges: [0; N], unassigned: 0 };
    let (mut rest, mut lacking) = (amount, BPS);
    for (part, weight) in parts.gauges.iter_mut().zip(weights) {
        let weight = u64::try_from(*weight).unwrap_or(0);
        *part = mul_div_floor(amount, weight, BPS).unwrap_or(rest).min(rest);
        rest = rest.saturating_sub(*part);
        lacking = lacking.saturating_sub(weight);
    }
    parts.unassigned = mul_div_floor(amount, lacking, BPS).unwrap_or(rest).min(rest);
    rest = rest.saturating_sub(parts.unassigned);
    let takes_rest = weights.get(TREASURY_GAUGE).is_some_and(|weight| *weight > 0);
    match parts.gauges.get_mut(TREASURY_GAUGE) {
        Some(treasury) if takes_rest => *treasury = treasury.saturating_add(rest),
        _ => parts.unassigned = parts.unassigned.saturating_add(rest),
    }
    parts
}

/// The standard gauges: staking, contributors, treasury.
pub const GAUGES: usize = 3;
/// Place of the treasury among the gauges; if it has a weight, it takes what rounding leaves.
pub const TREASURY_GAUGE: usize = 2;
/// Gauges that one issuer serves at most, the standard ones included.
pub const MAX_GAUGES: usize = 8;
