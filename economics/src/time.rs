//! The chain's clock, as every rule sees it.

/// One day in seconds.
pub const DAY: i64 = 86_400;

/// One year of 365 days in seconds: the unit of time of every yearly rate.
pub const YEAR: i64 = 31_536_000;

/// The moment at which a rule is applied: the three clocks of the chain, read once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Unix seconds of the chain's clock; may drift from the wall clock.
    pub unix: i64,
    pub slot: u64,
    pub epoch: u64,
}

/// Seconds from `from` to `to`; 0 if the clock went backwards.
#[inline]
pub fn elapsed(from: i64, to: i64) -> u64 {
    u64::try_from(to.saturating_sub(from)).unwrap_or(0)
}
