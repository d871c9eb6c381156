//! Kinds of wallets, found by k-means; k is the most stable one under resampling.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::units::Micro;

/// One cluster of wallets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Segment {
    /// `whale`, `loyal staker`, `mercenary farmer`, `trader` or `dormant`.
    pub name: String,
    /// Wallets in it.
    pub size: u32,
    /// Share of all known tokens.
    pub wealth_share: Micro,
    /// Share of its tokens that are staked.
    pub staked_share: Micro,
    /// Mean of each column of the wallet matrix.
    pub centroid: Vec<Micro>,
}

/// The segments of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Segments {
    pub k: u32,
    /// Mean agreement (adjusted Rand index) of clusterings of two halves of the wallets.
    pub stability: Micro,
    /// Largest first.
    pub segments: Vec<Segment>,
    /// Segment index of each wallet of the snapshot.
    pub labels: Vec<u8>,
}
