//! Worlds to train in, each with the figures of static parameters under the same luck.

use std::ops::Range;

use rayon::prelude::*;
use referee::{cell::Shift, metrics::Values, suite::Suite};
use twin::{
    Scenario, play_rule,
    rule::{Hold, Rule},
    world::World,
};

/// One world and one luck.
struct Scene {
    shift: Shift,
    /// Place in the suite's list of scenarios.
    name: usize,
    seed: u64,
    world: Scenario,
    base: Values,
}

/// All worlds of a training, a choice or a test.
pub struct Bench {
    names: Vec<String>,
    scenes: Vec<Scene>,
}

/// A run, beside the run of static parameters in the same world with the same luck.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Played {
    pub shift: Shift,
    /// Place in [`Bench::names`].
    pub scenario: usize,
    pub seed: u64,
    pub values: Values,
    pub base: Values,
}

impl Bench {
    /// Every scenario of the suite under every shift with every seed; plays B0 in each.
    pub fn new(suite: &Suite, shifts: &[Shift], seeds: Range<u64>) -> Self {
        let names: Vec<String> = suite.scenarios.iter().map(|file| file.name.clone()).collect();
        let places = (0..names.len()).flat_map(|name| shifts.iter().map(move |shift| (name, *shift)));
        let places = places.flat_map(|(name, shift)| seeds.clone().map(move |seed| (name, shift, seed)));
        let places: Vec<(usize, Shift, u64)> = places.collect();
        let scene = |&(name, shift, seed): &(usize, Shift, u64)| {
            let world = suite.scenario(&names[name], shift, seed)?;
            let base = figures(&mut World::vacant(&world), &world, &mut Hold, seed);
            Some(Scene { shift, name, seed, world, base })
        };
        let scenes = places.par_iter().filter_map(scene).collect();
        Self { names, scenes }
    }

    /// Names of the scenarios.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Simulator calls that one policy takes.
    pub fn runs(&self) -> u64 {
        self.scenes.len() as u64
    }

    /// Plays a rule, made anew for each run, in every world; the order does not depend on threads.
    pub fn play(&self, make: impl Fn(u64) -> Box<dyn Rule + Send> + Sync) -> Vec<Played> {
        let play = |world: &mut World, scene: &Scene| Played {
            shift: scene.shift,
            scenario: scene.name,
            seed: scene.seed,
            values: figures(world, &scene.world, make(scene.seed).as_mut(), scene.seed),
            base: scene.base,
        };
        let first = || World::vacant(&self.scenes[0].world);
        self.scenes.par_iter().with_min_len(4).map_init(first, play).collect()
    }
}

fn figures(world: &mut World, scenario: &Scenario, rule: &mut dyn Rule, seed: u64) -> Values {
    Values::of(&play_rule(world, scenario, rule, seed, 0), scenario.steps)
}
