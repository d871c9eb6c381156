//! A proposal on its way.

use {crate::state::Move, anchor_lang::prelude::*};

/// A change was proposed; its parameters are locked.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Proposed {
    pub council: Address,
    pub proposal: Address,
    pub proposer: Address,
    pub id: [u8; 32],
    pub content_hash: [u8; 32],
    /// SHA-256 of the payload; zeroes where the proposal carries moves.
    pub payload_hash: [u8; 32],
    pub log_root: [u8; 32],
    pub log_len: u64,
    pub number: u64,
    pub config_seqno: u64,
    pub parent_version: u64,
    pub voting_until: i64,
    pub delay_secs: u64,
    pub delay_slots: u64,
    pub window_secs: u64,
    pub unix: i64,
    pub slot: u64,
    pub class: u8,
    pub oracle: u8,
    pub seat: u8,
    pub threshold: u8,
    pub veto_threshold: u8,
    pub moves_len: u8,
    pub _pad: [u8; 2],
    pub moves: [Move; 8],
}

/// A seat approved.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Approved {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    /// Approvals counted now.
    pub approvals: u8,
    pub _pad: [u8; 6],
}

/// A seat took its approval back.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Unapproved {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    /// Approvals counted now.
    pub approvals: u8,
    pub _pad: [u8; 6],
}

/// The last needed approval came; the delay runs.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Queued {
    pub council: Address,
    pub proposal: Address,
    /// Earliest unix second of execution.
    pub eta: i64,
    /// Earliest slot of execution.
    pub eta_slot: u64,
    /// Last unix second of execution.
    pub until: i64,
    pub unix: i64,
    pub slot: u64,
}

/// Approvals fell below the threshold; the clock was cleared.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Unqueued {
    pub council: Address,
    pub proposal: Address,
    pub unix: i64,
    pub slot: u64,
}

/// A seat vetoed.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct VetoCast {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    /// Vetoes counted now.
    pub vetoes: u8,
    /// Approvals counted now; the seat's own is gone.
    pub approvals: u8,
    pub _pad: [u8; 5],
}

/// A queued proposal was ended by vetoes.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Vetoed {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// An active proposal was ended by vetoes.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Rejected {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// The proposer withdrew the proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Cancelled {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// The proposal ran out of time.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Expired {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// The council changed under the proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Staled {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// A parameter has a new value.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct ParamChanged {
    pub council: Address,
    pub policy: Address,
    pub proposal: Address,
    pub key: [u8; 16],
    pub old: i64,
    pub new: i64,
    pub version: u64,
    pub unix: i64,
    pub slot: u64,
    pub param: u8,
    pub _pad: [u8; 7],
}

/// A proposal was executed and the next version of the policy published; of whatever class.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct PolicyPublished {
    pub council: Address,
    pub policy: Address,
    pub proposal: Address,
    pub content_hash: [u8; 32],
    /// Head of the hash chain before this one.
    pub parent: [u8; 32],
    /// `chain_link(parent, content_hash, version, unix)`.
    pub chain_head: [u8; 32],
    pub number: u64,
    pub version: u64,
    pub unix: i64,
    pub slot: u64,
}
