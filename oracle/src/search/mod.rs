//! Candidate changes, played in the twin against holding.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::{snapshot::Change, units::Micro};

/// A named number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Metric {
    pub name: String,
    pub value: Micro,
}

/// What a set of moves did in the twin, over all seeds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Alternative {
    /// Empty for holding.
    pub moves: Vec<Change>,
    /// Mean − λ·CVaR of the score; higher is better, 0 is perfect.
    pub score: Micro,
    /// Mean score.
    pub mean: Micro,
    /// Mean loss of the worst `tail` of the runs.
    pub cvar: Micro,
    /// Share of the seeds in which it scores better than holding.
    pub p_better: Micro,
    /// Mean score of the worst 5 % of the runs less that of holding.
    pub worst5_gain: Micro,
    /// Score less that of holding.
    pub gain: Micro,
    /// Constraint that it breaks, if any.
    pub breaks: Option<String>,
    /// Means over seeds: staked_share, net_inflation, volatility, drawdown, retention, turnover, fairness, fees, burned, minted, price, and utility by segment.
    pub metrics: Vec<Metric>,
}

/// What a proposal says about the future, in the metric that will be measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct EffectForecast {
    /// Number of the metric on chain, see `plan::metric_id`.
    pub metric: u8,
    pub name: String,
    /// Seconds from the decision.
    pub horizon_secs: i64,
    /// Value now.
    pub baseline: Micro,
    /// With the change.
    pub p10: Micro,
    pub p50: Micro,
    pub p90: Micro,
    /// Without it.
    pub p50_without: Micro,
}

/// The result of the search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Plan {
    /// Candidates that the policy's own rules admitted, and that they refused.
    pub admitted: u32,
    pub refused: u32,
    /// Why candidates were refused, with counts.
    pub refusals: Vec<Metric>,
    /// Paired seeds played per candidate.
    pub seeds: u32,
    pub hold: Alternative,
    /// Best first; at most `KEPT`.
    pub alternatives: Vec<Alternative>,
    /// Forecast for the best alternative.
    pub effect: Option<EffectForecast>,
}

/// Alternatives that a record keeps.
pub const KEPT: usize = 12;

impl Plan {
    /// The best alternative that breaks no constraint.
    pub fn best(&self) -> Option<&Alternative> {
        self.alternatives.iter().find(|alternative| alternative.breaks.is_none())
    }
}
