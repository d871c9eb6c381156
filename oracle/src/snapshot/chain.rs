//! Accounts of the programs, in a form that can be stored and hashed.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// A moment of the chain's clock.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Moment {
    /// Unix seconds of the clock sysvar.
    pub unix: i64,
    pub slot: u64,
    pub epoch: u64,
}

/// One policy parameter with its limits and its memory of recent values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct ParamView {
    /// Index in the policy account.
    pub index: u8,
    /// Key without padding, for example `emission_rate`.
    pub key: String,
    pub value: i64,
    /// Value before `changed_at`.
    pub previous: i64,
    /// Unix seconds of the last change.
    pub changed_at: i64,
    pub changed_epoch: u64,
    pub spec: SpecView,
    pub budget: BudgetView,
    pub lock: LockView,
}

/// Limits of a parameter; same names and units as `economics` has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct SpecView {
    pub hard_min: i64,
    pub hard_max: i64,
    pub soft_min: i64,
    pub soft_max: i64,
    pub step_up_abs: u64,
    pub step_down_abs: u64,
    pub step_up_bps: u32,
    pub step_down_bps: u32,
    pub min_interval_secs: u64,
    pub min_interval_epochs: u32,
    /// 1-based group, 0 for none.
    pub group: u8,
    pub decimals: u8,
    pub unit: u8,
    pub safe_direction: i8,
    pub budget_30d: u64,
    /// AI_OK = 1, EMERGENCY_OK = 2.
    pub flags: u32,
}

/// Lowest and highest value held in each of the last seven buckets of 5 days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct BudgetView {
    pub lo: [i64; 7],
    pub hi: [i64; 7],
    pub bucket: i64,
}

/// The open proposal that holds this parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct LockView {
    /// Proposal number, 0 for none.
    pub proposal: u64,
    /// Unix seconds when the lock ends by itself.
    pub until: i64,
}

/// A rule that couples parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct GroupView {
    /// 0 unused, 1 the members sum to `target`.
    pub kind: u8,
    pub target: i64,
}

/// One closed metrics period, base units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct PeriodView {
    /// Unix seconds.
    pub start: i64,
    pub end: i64,
    /// At the end of the period.
    pub supply: u64,
    pub minted: u64,
    pub burned: u64,
    /// Fees collected.
    pub fees: u64,
    pub staked: u64,
    pub stakers: u64,
    pub rewards_paid: u64,
    pub treasury: u64,
}

/// A change of one parameter, proposed or considered.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, BorshSerialize, BorshDeserialize,
)]
pub struct Change {
    /// Index in the policy account.
    pub param: u8,
    pub key: String,
    pub old: i64,
    pub new: i64,
}
