//! Runs of a scenario, one or many.

use std::ops::Range;

use economics::policy::Move;
use rayon::prelude::*;

use crate::{
    MAX_STEPS,
    outcome::Outcome,
    reading::Reading,
    rng::Stream,
    rule::{Hold, Rule},
    scenario::Scenario,
    world::World,
};

/// Outcomes of one candidate, run by run; run `n` of every candidate has the same luck.
pub type Paired = Vec<Outcome>;

/// One run in a world that is reused, with moves that the caller has admitted.
pub fn play(world: &mut World, scenario: &Scenario, moves: &[Move], seed: u64, run: u64) -> Outcome {
    world.reset(scenario);
    world.give(moves);
    days(world, scenario, &mut Hold, Stream::new(seed, run), |_| ())
}

/// One run that a rule steers.
pub fn play_rule(world: &mut World, scenario: &Scenario, rule: &mut dyn Rule, seed: u64, run: u64) -> Outcome {
    play_daily(world, scenario, rule, seed, run, |_| ())
}

/// The same, showing the true figures at the end of each day.
pub fn play_daily(
    world: &mut World,
    scenario: &Scenario,
    rule: &mut dyn Rule,
    seed: u64,
    run: u64,
    see: impl FnMut(&Reading),
) -> Outcome {
    world.reset(scenario);
    days(world, scenario, rule, Stream::new(seed, run), see)
}

fn days(
    world: &mut World,
    scenario: &Scenario,
    rule: &mut dyn Rule,
    stream: Stream,
    mut see: impl FnMut(&Reading),
) -> Outcome {
    for day in 0..scenario.steps.min(MAX_STEPS as u32) {
        see(&world.day(rule, stream, day, day + 1 == scenario.mark));
    }
    world.outcome()
}

/// All candidates (an empty list of moves is holding) with the same `runs` seeds, in parallel; the order of the results does not depend on threads.
pub fn play_all(scenario: &Scenario, candidates: &[Vec<Move>], seed: u64, runs: u32) -> Vec<Paired> {
    let runs = runs.max(1) as usize;
    let played = in_parallel(scenario, candidates.len() * runs, |world, job| {
        play(world, scenario, &candidates[job / runs], seed, (job % runs) as u64)
    });
    played.chunks(runs).map(<[Outcome]>::to_vec).collect()
}

/// Runs of a rule, in parallel and in the order of `runs`; `make` gives a fresh rule for each.
pub fn play_rules<R: Rule>(
    scenario: &Scenario,
    make: impl Fn(u64) -> R + Sync,
    seed: u64,
    runs: Range<u64>,
) -> Vec<Outcome> {
    let count = runs.end.saturating_sub(runs.start) as usize;
    in_parallel(scenario, count, |world, job| {
        let run = runs.start + job as u64;
        play_rule(world, scenario, &mut make(run), seed, run)
    })
}

fn in_parallel(scenario: &Scenario, jobs: usize, play: impl Fn(&mut World, usize) -> Outcome + Sync) -> Vec<Outcome> {
    // Small jobs share a world; large ones are dealt one by one.
    let together = (200_000 / (scenario.agents.len() * scenario.steps as usize).max(1)).clamp(1, 8);
    (0..jobs)
        .into_par_iter()
        .with_min_len(together)
        .map_init(|| World::vacant(scenario), |world, job| play(world, job))
        .collect()
}
