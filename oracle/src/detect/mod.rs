//! What is strange in the data. A flag makes the oracle hold or people look; it never acts by itself.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// How much a flag weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Told, without effect.
    Info,
    /// Told with the proposal.
    Warn,
    /// The oracle holds.
    Veto,
}

/// One observation that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Flag {
    /// `outlier`, `stale`, `circular`, `concentration`, `liquidity`, `disagreement`.
    pub kind: String,
    pub severity: Severity,
    /// What was seen, in one sentence with numbers.
    pub evidence: String,
}

/// Everything strange, gravest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Signals {
    pub flags: Vec<Flag>,
}
