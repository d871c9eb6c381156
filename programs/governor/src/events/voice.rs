//! What stakers said, and how forecasts were graded.

use anchor_lang::prelude::*;

/// A staker spoke about a proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Voiced {
    pub council: Address,
    pub proposal: Address,
    pub position: Address,
    pub speaker: Address,
    /// Base units of this voice.
    pub weight: u64,
    /// All support so far.
    pub support: u64,
    /// All objections so far.
    pub objection: u64,
    /// Stake of which shares are taken.
    pub base: u64,
    pub unix: i64,
    pub slot: u64,
    /// 1 objects, 2 supports.
    pub stance: u8,
    pub _pad: [u8; 7],
}

/// A forecast was graded.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Resolved {
    pub council: Address,
    pub proposal: Address,
    pub oracle: Address,
    pub number: u64,
    pub due_at: i64,
    /// The forecast that applies to how the proposal ended, in the metric's unit.
    pub expected: i64,
    /// What came; 0 for a miss.
    pub actual: i64,
    /// What persistence said; 0 for a miss.
    pub baseline: i64,
    /// 1 − Σ errors of the model / Σ errors of persistence over the last 20 grades, ppm.
    pub skill_ppm: i64,
    /// Forecasts of this oracle ever graded.
    pub graded: u64,
    pub unix: i64,
    pub slot: u64,
    /// Ppm of the metric's level.
    pub error_model: u32,
    pub error_naive: u32,
    pub metric: u8,
    /// 1 if the ring no longer had the periods.
    pub missed: u8,
    /// 1 while the oracle only records.
    pub shadow: u8,
    pub _pad: [u8; 5],
}
