//! The alarm: a state of caution that slows the gate, raised by a member or proved from the metrics.
//!
//! It falls only by time, and a raise only ever extends it. It moves the opening of a window, never its closing:
//! see [`crate::lifecycle::window`].

use crate::{
    metrics::{Metric, Ring},
    require,
    time::DAY,
};
use bytemuck::{Pod, Zeroable};

/// Rules that can raise the alarm from the metrics.
pub const MAX_RULES: usize = 4;
/// Longest alarm from one raise in seconds: 14 days.
pub const MAX_SECS: u64 = 14 * 86_400;

/// How much caution is in force.
#[repr(u8)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    #[default]
    Calm = 0,
    /// Delays twice as long, steps of class ai half as far.
    Raised = 1,
    /// Delays four times as long, one approval more, class ai shut.
    High = 2,
}

impl Level {
    /// The level of this number.
    pub const fn from_u8(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Calm),
            1 => Some(Self::Raised),
            2 => Some(Self::High),
            _ => None,
        }
    }

    /// How many times as long a delay is.
    pub const fn multiplier(self) -> u64 {
        match self {
            Self::Calm => 1,
            Self::Raised => 2,
            Self::High => 4,
        }
    }

    /// Approvals asked beyond the threshold.
    pub const fn more_approvals(self) -> u8 {
        match self {
            Self::High => 1,
            _ => 0,
        }
    }

    /// The level's number.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// Until when which level is in force.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Alarm {
    /// Last unix second of at least level 1; never before `until2`.
    pub until1: i64,
    /// Last unix second of level 2.
    pub until2: i64,
}
const _: () = assert!(size_of::<Alarm>() == 16);

impl Alarm {
    /// The level in force at the unix second `now`.
    pub const fn level(&self, now: i64) -> Level {
        if now <= self.until2 {
            Level::High
        } else if now <= self.until1 {
            Level::Raised
        } else {
            Level::Calm
        }
    }

    /// The alarm with at least `level` in force until `until`; it never ends earlier than before.
    pub fn raised(self, level: Level, until: i64) -> Self {
        let until2 = if level == Level::High { self.until2.max(until) } else { self.until2 };
        let until1 = if level == Level::Calm { self.until1 } else { self.until1.max(until) };
        Self { until1: until1.max(until2), until2 }
    }
}

/// Why a raise is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The seat raised too short a time ago.
    CoolingDown,
    /// The rule is not in use.
    NoRule,
    /// The ring does not hold the periods that the rule compares.
    PeriodMissing,
    /// The evidence is too old.
    EvidenceTooOld,
    /// A period of the evidence has been used before.
    EvidenceUsed,
    /// The metric did not move as far as the rule asks.
    NotProved,
}

/// The level that a seat's raise at `now` reaches: 1, or 2 while another seat's raise is in force.
///
/// `own` is the second of the seat's last raise, `others` those of the other seats that may raise; 0 is never.
/// A raise lasts `lasts` seconds, and a seat raises again only after `cooldown` seconds.
pub fn by_seat(
    own: i64,
    others: impl IntoIterator<Item = i64>,
    lasts: u64,
    cooldown: u64,
    now: i64,
) -> Result<Level, Refusal> {
    require(own == 0 || now >= own.saturating_add_unsigned(cooldown), Refusal::CoolingDown)?;
    let in_force = |at: i64| at != 0 && now <= at.saturating_add_unsigned(lasts);
    Ok(if others.into_iter().any(in_force) { Level::High } else { Level::Raised })
}

/// Which movement of a metric raises the alarm.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Rule {
    /// Which metric, as `metrics` numbers them.
    pub metric: u8,
    /// −1: it falls; 1: it rises.
    pub direction: i8,
    /// Periods between the two that are compared, from 1.
    pub periods: u8,
    /// Level that it raises: 1 or 2; 0 is a rule that is not in use.
    pub level: u8,
    /// Movement that it takes, in basis points of the earlier value.
    pub change_bps: u32,
}
const _: () = assert!(size_of::<Rule>() == 8);

impl Rule {
    /// Whether the rule makes sense; its metric is the caller's to know.
    pub fn is_sound(&self) -> bool {
        matches!(self.level, 1 | 2)
            && matches!(self.direction, -1 | 1)
            && (1..=32).contains(&self.periods)
            && self.change_bps > 0
    }

    /// Whether the metric moved far enough: `|after − before| × 10 000 ≥ |before| × change_bps`, in the direction.
    ///
    /// Where it was 0 before, any movement in the direction is far enough.
    pub fn fires(&self, before: i64, after: i64) -> bool {
        let right_way = if self.direction < 0 { after < before } else { after > before };
        let moved = u128::from(before.abs_diff(after)).saturating_mul(10_000);
        right_way && moved >= u128::from(before.unsigned_abs()).saturating_mul(u128::from(self.change_bps))
    }

    /// Compares the metric in the closed period number `period` with the one `periods` before.
    ///
    /// `from` is the first period that may still be used, `oldest` the second before which no evidence ends.
    pub fn prove(&self, ring: &Ring, period: u64, from: u64, oldest: i64) -> Result<Proof, Refusal> {
        let metric = Metric::from_u8(self.metric).filter(|_| self.level != 0).ok_or(Refusal::NoRule)?;
        let earlier = period.checked_sub(u64::from(self.periods)).ok_or(Refusal::PeriodMissing)?;
        let first = ring.get(earlier).ok_or(Refusal::PeriodMissing)?;
        let last = ring.get(period).ok_or(Refusal::PeriodMissing)?;
        require(last.end >= oldest, Refusal::EvidenceTooOld)?;
        require(earlier >= from, Refusal::EvidenceUsed)?;
        let day = DAY.unsigned_abs();
        let proof = Proof { before: metric.of(first, day), after: metric.of(last, day) };
        require(self.fires(proof.before, proof.after), Refusal::NotProved)?;
        Ok(proof)
    }
}

/// The metric in the two periods that were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    pub before: i64,
    pub after: i64,
}
