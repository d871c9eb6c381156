//! The numbers that forecasts are made in and graded by: one definition for the chain and the planner.

use super::Period;
use crate::time::{YEAR, elapsed};

/// One millionth is the unit of every metric.
const MICRO: u128 = 1_000_000;

/// A number that one closed period shows.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Staked part of the supply at the period's end, in millionths.
    StakedShare = 1,
    /// Minted less burned, as millionths of the supply before, per year.
    NetInflation = 2,
    /// Transfer fees collected per day, base units: millionths of a token with six decimals.
    Fees = 3,
}

impl Metric {
    /// All metrics, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::StakedShare, Self::NetInflation, Self::Fees];

    /// The metric with this number on chain.
    pub const fn from_u8(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::StakedShare),
            2 => Some(Self::NetInflation),
            3 => Some(Self::Fees),
            _ => None,
        }
    }

    /// Its number on chain.
    pub const fn code(self) -> u8 {
        match self {
            Self::StakedShare => 1,
            Self::NetInflation => 2,
            Self::Fees => 3,
        }
    }

    /// Its name in records and series.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StakedShare => "staked_share",
            Self::NetInflation => "net_inflation",
            Self::Fees => "fees",
        }
    }

    /// The metric in `period`, saturating; `day_secs` is the length of a day, 86 400 on every chain
    /// whose clock is not a test's.
    ///
    /// ROUNDING: towards zero.
    pub fn of(self, period: &Period, day_secs: u64) -> i64 {
        let secs = u128::from(elapsed(period.start, period.end).max(1));
        match self {
            Self::StakedShare => share(period.staked.into(), MICRO, period.supply.max(1).into()),
            Self::NetInflation => net_inflation(period, secs),
            Self::Fees => share(period.fees.into(), day_secs.into(), secs),
        }
    }
}

/// (minted − burned) / (supply − minted + burned) · year / secs, in millionths.
fn net_inflation(period: &Period, secs: u128) -> i64 {
    let supply = u128::from(period.supply).saturating_add(period.burned.into());
    let before = supply.saturating_sub(period.minted.into()).max(1);
    let yearly = MICRO.saturating_mul(YEAR.unsigned_abs().into());
    let size = share(period.minted.abs_diff(period.burned).into(), yearly, before.saturating_mul(secs));
    if period.minted < period.burned { size.saturating_neg() } else { size }
}

/// `amount · unit / whole`, at most `i64::MAX`.
fn share(amount: u128, unit: u128, whole: u128) -> i64 {
    let found = amount.saturating_mul(unit).checked_div(whole).unwrap_or(0);
    i64::try_from(found).unwrap_or(i64::MAX)
}
