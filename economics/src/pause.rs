//! What a guardian can stop for a while. Exits and brakes have no bit: nobody can stop them.

use crate::{policy::Class, require};

/// Proposing in class ai.
pub const AI: u8 = 1;
/// Executing proposals of the classes ai and param.
pub const EXECUTION: u8 = 2;
/// Minting; what falls due meanwhile is minted afterwards.
pub const EMISSION: u8 = 4;
/// Taking in new stake.
pub const DEPOSITS: u8 = 8;
/// All bits that exist.
pub const ALL: u8 = AI | EXECUTION | EMISSION | DEPOSITS;

/// Longest pause in seconds: 7 days.
pub const MAX_SECS: u64 = 7 * 86_400;

/// Why a pause is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No bit, or a bit that does not exist.
    UnknownBits,
    /// No time, or longer than [`MAX_SECS`].
    BadLength,
    /// The gap after the last pause is not over.
    TooSoon,
}

/// A pause as it is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Last unix second of the pause.
    pub until: i64,
    /// First unix second of the next one: after a gap as long as this pause, and at least `min_gap_secs`.
    pub next: i64,
}

/// A pause of `bits` for `secs` seconds from `now` on, not before the second `not_before`.
pub fn pause(bits: u8, secs: u64, not_before: i64, min_gap_secs: u64, now: i64) -> Result<Pause, Refusal> {
    require(bits != 0 && bits & !ALL == 0, Refusal::UnknownBits)?;
    require((1..=MAX_SECS).contains(&secs), Refusal::BadLength)?;
    require(now >= not_before, Refusal::TooSoon)?;
    let until = now.saturating_add_unsigned(secs);
    let next = until.saturating_add_unsigned(secs.max(min_gap_secs)).saturating_add(1);
    Ok(Pause { until, next })
}

/// Whether a pause of `bits` that ends with the unix second `until` stops `what` at `now`.
#[inline]
pub const fn stops(bits: u8, until: i64, what: u8, now: i64) -> bool {
    bits & what != 0 && now <= until
}

/// The bit that stops proposing in `class`; 0 for none.
pub const fn to_propose(class: Class) -> u8 {
    match class {
        Class::Ai => AI,
        _ => 0,
    }
}

/// The bit that stops executing proposals of `class`; 0 for none.
pub const fn to_execute(class: Class) -> u8 {
    match class {
        Class::Ai | Class::Param => EXECUTION,
        _ => 0,
    }
}
