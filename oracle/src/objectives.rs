//! What the economy is steered towards, and how careful the oracle must be; written by people in `objectives.toml`.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::hash::Hash;

/// The committed default, used where the configuration names no file.
pub const DEFAULT_TOML: &str = include_str!("../objectives.toml");

/// Goals and limits; every number is finite (`validate`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Objectives {
    pub search: SearchSpec,
    pub targets: Targets,
    pub weights: Weights,
    pub constraints: Constraints,
    pub gate: GateSpec,
    pub detect: DetectSpec,
}

/// How candidates are made and compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchSpec {
    /// Days that the twin plays.
    pub horizon_days: u32,
    /// Days after which a proposal's forecast is measured.
    pub effect_days: u32,
    /// Most agents in the twin; further wallets are merged by segment.
    pub agents: u32,
    /// Paired seeds per candidate, and members of the calibrated ensemble over which they are spread.
    pub seeds: u32,
    pub worlds: u32,
    /// Most candidates that are played.
    pub candidates: u32,
    /// Keys that may move; a group moves as a whole.
    pub levers: Vec<String>,
    /// Split of the contributors' newest list by segment, bps in the order of `twin::rewards::Segment`; written by people, since the chain does not know it.
    pub rewards: twin::rewards::Weights,
    /// Sizes of a move as shares of the largest allowed step.
    pub steps: Vec<f64>,
    /// Weight of the tail in `mean − λ·CVaR`.
    pub lambda: f64,
    /// Share of the worst runs that the tail means.
    pub tail: f64,
}

/// Where each criterion would be best; rates are per year, shares are 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    pub staked_share: f64,
    /// (minted − burned) / supply per year.
    pub net_inflation: f64,
    /// Annualised volatility that nobody minds.
    pub volatility: f64,
    /// Maximum drawdown that nobody minds.
    pub drawdown: f64,
    /// Share of the first day's active agents who are still active.
    pub retention: f64,
    /// Organic volume per day / liquidity.
    pub turnover: f64,
    /// Share of active stake that votes on a proposal.
    pub participation: f64,
    /// What treasury and contributors receive, as a share of supply per year.
    pub treasury_income: f64,
    pub contributors_income: f64,
}

/// Weight of each criterion's loss.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub staked_share: f64,
    pub net_inflation: f64,
    pub volatility: f64,
    pub drawdown: f64,
    pub retention: f64,
    pub turnover: f64,
    pub participation: f64,
    pub treasury_income: f64,
    pub contributors_income: f64,
    /// Loss of the segment that fares worst.
    pub fairness: f64,
}

/// What no candidate may break, whatever its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct Constraints {
    /// Lowest mean staked share, unless holding is lower still.
    pub staked_share_floor: f64,
    /// Highest net inflation per year, unless holding is higher still.
    pub net_inflation_ceiling: f64,
}

/// When a candidate may be proposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct GateSpec {
    /// Oldest chain and market datum, in metrics periods, but never less than `min_age_secs`.
    pub max_age_periods: f64,
    pub min_age_secs: i64,
    /// Fewest closed periods before the first proposal.
    pub min_periods: u32,
    /// Sources of one kind that must agree.
    pub min_market_sources: u32,
    /// Probability, over seeds, that the candidate scores better than hold.
    pub p_better: f64,
    /// Smallest gain of score that is worth people's time.
    pub dead_band: f64,
    /// Metrics periods after a change of any lever before the next.
    pub cool_down_periods: f64,
    /// Largest MASE of the forecast that is used, and the least accepted coverage of its 80 % interval.
    pub max_mase: f64,
    pub min_coverage: f64,
}

/// When the data are called strange.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectSpec {
    /// Robust z (distance from the median in units of 1.4826·MAD) from which a value is an outlier, and from which it vetoes.
    pub z_warn: f64,
    pub z_veto: f64,
    /// Share of the transfer volume that goes in circles, from which it is a warning, and from which it vetoes.
    pub circular_warn: f64,
    pub circular_veto: f64,
    /// Share of supply in the largest wallet from which it is told.
    pub concentration: f64,
    /// Fall of liquidity between two points that vetoes.
    pub liquidity_drop: f64,
    /// Holds in 30 days by flags that anybody can raise; after them people are asked instead.
    pub holds_by_anybody: u32,
}

/// The objectives are unusable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ObjectivesError {
    #[error("objectives are not valid TOML: {0}")]
    Toml(String),
    #[error("objectives: `{field}` must be {required}")]
    Range { field: &'static str, required: &'static str },
}

impl Objectives {
    /// Reads and validates TOML text.
    pub fn parse(text: &str) -> Result<Self, ObjectivesError> {
        let objectives: Self = toml::from_str(text).map_err(|error| ObjectivesError::Toml(error.to_string()))?;
        objectives.validate()?;
        Ok(objectives)
    }

    /// `config_hash` of a decision: `sha256("trimtab.objectives.v1" ‖ borsh)`.
    pub fn hash(&self) -> Hash {
        Hash::of_borsh("trimtab.objectives.v1", self)
    }

    /// Refuses numbers with which the search or the gate would mean nothing.
    pub fn validate(&self) -> Result<(), ObjectivesError> {
        let search = &self.search;
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let rules = [
            ("search.horizon_days", (1..=twin::MAX_STEPS as u32).contains(&search.horizon_days), "1 to 400"),
            ("search.effect_days", (1..=search.horizon_days).contains(&search.effect_days), "1 to horizon_days"),
            ("search.agents", (8..=10_000).contains(&search.agents), "8 to 10 000"),
            ("search.seeds", (10..=10_000).contains(&search.seeds), "10 to 10 000"),
            ("search.worlds", (1..=search.seeds).contains(&search.worlds), "1 to seeds"),
            ("search.rewards", twin::rewards::is_sound(&search.rewards), "at most 10 000 together"),
            ("search.candidates", (1..=10_000).contains(&search.candidates), "1 to 10 000"),
            (
                "search.steps",
                search.steps.iter().all(|s| (0.0..=1.0).contains(&s.abs()) && *s != 0.0),
                "−1 to 1, not 0",
            ),
            ("search.lambda", (0.0..=100.0).contains(&search.lambda), "0 to 100"),
            ("search.tail", search.tail > 0.0 && search.tail <= 0.5, "above 0, at most 0.5"),
            ("targets", self.targets.all().iter().all(|x| x.is_finite()), "finite"),
            ("targets.volatility", self.targets.volatility > 0.0, "above 0"),
            ("targets.drawdown", self.targets.drawdown > 0.0, "above 0"),
            ("targets.turnover", self.targets.turnover > 0.0, "above 0"),
            ("weights", self.weights.all().iter().all(|x| (0.0..=1e6).contains(x)), "0 to 1 000 000"),
            ("constraints.staked_share_floor", share(self.constraints.staked_share_floor), "0 to 1"),
            ("constraints.net_inflation_ceiling", self.constraints.net_inflation_ceiling.is_finite(), "finite"),
            (
                "gate.max_age_periods",
                self.gate.max_age_periods.is_finite() && self.gate.max_age_periods > 0.0,
                "above 0",
            ),
            ("gate.min_age_secs", self.gate.min_age_secs >= 0, "0 or more"),
            ("gate.p_better", share(self.gate.p_better), "0 to 1"),
            ("gate.dead_band", self.gate.dead_band >= 0.0 && self.gate.dead_band.is_finite(), "0 or more"),
            ("gate.cool_down_periods", (0.0..=1e6).contains(&self.gate.cool_down_periods), "0 to 1 000 000"),
            ("gate.max_mase", self.gate.max_mase > 0.0 && self.gate.max_mase.is_finite(), "above 0"),
            ("gate.min_coverage", share(self.gate.min_coverage), "0 to 1"),
            ("detect", self.detect.all().iter().all(|x| *x > 0.0 && x.is_finite()), "above 0"),
        ];
        match rules.into_iter().find(|(_, holds, _)| !holds) {
            Some((field, _, required)) => Err(ObjectivesError::Range { field, required }),
            None => Ok(()),
        }
    }
}

impl Default for Objectives {
    fn default() -> Self {
        Self::parse(DEFAULT_TOML).expect("the committed objectives are valid (tested)")
    }
}

impl Targets {
    fn all(&self) -> [f64; 9] {
        let Self {
            staked_share,
            net_inflation,
            volatility,
            drawdown,
            retention,
            turnover,
            participation,
            treasury_income,
            contributors_income,
        } = self;
        [
            *staked_share,
            *net_inflation,
            *volatility,
            *drawdown,
            *retention,
            *turnover,
            *participation,
            *treasury_income,
            *contributors_income,
        ]
    }
}

impl Weights {
    fn all(&self) -> [f64; 10] {
        let Self {
            staked_share,
            net_inflation,
            volatility,
            drawdown,
            retention,
            turnover,
            participation,
            treasury_income,
            contributors_income,
            fairness,
        } = self;
        [
            *staked_share,
            *net_inflation,
            *volatility,
            *drawdown,
            *retention,
            *turnover,
            *participation,
            *treasury_income,
            *contributors_income,
            *fairness,
        ]
    }
}

impl DetectSpec {
    fn all(&self) -> [f64; 6] {
        let Self { z_warn, z_veto, circular_warn, circular_veto, concentration, liquidity_drop, holds_by_anybody: _ } =
            self;
        [*z_warn, *z_veto, *circular_warn, *circular_veto, *concentration, *liquidity_drop]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_objectives_are_valid_and_have_a_stable_name() {
        let objectives = Objectives::default();
        assert_eq!(objectives.hash(), Objectives::parse(DEFAULT_TOML).unwrap().hash());
        let mut other = objectives.clone();
        other.gate.p_better = 0.8;
        assert_ne!(objectives.hash(), other.hash());
    }

    #[test]
    fn unusable_objectives_are_refused_with_the_field_that_is_wrong() {
        let text = DEFAULT_TOML.replace("p_better = 0.9", "p_better = 1.5");
        assert!(Objectives::parse(&text).unwrap_err().to_string().contains("gate.p_better"));
        assert!(Objectives::parse("nonsense").unwrap_err().to_string().contains("TOML"));
        assert!(Objectives::parse(&DEFAULT_TOML.replace("tail = 0.1", "tail = nan")).is_err());
    }
}
