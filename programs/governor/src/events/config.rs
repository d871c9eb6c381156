//! What a config proposal changed, old and new.

use {
    crate::state::{AlarmRule, ClassRule, Links, Safeguards},
    anchor_lang::prelude::*,
};

/// Guardian, links, times, alarm rules, voice and quota were set during genesis.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct SafeguardsSet {
    pub council: Address,
    pub safeguards: Safeguards,
    pub unix: i64,
    pub slot: u64,
}

/// A seat was taken away; the last seat has its place now.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct SeatRemoved {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
}

/// A seat has other roles.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct RolesChanged {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub old: u8,
    pub new: u8,
    pub _pad: [u8; 6],
}

/// A class has another rule.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct RuleChanged {
    pub council: Address,
    pub proposal: Address,
    pub old: ClassRule,
    pub new: ClassRule,
    pub unix: i64,
    pub slot: u64,
    pub class: u8,
    pub _pad: [u8; 7],
}

/// A parameter has other governed bounds.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct SoftBoundsChanged {
    pub council: Address,
    pub proposal: Address,
    pub key: [u8; 16],
    pub old_min: i64,
    pub old_max: i64,
    pub new_min: i64,
    pub new_max: i64,
    pub unix: i64,
    pub slot: u64,
}

/// Another key is the guardian's; zeroes for none.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct GuardianChanged {
    pub council: Address,
    pub proposal: Address,
    pub old: Address,
    pub new: Address,
    pub unix: i64,
    pub slot: u64,
}

/// An oracle has another model or quota.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct OracleChanged {
    pub council: Address,
    pub proposal: Address,
    pub oracle: Address,
    pub old_model: [u8; 32],
    pub new_model: [u8; 32],
    pub unix: i64,
    pub slot: u64,
    pub old_quota: u8,
    pub new_quota: u8,
    pub _pad: [u8; 6],
}

/// An oracle was taken away; the last oracle has its place now.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct OracleRemoved {
    pub council: Address,
    pub proposal: Address,
    pub oracle: Address,
    pub unix: i64,
    pub slot: u64,
}

/// The gate reads other accounts.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct LinksChanged {
    pub council: Address,
    pub proposal: Address,
    pub old: Links,
    pub new: Links,
    pub unix: i64,
    pub slot: u64,
}

/// Another share of objections ends a proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct VoiceChanged {
    pub council: Address,
    pub proposal: Address,
    pub unix: i64,
    pub slot: u64,
    pub old_bps: u16,
    pub new_bps: u16,
    pub _pad: [u8; 4],
}

/// An alarm rule was replaced.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct AlarmRuleChanged {
    pub council: Address,
    pub proposal: Address,
    pub old: AlarmRule,
    pub new: AlarmRule,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub _pad: [u8; 7],
}

/// Members may have another number of proposals open.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct MemberQuotaChanged {
    pub council: Address,
    pub proposal: Address,
    pub unix: i64,
    pub slot: u64,
    pub old: u8,
    pub new: u8,
    pub _pad: [u8; 6],
}

/// The guardian's pause was ended.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct PauseCleared {
    pub council: Address,
    pub proposal: Address,
    /// When it would have ended.
    pub until: i64,
    pub unix: i64,
    pub slot: u64,
    pub bits: u8,
    pub _pad: [u8; 7],
}

/// A config proposal was applied; every other open proposal is stale.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigApplied {
    pub council: Address,
    pub proposal: Address,
    /// The council's configuration from now on.
    pub config_seqno: u64,
    pub unix: i64,
    pub slot: u64,
    pub changes: u8,
    pub _pad: [u8; 7],
}
