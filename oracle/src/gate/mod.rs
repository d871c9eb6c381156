//! Reasons not to propose. Doubt means hold.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// One condition of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Check {
    pub name: String,
    pub passed: bool,
    /// What was found, and what is required, with units.
    pub found: String,
    pub required: String,
}

/// What the oracle does with the best candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// Every check passed.
    Propose,
    /// At least one failed; one reason for each.
    Hold { reasons: Vec<String> },
}

impl Verdict {
    pub fn is_propose(&self) -> bool {
        matches!(self, Self::Propose)
    }
}
