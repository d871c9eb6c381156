//! Finding the free numbers of the rules: the same number of simulator calls for each, on training seeds only.

use {
    crate::{
        arms::{Arm, Contenders, RANGES, Tuning, objective},
        metrics::Values,
        stats,
    },
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
    twin::{Scenario, play_rule, rng, rule::Hold, world::World},
};

/// Arms with free numbers, and which of [`Tuning::values`] are theirs.
const FREE: [(Arm, &[usize]); 4] = [(Arm::B4, &[0, 1, 2]), (Arm::B5, &[3, 4, 5]), (Arm::B6, &[6]), (Arm::B7, &[7])];

/// What tuning has cost and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tuned {
    pub tuning: Tuning,
    /// Simulator calls spent on each arm.
    pub calls: u64,
    /// Probability that the chosen candidate is below the median elsewhere, by arm.
    pub overfitting: Vec<(Arm, Option<f64>)>,
}

/// Random search on a logarithmic scale: `candidates` per arm, each played in every scenario with every seed.
pub fn tune(scenarios: &[Scenario], seeds: std::ops::Range<u64>, candidates: u32) -> Tuned {
    let runs: Vec<(&Scenario, u64)> = scenarios.iter().flat_map(|s| seeds.clone().map(move |seed| (s, seed))).collect();
    let bases: Vec<Values> = runs.par_iter().map(|(scenario, seed)| hold(scenario, *seed)).collect();
    let mut tuning = Tuning::default();
    let mut overfitting = Vec::new();
    for (arm, free) in FREE {
        let tries: Vec<Tuning> = (0..candidates).map(|n| candidate(&tuning, arm, free, n)).collect();
        let scores: Vec<Vec<f64>> = tries
            .par_iter()
            .map(|tuning| runs.iter().zip(&bases).map(|(run, base)| score(arm, tuning, run, base)).collect())
            .collect();
        let means: Vec<f64> = scores.iter().map(|row| stats::mean(row).unwrap_or(f64::NEG_INFINITY)).collect();
        let best = (0..tries.len()).max_by(|a, b| means[*a].total_cmp(&means[*b]));
        tuning = best.map_or(tuning, |place| tries[place]);
        overfitting.push((arm, stats::probability_of_overfitting(&blocks(&scores))));
    }
    Tuned { tuning, calls: u64::from(candidates) * runs.len() as u64, overfitting }
}

/// Candidate 0 is the source's own order of magnitude.
fn candidate(tuning: &Tuning, arm: Arm, free: &[usize], number: u32) -> Tuning {
    let mut values = tuning.values();
    let mut draws = rng::Stream::new(0x7E57, arm as u64).draws(number, 0);
    for place in free.iter().filter(|_| number > 0) {
        let (low, high) = RANGES[*place];
        values[*place] = low * libm::pow(high / low, draws.uniform());
    }
    Tuning::from_values(values)
}

fn hold(scenario: &Scenario, seed: u64) -> Values {
    Values::of(&play_rule(&mut World::new(scenario), scenario, &mut Hold, seed, 0), scenario.steps)
}

fn score(arm: Arm, tuning: &Tuning, run: &(&Scenario, u64), base: &Values) -> f64 {
    let (scenario, seed) = *run;
    let Some(mut rule) = Contenders::baselines(tuning).rule(arm, seed, 0) else {
        return f64::NEG_INFINITY;
    };
    let outcome = play_rule(&mut World::new(scenario), scenario, rule.as_mut(), seed, 0);
    objective(&Values::of(&outcome, scenario.steps), base)
}

/// Eight blocks of runs, as the cross-validation wants them.
fn blocks(scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let block = |row: &[f64], number: usize| {
        let chosen: Vec<f64> = row.iter().skip(number).step_by(8).copied().collect();
        stats::mean(&chosen).unwrap_or(0.0)
    };
    scores.iter().map(|row| (0..8).map(|number| block(row, number)).collect()).collect()
}
