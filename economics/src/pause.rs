//! What a guardian can stop for a while. Exits and brakes have no bit: nobody can stop them.

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

/// Whether a pause of `bits` that ends with the unix second `until` stops `what` at `now`.
#[inline]
pub const fn stops(bits: u8, until: i64, what: u8, now: i64) -> bool {
    bits & what != 0 && now <= until
}
