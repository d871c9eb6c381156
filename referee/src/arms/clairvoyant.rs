//! B9: what could have been reached in a run by someone who knew it beforehand.

use {
    super::target::Target,
    crate::metrics::Values,
    twin::{Outcome, Scenario, play_rule, rng, rule::Hold, world::World},
};

/// A search over constant targets with the very luck of the run that is judged.
#[derive(Debug, Clone, Copy)]
pub struct Clairvoyant {
    /// Targets tried; doing nothing is always tried as well.
    pub candidates: u32,
}

/// Agent number of its draws, out of the way of every agent of the twin.
const SEARCH: u32 = u32::MAX - 1;

impl Clairvoyant {
    /// The outcome with the highest `objective` against holding.
    pub fn play(&self, world: &mut World, scenario: &Scenario, seed: u64, run: u64) -> Outcome {
        let hold = play_rule(world, scenario, &mut Hold, seed, run);
        let base = Values::of(&hold, scenario.steps);
        let mut best = (0.0, hold);
        for candidate in 0..self.candidates {
            let outcome = play_rule(world, scenario, &mut draw(seed, run, candidate), seed, run);
            let score = objective(&Values::of(&outcome, scenario.steps), &base);
            if score > best.0 {
                best = (score, outcome);
            }
        }
        best.1
    }
}

fn draw(seed: u64, run: u64, candidate: u32) -> Target {
    let mut draws = rng::Stream::new(seed ^ 0xB9, run).draws(SEARCH, candidate);
    Target {
        emission: 0.15 * draws.uniform(),
        fee_bps: 300.0 * draws.uniform(),
        burn: 0.1 + 0.7 * draws.uniform(),
        from_day: (draws.uniform() * 60.0) as u32,
    }
}

/// Mean improvement over `base` across the primary metrics, each as a share of the base and within ±1,
/// less one for every broken constraint; above 0 is better than the base.
pub fn objective(values: &Values, base: &Values) -> f64 {
    let gains: Vec<f64> = values.gains(base).collect();
    gains.iter().sum::<f64>() / gains.len().max(1) as f64 - values.broken_constraints(base)
}
