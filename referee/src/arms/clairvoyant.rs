//! B9: what could have been reached in a run by someone who knew it beforehand.

use {
    super::target::Target,
    crate::metrics::Values,
    twin::{
        Scenario, play_rule,
        rewards::{SEGMENTS, Weights},
        rng,
        rule::{Hold, Rule},
        world::World,
    },
};

/// A search over constant targets with the very luck of the run that is judged.
#[derive(Debug, Clone, Copy)]
pub struct Clairvoyant {
    /// Targets tried; doing nothing and what the other arms did are always tried as well.
    pub candidates: u32,
}

/// Agent number of its draws, out of the way of every agent of the twin.
const SEARCH: u32 = u32::MAX - 1;

impl Clairvoyant {
    /// The figures with the highest `objective` against holding, among those of `others`, which had the same luck, and of the search.
    ///
    /// So no arm is ahead of it in any run.
    pub fn play(&self, world: &mut World, scenario: &Scenario, seed: u64, run: u64, others: &[Values]) -> Values {
        let mut figures =
            |rule: &mut dyn Rule| Values::of(&play_rule(world, scenario, rule, seed, run), scenario.steps);
        let base = figures(&mut Hold);
        let mut best = (0.0, base);
        let mut consider = |values: Values| {
            let score = objective(&values, &base);
            if score > best.0 {
                best = (score, values);
            }
        };
        others.iter().copied().for_each(&mut consider);
        (0..self.candidates).for_each(|candidate| consider(figures(&mut draw(seed, run, candidate))));
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
        gauges: [0.6 + 0.3 * draws.uniform(), 0.05 + 0.25 * draws.uniform()],
        rewards: split(std::array::from_fn(|_| draws.uniform())),
    }
}

/// The whole gauge, dealt in proportion.
fn split(parts: [f64; SEGMENTS]) -> Weights {
    let sum: f64 = parts.iter().sum();
    parts.map(|part| (1e4 * part / sum.max(f64::MIN_POSITIVE)) as u16)
}

/// Mean improvement over `base` across the primary metrics, each as a share of the base and within ±1,
/// less one for every broken constraint; above 0 is better than the base.
pub fn objective(values: &Values, base: &Values) -> f64 {
    values.gain(base) - values.broken_constraints(base)
}
