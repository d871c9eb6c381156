//! What a run of a pack is judged by.

use {
    referee::{metrics::Role, stats::Contrast},
    twin::{
        Outcome,
        packs::{Kind, Metrics},
    },
};

use {
    Contrast::{Difference, Ratio},
    Role::{Control, Primary, Secondary},
};

/// One figure of a run of a pack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metric {
    /// Name among the pack's own metrics, or of a figure of the economy under it.
    pub name: &'static str,
    pub title: &'static str,
    pub higher_is_better: bool,
    pub contrast: Contrast,
    pub role: Role,
    /// Change that counts as 1 in the objective of training; for a ratio the relative change itself counts.
    pub scale: f64,
    /// How much worse a secondary metric may be, relative or in its unit.
    pub margin: f64,
}

const fn metric(
    name: &'static str,
    title: &'static str,
    up: bool,
    contrast: Contrast,
    role: Role,
    scale: f64,
) -> Metric {
    Metric { name, title, higher_is_better: up, contrast, role, scale, margin: 0.02 }
}

const LENDING: [Metric; 9] = [
    metric("crunch_hours", "share of hours with at least 95 % lent out", false, Difference, Primary, 0.1),
    metric("unpaid", "share of withdrawals that could not be paid", false, Difference, Primary, 0.5),
    metric("borrow_volatility", "yearly deviation of the borrow rate's daily change", false, Ratio, Primary, 1.0),
    metric("supply_yield", "suppliers' yield per year, less losses", true, Difference, Primary, 0.05),
    metric("bad_debt", "debt that nothing covered, of what is lent", false, Difference, Secondary, 1.0),
    metric("lent", "debt, relative to the start", true, Ratio, Secondary, 1.0),
    metric("borrow_cost", "mean borrow rate per year", false, Difference, Secondary, 1.0),
    metric("liquidated", "debt repaid by liquidators, of what is lent", false, Difference, Control, 1.0),
    metric("reserves", "income of the protocol, quote", true, Ratio, Control, 1.0),
];

const GAME: [Metric; 9] = [
    metric(
        "reward_inflation",
        "reward tokens minted less burned per year, of the start's supply",
        false,
        Difference,
        Primary,
        1.0,
    ),
    metric("retention_90", "share of the first cohort still here on day 90", true, Ratio, Primary, 1.0),
    metric("reward_drawdown", "largest fall of the reward token's price", false, Ratio, Primary, 1.0),
    metric("reward_volatility", "yearly volatility of that price", false, Ratio, Primary, 1.0),
    metric("retention_30", "share of the first cohort still here on day 30", true, Ratio, Secondary, 1.0),
    metric("active", "people here, relative to the start", true, Ratio, Secondary, 1.0),
    metric("income", "an earner's income in money, relative to the start", true, Ratio, Secondary, 1.0),
    metric("reward_price", "the reward token's price at the end, relative to the start", true, Ratio, Control, 1.0),
    metric("burned_share", "burned of what was minted", true, Difference, Control, 1.0),
];

const NETWORK: [Metric; 10] = [
    metric("coverage", "what operators cover, relative to the start", true, Ratio, Primary, 1.0),
    metric(
        "income_variation",
        "deviation of operators' weekly income in money, of its mean",
        false,
        Ratio,
        Primary,
        1.0,
    ),
    metric("operators_kept", "share of the first operators running on day 90", true, Ratio, Primary, 1.0),
    metric("net_emission", "minted less burned for credits, of the supply, per year", false, Difference, Primary, 0.05),
    metric("served", "credits used per day", true, Ratio, Secondary, 1.0),
    metric("losing", "share of running operators at a loss", false, Difference, Secondary, 1.0),
    metric("drawdown", "largest fall of the token's price", false, Ratio, Secondary, 1.0),
    metric("secure_share", "share of days with at least half of the supply staked", true, Difference, Secondary, 1.0),
    metric("burned_to_minted", "burned of what was minted", true, Difference, Control, 1.0),
    metric("operator_margin", "operators' mean income beyond costs", true, Difference, Control, 1.0),
];

/// The metrics of a pack.
pub const fn metrics(kind: Kind) -> &'static [Metric] {
    match kind {
        Kind::Lending => &LENDING,
        Kind::Game => &GAME,
        Kind::Network => &NETWORK,
    }
}

/// The figures of a run, in the order of [`metrics`].
pub fn values(kind: Kind, own: &Metrics, run: &Outcome) -> Vec<f64> {
    let of = |metric: &Metric| match (kind.metrics().iter().position(|name| *name == metric.name), metric.name) {
        (Some(place), _) => own[place],
        (None, "drawdown") => run.drawdown,
        (None, "secure_share") => run.secure_share,
        (None, _) => f64::NAN,
    };
    metrics(kind).iter().map(of).collect()
}

impl Metric {
    /// How much better `own` is than `base`, positive is better: relative or in the metric's unit; `None` where they cannot be compared.
    pub fn gain(&self, own: f64, base: f64) -> Option<f64> {
        let change = self.contrast.of(own, base)?;
        Some(if self.higher_is_better { change } else { -change })
    }
}
