//! One number for a run, and one for many.
//!
//! Each criterion's loss is how far the run missed its target, relative to the target; being better than the target earns nothing.
//! The score is minus the weighted mean of the losses; 0 is perfect.

use twin::Outcome;

use super::{Alternative, Metric};
use crate::{
    objectives::{Objectives, Targets},
    snapshot::Change,
    units::micro,
};

/// Share of the runs that `worst5_gain` compares.
const WORST: f64 = 0.05;

/// Score of one run.
pub fn score(outcome: &Outcome, objectives: &Objectives) -> f64 {
    let (target, weight) = (&objectives.targets, &objectives.weights);
    let terms = [
        (weight.staked_share, shortfall(outcome.staked_share, target.staked_share)),
        (
            weight.net_inflation,
            (outcome.net_inflation - target.net_inflation).max(0.0) / target.net_inflation.abs().max(0.01),
        ),
        (weight.volatility, (outcome.volatility / target.volatility - 1.0).max(0.0)),
        (weight.drawdown, (outcome.drawdown / target.drawdown - 1.0).max(0.0)),
        (weight.retention, shortfall(outcome.retention, target.retention)),
        (weight.turnover, shortfall(outcome.turnover, target.turnover)),
        (weight.participation, shortfall(outcome.turnout_stake, target.participation)),
        (weight.treasury_income, shortfall(outcome.treasury_income, target.treasury_income)),
        (weight.contributors_income, shortfall(outcome.contributors_income, target.contributors_income)),
        (weight.fairness, (-worst_segment(outcome)).max(0.0)),
    ];
    let weights: f64 = terms.iter().map(|(weight, _)| weight).sum();
    let losses: f64 = terms.iter().map(|(weight, loss)| weight * loss).sum();
    if weights > 0.0 { -losses / weights } else { 0.0 }
}

fn shortfall(value: f64, target: f64) -> f64 {
    (target - value).max(0.0) / target.abs().max(1e-9)
}

/// Relative gain of the kind of agents that fares worst.
fn worst_segment(outcome: &Outcome) -> f64 {
    // Kinds that are absent have exactly 0.
    outcome.utility.iter().copied().filter(|u| *u != 0.0).fold(f64::INFINITY, f64::min).min(1.0)
}

/// Sums up a candidate's runs beside those of holding, which had the same luck.
pub fn summarise(
    by: &str,
    moves: &[Change],
    runs: &[Outcome],
    hold: &[Outcome],
    objectives: &Objectives,
) -> Alternative {
    let scores: Vec<f64> = runs.iter().map(|outcome| score(outcome, objectives)).collect();
    let base: Vec<f64> = hold.iter().map(|outcome| score(outcome, objectives)).collect();
    let value = value(&scores, objectives);
    let better: f64 = scores
        .iter()
        .zip(&base)
        .map(|(a, b)| {
            if a > b {
                1.0
            } else if a == b {
                0.5
            } else {
                0.0
            }
        })
        .sum();
    Alternative {
        by: by.into(),
        moves: moves.to_vec(),
        score: micro(value),
        mean: micro(mean(&scores)),
        cvar: micro(-worst(&scores, objectives.search.tail)),
        p_better: micro(better / scores.len().max(1) as f64),
        worst5_gain: micro(worst(&scores, WORST) - worst(&base, WORST)),
        gain: micro(value - self::value(&base, objectives)),
        breaks: broken(runs, hold, objectives),
        metrics: metrics(runs),
    }
}

/// `mean − λ·CVaR`, CVaR being the mean loss of the worst tail (Rockafellar and Uryasev 2000).
fn value(scores: &[f64], objectives: &Objectives) -> f64 {
    mean(scores) + objectives.search.lambda * worst(scores, objectives.search.tail)
}

/// Mean of the worst share of the scores; at least one of them.
fn worst(scores: &[f64], share: f64) -> f64 {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = ((scores.len() as f64 * share).ceil() as usize).clamp(1, scores.len().max(1));
    mean(sorted.get(..n).unwrap_or(&[]))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn mean_of(runs: &[Outcome], of: impl Fn(&Outcome) -> f64) -> f64 {
    mean(&runs.iter().map(of).collect::<Vec<_>>())
}

/// The hard constraint that is broken and not merely inherited from holding.
fn broken(runs: &[Outcome], hold: &[Outcome], objectives: &Objectives) -> Option<String> {
    let limit = &objectives.constraints;
    let [staked, staked_hold] = [runs, hold].map(|r| mean_of(r, |o| o.staked_share));
    let [inflation, inflation_hold] = [runs, hold].map(|r| mean_of(r, |o| o.net_inflation));
    if staked < limit.staked_share_floor && staked < staked_hold {
        return Some(format!("staked share {staked:.4} is below the floor {:.4}", limit.staked_share_floor));
    }
    if inflation > limit.net_inflation_ceiling && inflation > inflation_hold {
        return Some(format!("net inflation {inflation:.4} is above the ceiling {:.4}", limit.net_inflation_ceiling));
    }
    None
}

type Figure = (&'static str, fn(&Outcome) -> f64);

fn metrics(runs: &[Outcome]) -> Vec<Metric> {
    let figures: [Figure; 14] = [
        ("staked_share", |o| o.staked_share),
        ("net_inflation", |o| o.net_inflation),
        ("volatility", |o| o.volatility),
        ("drawdown", |o| o.drawdown),
        ("retention", |o| o.retention),
        ("turnover", |o| o.turnover),
        ("participation", |o| o.turnout_stake),
        ("treasury_income", |o| o.treasury_income),
        ("contributors_income", |o| o.contributors_income),
        ("fairness", worst_segment),
        ("fees", |o| o.fees),
        ("burned", |o| o.burned),
        ("minted", |o| o.minted),
        ("price", |o| o.price),
    ];
    let named = figures.iter().map(|(name, of)| (name.to_string(), mean_of(runs, of)));
    // Kinds that are absent have exactly 0 in every run.
    let present = |kind: &&twin::Kind| runs.iter().any(|o| o.utility[kind.index()] != 0.0);
    let by_kind = twin::Kind::ALL
        .iter()
        .filter(present)
        .map(|kind| (format!("utility of {}", kind.name()), mean_of(runs, |o| o.utility[kind.index()])));
    named.chain(by_kind).map(|(name, value)| Metric { name, value: micro(value) }).collect()
}

/// The targets beside the names of the metrics that they judge, for people.
pub fn targets(targets: &Targets) -> [(&'static str, f64); 9] {
    [
        ("staked_share", targets.staked_share),
        ("net_inflation", targets.net_inflation),
        ("volatility", targets.volatility),
        ("drawdown", targets.drawdown),
        ("retention", targets.retention),
        ("turnover", targets.turnover),
        ("participation", targets.participation),
        ("treasury_income", targets.treasury_income),
        ("contributors_income", targets.contributors_income),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn perfect() -> Outcome {
        Outcome {
            staked_share: 0.9,
            retention: 1.0,
            turnover: 9.0,
            turnout_stake: 1.0,
            treasury_income: 1.0,
            contributors_income: 1.0,
            utility: [0.1; twin::KINDS],
            ..Outcome::default()
        }
    }

    #[test]
    fn meeting_every_target_scores_zero_and_any_miss_scores_less() {
        let objectives = Objectives::default();
        assert_eq!(score(&perfect(), &objectives), 0.0);
        let misses: [fn(&mut Outcome); 10] = [
            |o| o.staked_share = 0.1,
            |o| o.net_inflation = 0.2,
            |o| o.volatility = 3.0,
            |o| o.drawdown = 0.9,
            |o| o.retention = 0.1,
            |o| o.turnover = 0.0,
            |o| o.turnout_stake = 0.0,
            |o| o.treasury_income = 0.0,
            |o| o.contributors_income = 0.0,
            |o| o.utility[2] = -0.5,
        ];
        for miss in misses {
            let mut outcome = perfect();
            miss(&mut outcome);
            assert!(score(&outcome, &objectives) < 0.0);
        }
    }

    #[test]
    fn the_tail_weighs_more_than_the_mean_tells() {
        let objectives = Objectives::default();
        let steady = [-0.1; 10];
        let mut risky = [0.0; 10];
        risky[3] = -1.0;
        assert!(value(&risky, &objectives) < value(&steady, &objectives));
        assert_eq!(mean(&risky), -0.1);
    }

    #[test]
    fn a_constraint_is_broken_only_by_making_things_worse() {
        let objectives = Objectives::default();
        let low = |share| vec![Outcome { staked_share: share, ..perfect() }; 3];
        assert!(broken(&low(0.1), &low(0.2), &objectives).is_some());
        assert!(broken(&low(0.2), &low(0.1), &objectives).is_none());
        assert!(broken(&low(0.5), &low(0.6), &objectives).is_none());
    }

    #[test]
    fn holding_compared_with_itself_gains_nothing() {
        let runs = vec![perfect(); 20];
        let same = summarise("", &[], &runs, &runs, &Objectives::default());
        assert_eq!((same.gain, same.worst5_gain, same.p_better), (0, 0, 500_000));
    }
}
