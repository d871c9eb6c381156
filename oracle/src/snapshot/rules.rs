//! What the programs fix outside the policy.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// Constants of this economy, read from the issuer, pool, mint and council accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Rules {
    /// Emission schedule: first ceiling, ppm per year.
    pub initial_ppm: u64,
    /// Last ceiling, ppm per year.
    pub floor_ppm: u64,
    /// Fall of the ceiling per year, bps.
    pub disinflation_bps: u64,
    /// Unix seconds when the schedule starts.
    pub schedule_start: i64,
    /// Base units that may ever be minted.
    pub cap: u64,
    /// Most that one breaker period may mint, bps of supply.
    pub breaker_bps: u64,
    /// Length of a metrics period and of the breaker's window, seconds.
    pub period_secs: u64,
    /// Largest fee of one transfer, base units.
    pub max_transfer_fee: u64,
    /// Fee of the mint's newer setting, bps, and the epoch from which it acts.
    pub newer_fee_bps: u16,
    pub newer_fee_epoch: u64,
    /// Staking pool: reward window and warm-up, seconds.
    pub window_secs: u64,
    pub warmup_secs: u64,
    /// Class ai of the council: longest vote, wait, and time to execute, seconds.
    pub voting_secs: u64,
    pub delay_secs: u64,
    pub execute_secs: u64,
    /// Slots to wait as well.
    pub delay_slots: u64,
    /// How many class ai proposals the oracle's seat may have open, and how many it has.
    pub quota: u8,
    pub open: u8,
    /// Level of the council's alarm, 0 to 2: from 1 on the oracle's steps are half as far.
    pub alarm: u8,
}
