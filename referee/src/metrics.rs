//! What a run is judged by.

use {
    crate::stats::Contrast,
    serde::{Deserialize, Serialize},
    twin::Outcome,
};

/// One figure of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// Stable name, as in result files.
    pub name: &'static str,
    pub title: &'static str,
    /// Whether a larger value is better.
    pub higher_is_better: bool,
    pub contrast: Contrast,
    pub role: Role,
    /// The field's unproved claim as a relative change in per mille; 0 for none.
    pub claim_permille: i32,
}

/// What a metric decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Improvement is the goal; tested and corrected for being one of many.
    Primary,
    /// Must not get worse by more than the margin.
    Secondary,
    /// Shown, not judged: how the arm behaves.
    Control,
}

use {
    Contrast::{Difference, Ratio},
    Role::{Control, Primary, Secondary},
};

const fn metric(
    name: &'static str,
    title: &'static str,
    up: bool,
    contrast: Contrast,
    role: Role,
    claim: i32,
) -> Metric {
    Metric { name, title, higher_is_better: up, contrast, role, claim_permille: claim }
}

/// Figures per run.
pub const COUNT: usize = 20;

/// All metrics, in the order of [`Values`].
pub const METRICS: [Metric; COUNT] = [
    metric("volatility", "annualised volatility of hourly log price after day 7", false, Ratio, Primary, -450),
    metric("drawdown", "maximum drawdown of the price", false, Ratio, Primary, -600),
    metric("retention", "share of the first cohort active at day 90", true, Ratio, Primary, 340),
    metric("capital_efficiency", "organic volume per liquidity and day", true, Ratio, Primary, 420),
    metric("participation", "turnout per proposal, by stake", true, Ratio, Primary, 280),
    metric("inflation", "(minted − burned) / supply per year", false, Ratio, Primary, -670),
    metric("risk_adjusted_yield", "real staking yield over its standard deviation", true, Ratio, Primary, 280),
    metric("drawdown_tail", "mean of the worst 5 % of 30-day drawdowns", false, Ratio, Secondary, 0),
    metric("fees_per_tvl", "fees over value locked, per year", true, Ratio, Secondary, 0),
    metric("treasury_income", "what the treasury receives, per year and supply", true, Ratio, Secondary, 0),
    metric("turnout_heads", "turnout per proposal, by head", true, Ratio, Secondary, 0),
    metric("secure_share", "share of days with at least half of the supply staked", true, Difference, Secondary, 0),
    metric("validators_lost", "share of validators gone or running at a loss", false, Difference, Secondary, 0),
    metric("worst_decile", "relative gain of the worst-off decile of wallets", true, Difference, Secondary, 0),
    metric("gini", "Gini coefficient of wallets at the end", false, Ratio, Secondary, 0),
    metric("crunches", "liquidity crunches", false, Difference, Secondary, 0),
    metric("changes_per_month", "executed changes per 30 days", false, Difference, Control, 0),
    metric("flips", "changes of direction per executed change", false, Difference, Control, 0),
    metric("refused", "proposals refused, per proposal asked", false, Difference, Control, 0),
    metric("holds", "share of decisions that hold", true, Difference, Control, 0),
];

/// Where the metric called `name` stands in [`METRICS`] and [`Values`].
pub fn place(name: &str) -> Option<usize> {
    METRICS.iter().position(|metric| metric.name == name)
}

/// The figures of one run, in the order of [`METRICS`]; NaN where a run has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Values(#[serde(with = "cells")] pub [f64; COUNT]);

/// Largest share of days below half staked, and of validators lost, that the constraints allow.
const SECURE_SHARE: f64 = 0.95;
const VALIDATORS_LOST: f64 = 0.03;
/// Margin of non-inferiority, also of the worst decile.
pub const MARGIN: f64 = 0.02;

impl Values {
    /// The figure called `name`; NaN if there is none.
    pub fn get(&self, name: &str) -> f64 {
        place(name).map_or(f64::NAN, |place| self.0[place])
    }

    /// Signed relative improvements over `base` in the primary metrics that both runs have, each within ±1.
    pub fn gains(&self, base: &Self) -> impl Iterator<Item = f64> {
        let rows = METRICS.iter().zip(self.0.into_iter().zip(base.0));
        rows.filter(|(metric, _)| metric.role == Primary).filter_map(|(metric, (own, base))| {
            let change = metric.contrast.of(own, base)?;
            Some(if metric.higher_is_better { change } else { -change }.clamp(-1.0, 1.0))
        })
    }

    /// The mean of [`Values::gains`]; 0 where nothing can be compared.
    pub fn gain(&self, base: &Self) -> f64 {
        crate::stats::mean(&self.gains(base).collect::<Vec<f64>>()).unwrap_or(0.0)
    }

    /// How many constraints are broken that `base` kept, or kept better.
    pub fn broken_constraints(&self, base: &Self) -> f64 {
        let worse = |name: &str, limit: f64, sign: f64| {
            let (own, base) = (self.get(name) * sign, base.get(name) * sign);
            own < limit * sign && own < base
        };
        let decile = self.get("worst_decile") < base.get("worst_decile") - MARGIN;
        let broken =
            [worse("secure_share", SECURE_SHARE, 1.0), worse("validators_lost", VALIDATORS_LOST, -1.0), decile];
        broken.into_iter().filter(|broken| *broken).count() as f64
    }
}

impl Values {
    /// The figures of a run of `days`.
    pub fn of(run: &Outcome, days: u32) -> Self {
        let control = &run.control;
        let per = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        let turnout = |value: f64| if run.proposals == 0 { f64::NAN } else { value };
        Self([
            run.volatility_hourly,
            run.drawdown,
            run.retention_90,
            run.capital_efficiency,
            turnout(run.turnout_stake),
            run.net_inflation,
            run.yield_real / run.yield_real_sd.max(1e-9),
            run.drawdown30_cvar5,
            run.fees_tvl,
            run.treasury_income,
            turnout(run.turnout_heads),
            run.secure_share,
            run.validators_lost,
            run.deciles.iter().copied().fold(f64::INFINITY, f64::min),
            run.gini,
            f64::from(run.crunches),
            f64::from(control.executed) * 30.0 / f64::from(days.max(1)),
            per(control.flips, control.moves),
            per(control.refused, control.asked.saturating_sub(control.held)),
            per(control.held, control.asked),
        ])
    }
}

/// JSON has no NaN: a missing figure is `null`. The others are text, the shortest that reads back to the same bits, because JSON readers
/// may be off by the last one.
mod cells {
    use {
        super::COUNT,
        serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error},
    };

    pub fn serialize<S: Serializer>(values: &[f64; COUNT], to: S) -> Result<S::Ok, S::Error> {
        values.map(|value| value.is_finite().then(|| value.to_string())).to_vec().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[f64; COUNT], D::Error> {
        let read = Vec::<Option<String>>::deserialize(from)?;
        let values = read.into_iter().map(|text| text.map_or(Ok(f64::NAN), |text| text.parse()));
        let values: Vec<f64> = values.collect::<Result<_, _>>().map_err(D::Error::custom)?;
        values.try_into().map_err(|wrong: Vec<f64>| D::Error::custom(format!("{} figures, not {COUNT}", wrong.len())))
    }
}
