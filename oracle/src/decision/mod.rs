//! The canonical record of one decision: what was known, what was considered, what was chosen and why.
//!
//! Integers only; the bytes are borsh, the name is their hash, and the parent's name is inside.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::{
    detect::Signals,
    forecast::Forecast,
    gate::{Check, Verdict},
    hash::{Hash, canonical},
    search::{Metric, Plan},
    segment::Segment,
    snapshot::{Change, Moment},
};

/// Format of the record; grows with every change of its fields.
pub const FORMAT: u16 = 1;

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Decision {
    pub format: u16,
    /// 1, 2, 3, …
    pub number: u64,
    /// Hash of the record before, zero for the first.
    pub parent: Hash,
    pub at: Moment,
    /// Policy account, base58.
    pub policy: String,
    pub policy_version: u64,
    pub config_seqno: u64,
    /// Slots whose events were counted.
    pub slot_from: u64,
    pub slot_to: u64,
    pub snapshot_hash: Hash,
    /// Hash of the objectives.
    pub config_hash: Hash,
    pub model_hash: Hash,
    pub code_hash: Hash,
    pub seed: u64,
    /// Newest value of each series.
    pub features: Vec<Metric>,
    pub signals: Signals,
    pub forecasts: Vec<Forecast>,
    /// Stability of the segments, micro, and the segments.
    pub segment_stability: i64,
    pub segments: Vec<Segment>,
    pub plan: Plan,
    pub checks: Vec<Check>,
    pub verdict: Verdict,
    /// What is proposed; empty for a hold.
    pub moves: Vec<Change>,
    /// The reasoning in words.
    pub rationale: String,
}

impl Decision {
    /// Canonical bytes.
    pub fn bytes(&self) -> Vec<u8> {
        canonical(self)
    }

    /// `sha256("trimtab.decision.v1" ‖ bytes)`.
    pub fn hash(&self) -> Hash {
        Hash::of("trimtab.decision.v1", &[&self.bytes()])
    }
}
