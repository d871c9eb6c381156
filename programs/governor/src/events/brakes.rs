//! Guardian and alarm.

use anchor_lang::prelude::*;

/// The guardian stopped something for a while.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Paused {
    pub council: Address,
    pub guardian: Address,
    /// Last unix second of the pause.
    pub until: i64,
    /// First unix second of the next one.
    pub next_at: i64,
    pub unix: i64,
    pub slot: u64,
    /// Bits of `economics::pause`.
    pub bits: u8,
    pub _pad: [u8; 7],
}

/// A member raised the alarm.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct AlarmRaised {
    pub council: Address,
    pub seat: Address,
    /// Last unix second of at least level 1.
    pub until1: i64,
    /// Last unix second of level 2.
    pub until2: i64,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    /// Level that this raise asked for.
    pub level: u8,
    pub _pad: [u8; 6],
}

/// The metrics proved the alarm.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct AlarmProved {
    pub council: Address,
    /// Number of the later of the two periods compared.
    pub period: u64,
    /// The metric in the earlier period, and in the later one.
    pub before: i64,
    pub after: i64,
    /// Last unix second of at least level 1.
    pub until1: i64,
    /// Last unix second of level 2.
    pub until2: i64,
    pub unix: i64,
    pub slot: u64,
    /// Place of the rule.
    pub rule: u8,
    pub level: u8,
    pub _pad: [u8; 6],
}
