//! One arm against one baseline in one metric.

use {
    super::Method,
    crate::{
        arms::Arm,
        cell::{Cell, Shift},
        metrics::{METRICS, Role},
        stats::{self, Interval},
    },
    serde::{Deserialize, Serialize},
    std::collections::BTreeMap,
};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    pub arm: Arm,
    pub baseline: Arm,
    pub shift: Shift,
    /// Its place in `METRICS`.
    pub metric: usize,
}

/// The answer. Effects are relative changes for ratios, differences in the metric's unit otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    pub baseline: Arm,
    pub shift: Shift,
    pub metric: String,
    pub role: Role,
    /// Pairs that could be compared, and pairs there were.
    pub pairs: usize,
    pub cells: usize,
    pub seeds: usize,
    /// Median of the effects of all pairs.
    pub median: Option<f64>,
    /// Bootstrap interval of the median, clustered by seed.
    pub interval: Option<Interval>,
    /// Wilcoxon signed-rank test over the mean effect of each seed, two-sided.
    pub p: Option<f64>,
    /// The same, corrected for all tests of this arm.
    pub p_holm: Option<f64>,
    /// Dominance of the arm's values over the baseline's, −1 to 1.
    pub cliffs_delta: Option<f64>,
}

/// Answers a question from the cells of its shift, without the interval.
pub fn effect(cells: &[Cell], question: &Question) -> Effect {
    let pairs = pairs(cells, question);
    let kept: Vec<_> = pairs.iter().filter(|pair| pair.change.is_some()).collect();
    let (arm, base): (Vec<f64>, Vec<f64>) = kept.iter().map(|pair| (pair.own, pair.other)).unzip();
    let clusters = clusters(&pairs);
    let per_seed: Vec<f64> = clusters.iter().filter_map(|changes| stats::mean(changes)).collect();
    let pooled: Vec<f64> = clusters.iter().flatten().copied().collect();
    Effect {
        baseline: question.baseline,
        shift: question.shift,
        metric: METRICS[question.metric].name.to_owned(),
        role: METRICS[question.metric].role,
        pairs: pooled.len(),
        cells: pairs.len(),
        seeds: clusters.len(),
        median: stats::median(&pooled),
        interval: None,
        p: stats::wilcoxon(&per_seed).map(|test| test.p),
        p_holm: None,
        cliffs_delta: stats::cliffs_delta(&arm, &base),
    }
}

/// The bootstrap interval of the median effect, clustered by seed.
pub fn interval(cells: &[Cell], question: &Question, method: &Method) -> Option<Interval> {
    stats::bca(&clusters(&pairs(cells, question)), method.level, method.resamples, 0)
}

/// Arm and baseline in one cell.
struct Pair {
    seed: u64,
    own: f64,
    other: f64,
    /// `None` if the two cannot be compared.
    change: Option<f64>,
}

fn pairs(cells: &[Cell], question: &Question) -> Vec<Pair> {
    let metric = METRICS[question.metric];
    let shifted = cells.iter().filter(|cell| cell.key.shift == question.shift);
    shifted
        .filter_map(|cell| {
            let own = cell.of(question.arm)?.0[question.metric];
            let other = cell.of(question.baseline)?.0[question.metric];
            Some(Pair { seed: cell.key.seed, own, other, change: metric.contrast.of(own, other) })
        })
        .collect()
}

/// Effects by seed, in the order of the seeds.
fn clusters(pairs: &[Pair]) -> Vec<Vec<f64>> {
    let mut by_seed = BTreeMap::<u64, Vec<f64>>::new();
    for pair in pairs {
        if let Some(change) = pair.change {
            by_seed.entry(pair.seed).or_default().push(change);
        }
    }
    by_seed.into_values().collect()
}
