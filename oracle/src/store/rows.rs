//! Rows as the rest of the oracle sees them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One fact from the chain: a program's event or a token transfer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    pub slot: u64,
    pub signature: String,
    /// Place within the transaction, per source.
    pub index: u32,
    /// Chain time, unix seconds.
    pub unix: i64,
    /// Program that told it: `governor`, `issuer`, `staking` or `token`.
    pub source: String,
    /// Past tense, for example `staked`, `policy_published`, `transfer`.
    pub kind: String,
    /// Amounts are base units, addresses base58.
    pub payload: Value,
    /// False while the chain may still forget it.
    pub finalized: bool,
}

/// How far an address was read in finalised history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub slot: u64,
    pub signature: String,
}

/// A market observation, normalised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketRow {
    /// UTC seconds, by the source's clock.
    pub observed_at: i64,
    pub source: String,
    /// Quote units per token × 1e6.
    pub price_micro: i64,
    /// Quote units × 1e6.
    pub volume: u64,
    /// Quote units × 1e6.
    pub liquidity: u64,
}

/// A closed metrics period, base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodRow {
    /// Number since genesis, from 0.
    pub index: u64,
    pub start: i64,
    pub end: i64,
    pub supply: u64,
    pub minted: u64,
    pub burned: u64,
    pub fees: u64,
    pub staked: u64,
    pub stakers: u64,
    pub rewards_paid: u64,
    pub treasury: u64,
}

/// A parameter's change by an executed proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParamChange {
    /// Policy version that it made.
    pub version: u64,
    pub at: i64,
    pub key: String,
    pub old: i64,
    pub new: i64,
}

/// A decision as it was logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRow {
    pub number: u64,
    /// Hex.
    pub hash: String,
    /// Hash of the record before it, hex.
    pub parent: String,
    pub at: i64,
    /// `propose` or `hold`.
    pub verdict: String,
    /// Canonical bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// The record, readable.
    pub json: String,
}

/// A decision that became a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Hash of the decision, hex.
    pub decision: String,
    pub proposal: String,
    /// Empty when the proposal was found on chain already.
    pub signature: String,
    pub slot: u64,
}

/// What became of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Hash of the decision, hex.
    pub decision: String,
    /// `None` for a held decision.
    pub proposal: Option<String>,
    /// `executed`, `vetoed`, `rejected`, `expired`, `cancelled`, `stale` or `held`.
    pub outcome: String,
    /// When the outcome came to be, unix seconds.
    pub at: i64,
    /// Forecast against actual, once the horizon is over.
    pub measured: Option<Measured>,
}

/// A forecast beside what happened; all values in the metric's unit × 1e6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    pub metric: String,
    pub horizon_secs: u64,
    /// End of the horizon, unix seconds.
    pub due_at: i64,
    pub baseline: i64,
    pub p10: i64,
    pub p50: i64,
    pub p90: i64,
    /// Median forecast without the change.
    pub p50_without: i64,
    pub actual: i64,
    /// `actual` less the median of what really applied.
    pub error: i64,
    /// Whether `actual` lies within p10 and p90.
    pub within: bool,
}

/// How much the database holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub transactions: u64,
    pub observations: u64,
    /// Observations that are not finalised yet.
    pub provisional: u64,
    pub market: u64,
    pub decisions: u64,
    pub receipts: u64,
    pub effects: u64,
}
