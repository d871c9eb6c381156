//! What a policy is worth: constraints first, then the mean utility of its runs less the price of its tail.

use referee::{
    cell::Shift,
    metrics::{COUNT, MARGIN, METRICS, Metric, Role, Values},
    stats::{self, Contrast},
};

use super::Played;
use crate::learn::Evaluation;

/// Weight of the mean of the worst tenth of the runs.
pub const LAMBDA: f64 = 0.25;
/// That part of the runs.
const TAIL: f64 = 0.1;
/// Gain that is worth half of what any gain can be worth.
pub const HALF: f64 = 0.05;
/// Breaches that are let pass, in margins, so that a hair's breadth does not decide between candidates.
const TOLERANCE: f64 = 0.25;

/// The worth of a policy in many runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Mean utility of the runs, within ±1.
    pub mean: f64,
    /// Mean of the worst tenth of them, as a loss.
    pub cvar: f64,
    /// 0 where every constraint is kept, the larger the worse.
    pub violation: f64,
    /// What is violated under which shift, and by how many margins.
    pub breaches: Vec<(Shift, &'static str, f64)>,
    /// Effect on each metric over all runs, signed so that more is better.
    pub effects: [f64; COUNT],
}

impl Score {
    /// Judges runs, against B0 in the same ones.
    pub fn of(played: &[Played]) -> Self {
        let mut utilities: Vec<f64> = played.iter().map(utility).collect();
        let mean = stats::mean(&utilities).unwrap_or(f64::NEG_INFINITY);
        utilities.sort_by(f64::total_cmp);
        let tail = &utilities[..((utilities.len() as f64 * TAIL).ceil() as usize).min(utilities.len())];
        let breaches: Vec<_> = Shift::ALL.iter().flat_map(|shift| breaches(played, *shift)).collect();
        Self {
            mean,
            cvar: -stats::mean(tail).unwrap_or(f64::NEG_INFINITY),
            violation: (breaches.iter().map(|(_, _, margins)| margins).sum::<f64>() - TOLERANCE).max(0.0),
            breaches,
            effects: std::array::from_fn(|place| effect(played, place).map_or(0.0, |effect| effect.size)),
        }
    }

    /// Mean − λ·CVaR.
    pub fn value(&self) -> f64 {
        self.mean - LAMBDA * self.cvar
    }

    /// What learners rank by; the goals that NSGA-II trades off are the effects on the primary metrics and on inequality.
    pub fn evaluation(&self) -> Evaluation {
        let goal = |(metric, effect): (&Metric, &f64)| {
            (metric.role == Role::Primary || metric.name == "gini").then_some(*effect)
        };
        Evaluation {
            score: self.value(),
            objectives: METRICS.iter().zip(&self.effects).filter_map(goal).collect(),
            violation: self.violation,
        }
    }
}

/// What a relative gain is worth, within ±1: `g / (|g| + HALF)`, so that none, however large, pays for losses in all other metrics.
pub fn saturated(gain: f64) -> f64 {
    gain / (gain.abs() + HALF)
}

/// Utility of one run: what its gains over B0 in the primary metrics are worth, in the mean.
pub fn utility(run: &Played) -> f64 {
    let utilities: Vec<f64> = run.values.gains(&run.base).map(saturated).collect();
    stats::mean(&utilities).unwrap_or(0.0)
}

/// What is worse than B0 by more than the margin and a standard error, in margins; stricter than the judge, who looks at medians alone.
fn breaches(played: &[Played], shift: Shift) -> Vec<(Shift, &'static str, f64)> {
    let runs: Vec<Played> = played.iter().filter(|run| run.shift == shift).copied().collect();
    if runs.is_empty() {
        return Vec::new();
    }
    let judged = METRICS.iter().enumerate().filter(|(_, metric)| metric.role != Role::Control);
    let worse = judged.filter_map(|(place, metric)| {
        let found = effect(&runs, place)?;
        let beyond = (-(found.size + found.error) - MARGIN) / MARGIN;
        (beyond > 0.0).then_some((shift, metric.name, beyond))
    });
    worse.collect()
}

/// An effect, signed so that more is better, and the standard error of its mean.
struct Effect {
    size: f64,
    error: f64,
}

/// The worse of median and mean; counts of events by their median alone.
fn effect(runs: &[Played], place: usize) -> Option<Effect> {
    let metric = &METRICS[place];
    let pair = |run: &Played| contrast(metric, &run.values, &run.base, place);
    let mut changes: Vec<f64> = runs.iter().filter_map(pair).collect();
    changes.sort_by(f64::total_cmp);
    let median = changes.get(changes.len() / 2).copied()?;
    let mean = stats::mean(&changes)?;
    let variance = changes.iter().map(|change| (change - mean) * (change - mean)).sum::<f64>() / changes.len() as f64;
    let is_count = metric.name == "crunches";
    Some(Effect {
        size: if is_count { median } else { median.min(mean) },
        error: if is_count { 0.0 } else { (variance / changes.len() as f64).sqrt() },
    })
}

fn contrast(metric: &Metric, own: &Values, base: &Values, place: usize) -> Option<f64> {
    let change = metric.contrast.of(own.0[place], base.0[place])?;
    let most = if metric.contrast == Contrast::Ratio { 1.0 } else { f64::INFINITY };
    Some(if metric.higher_is_better { change } else { -change }.clamp(-most, most))
}
