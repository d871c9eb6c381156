//! What a class of proposals needs, and when an approved one can be executed.

use crate::alarm::Level;
use bytemuck::{Pod, Zeroable};

/// Longest delay and longest voting and execution window in seconds: 14 days.
pub const MAX_SECS: u64 = 14 * 86_400;

/// What a class of proposals needs.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct ClassRule {
    /// Seconds between approval and execution.
    pub delay_secs: u64,
    /// Slots between approval and execution; both delays have to pass.
    pub delay_slots: u64,
    /// Seconds in which approvals count.
    pub voting_secs: u64,
    /// Seconds in which an approved proposal can be executed once its delay has passed.
    pub window_secs: u64,
    /// Approvals needed.
    pub approvals: u8,
    /// Vetoes that end it.
    pub vetoes: u8,
    /// 1 if proposals of the class are accepted.
    pub enabled: u8,
    pub _pad: [u8; 5],
}
const _: () = assert!(size_of::<ClassRule>() == 40);

impl ClassRule {
    /// Whether the rule can work in a council of `voters` and `vetoers`, and keeps every
    /// window non-empty.
    pub fn is_sound(&self, voters: u8, vetoers: u8) -> bool {
        (1..=voters).contains(&self.approvals) && (1..=vetoers).contains(&self.vetoes) && self.has_sound_times()
    }

    /// Whether delays, voting time and window are sensible and agree with each other.
    pub fn has_sound_times(&self) -> bool {
        let within = |secs: u64| (1..=MAX_SECS).contains(&secs);
        within(self.delay_secs)
            && within(self.voting_secs)
            && within(self.window_secs)
            && self.delay_slots >= 1
            // A slot lasts 400 ms: the delay in slots passes within the delay in seconds.
            && self.delay_slots.saturating_mul(2) <= self.delay_secs.saturating_mul(5)
            // The chain lets its clock run 150 % slow, one second a slot: even then the window is still open.
            && self.delay_slots <= self.delay_secs.saturating_add(self.window_secs)
    }

    /// Whether the rule is at least as strict as `floor`; a floor of 0 asks for nothing.
    pub fn keeps(&self, floor: &Self) -> bool {
        self.approvals >= floor.approvals
            && (self.vetoes <= floor.vetoes || floor.vetoes == 0)
            && self.delay_secs >= floor.delay_secs
            && self.delay_slots >= floor.delay_slots
    }
}

/// The seconds in which an approved proposal can be executed, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub opens: i64,
    pub closes: i64,
}

/// `delay_secs` under the alarm: two or four times as long, together at most 14 days, never shorter than in calm.
pub fn stretched(delay_secs: u64, level: Level) -> u64 {
    delay_secs.saturating_mul(level.multiplier()).min(MAX_SECS).max(delay_secs)
}

/// The one place that computes when an approved proposal can be executed.
///
/// `opens = queued_at + stretched(delay, level now)`; `closes = queued_at + stretched(delay, High) + window`.
/// The alarm moves the opening, never the closing: whatever comes and goes, at least `window_secs` remain,
/// and nothing that is over comes back.
pub fn window(queued_at: i64, delay_secs: u64, window_secs: u64, level: Level) -> Window {
    let longest = stretched(delay_secs, Level::High).saturating_add(window_secs);
    Window {
        opens: queued_at.saturating_add_unsigned(stretched(delay_secs, level)),
        closes: queued_at.saturating_add_unsigned(longest),
    }
}
