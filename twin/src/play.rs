//! Runs of a scenario, one or many.

use economics::policy::Move;
use rayon::prelude::*;

use crate::{MAX_STEPS, outcome::Outcome, rng::Stream, scenario::Scenario, world::World};

/// Outcomes of one candidate, run by run; run `n` of every candidate has the same luck.
pub type Paired = Vec<Outcome>;

/// One run in a world that is reused.
pub fn play(world: &mut World, scenario: &Scenario, moves: &[Move], seed: u64, run: u64) -> Outcome {
    world.reset(scenario);
    let stream = Stream::new(seed, run);
    for day in 0..scenario.steps.min(MAX_STEPS as u32) {
        world.step(moves, stream, day, day + 1 == scenario.mark);
    }
    world.outcome()
}

/// All candidates (an empty list of moves is holding) with the same `runs` seeds, in parallel; the order of the results does not depend on threads.
pub fn play_all(scenario: &Scenario, candidates: &[Vec<Move>], seed: u64, runs: u32) -> Vec<Paired> {
    let runs = runs.max(1) as usize;
    let jobs = candidates.len() * runs;
    let played: Vec<Outcome> = (0..jobs)
        .into_par_iter()
        .with_min_len(8)
        .map_init(
            || World::new(scenario),
            |world, job| play(world, scenario, &candidates[job / runs], seed, (job % runs) as u64),
        )
        .collect();
    played.chunks(runs).map(<[Outcome]>::to_vec).collect()
}
