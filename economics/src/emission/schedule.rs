//! The ceiling under which the governed rate moves.

use crate::{
    bounds::Piece,
    math::{BPS, mul_div_floor},
    time::{YEAR, elapsed},
};
use bytemuck::{Pod, Zeroable};

/// Highest yearly rate that a schedule may name, in ppm: 200 %.
pub const MAX_RATE_PPM: u64 = 2_000_000;

/// Years after which a schedule is at its floor whatever its disinflation.
pub const SCHEDULE_YEARS: u64 = 64;

/// The ceiling of the emission rate: falls once a year by `disinflation_bps`, down to the floor.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct Schedule {
    /// Ceiling in the first year, ppm per year.
    pub initial_ppm: u64,
    /// Ceiling at the end, ppm per year.
    pub floor_ppm: u64,
    /// How much the ceiling falls each year, in basis points of itself.
    pub disinflation_bps: u64,
    /// Unix second at which the first year begins.
    pub start: i64,
}
const _: () = assert!(size_of::<Schedule>() == 32);

impl Schedule {
    /// Highest yearly rate in ppm at the second `at`.
    pub fn ceiling_ppm(&self, at: i64) -> u64 {
        self.ceiling_in(self.year(at))
    }

    pub fn is_sound(&self) -> bool {
        self.floor_ppm <= self.initial_ppm && self.initial_ppm <= MAX_RATE_PPM && self.disinflation_bps <= BPS
    }

    /// Whole years since the start; the time before it belongs to year 0.
    fn year(&self, at: i64) -> u64 {
        elapsed(self.start, at).checked_div(YEAR.unsigned_abs()).unwrap_or(0)
    }

    // ROUNDING: down each year, against issuance.
    fn ceiling_in(&self, year: u64) -> u64 {
        if year >= SCHEDULE_YEARS {
            return self.floor_ppm;
        }
        let keep = BPS.saturating_sub(self.disinflation_bps);
        let mut ceiling = self.initial_ppm;
        for _ in 0..year {
            if ceiling <= self.floor_ppm {
                break;
            }
            ceiling = mul_div_floor(ceiling, keep, BPS).unwrap_or(self.floor_ppm);
        }
        ceiling.max(self.floor_ppm)
    }

    /// The last second of `year`, exclusive; the schedule is constant until then.
    fn year_end(&self, year: u64) -> i64 {
        if year >= SCHEDULE_YEARS {
            return i64::MAX;
        }
        let end = year.saturating_add(1).saturating_mul(YEAR.unsigned_abs());
        self.start.saturating_add_unsigned(end)
    }

    /// `∫ min(rate, ceiling) dt` over the piece, in ppm-seconds per year.
    pub(crate) fn integrate(&self, piece: &Piece) -> u64 {
        let rate = u64::try_from(piece.value).unwrap_or(0);
        let (mut from, mut sum) = (piece.from, 0u64);
        while from < piece.to {
            let year = self.year(from);
            let to = self.year_end(year).min(piece.to);
            let capped = rate.min(self.ceiling_in(year));
            sum = sum.saturating_add(capped.saturating_mul(elapsed(from, to)));
            from = to;
        }
        sum
    }
}
