//! Runs of a pack, and what a set of them is worth against holding still.

use {
    super::{
        arms::Steer,
        metrics::{Metric, metrics, values},
    },
    crate::learn::Evaluation,
    rayon::prelude::*,
    referee::{metrics::Role, stats},
    twin::{
        Scenario,
        packs::{self, Kind},
        play_rule,
        world::World,
    },
};

/// Seed of the traits of agents: who lives in a scenario is the same in all runs.
const TRAITS: u64 = 1;
/// Weight of the worst tenth of runs in the objective, and which part of the runs that is.
const LAMBDA: f64 = 0.25;
const TAIL: f64 = 0.1;

/// The pack's scenarios of these names, for `agents` agents of the economy.
pub fn scenarios(kind: Kind, names: &[&str], agents: usize) -> Vec<Scenario> {
    let full = |name: &&str| format!("{}/{name}", kind.name());
    let built = |name: String| packs::built_in(&name).and_then(Result::ok).map(|file| file.build(agents, TRAITS));
    names.iter().map(full).filter_map(built).collect()
}

/// The figures of each (scenario, seed), in that order, whatever the number of threads.
pub fn play(kind: Kind, scenarios: &[Scenario], seeds: &[u64], steer: &Steer) -> Vec<Vec<f64>> {
    let jobs: Vec<(usize, u64)> =
        (0..scenarios.len()).flat_map(|place| seeds.iter().map(move |s| (place, *s))).collect();
    let run = |worlds: &mut Vec<Option<World>>, (place, seed): &(usize, u64)| {
        worlds.resize_with(scenarios.len(), || None);
        let scenario = &scenarios[*place];
        let world = worlds[*place].get_or_insert_with(|| World::new(scenario));
        let outcome = play_rule(world, scenario, steer.rule().as_mut(), *seed, 0);
        values(kind, &world.pack_metrics().unwrap_or_default(), &outcome)
    };
    jobs.par_iter().map_init(Vec::new, run).collect()
}

/// The objective of runs against those of holding still under the same luck: the mean gain over the primary metrics, less the worst tenth's weight;
/// the breach is what secondary metrics lose beyond their margin on average.
pub fn judge(kind: Kind, runs: &[Vec<f64>], bases: &[Vec<f64>]) -> Evaluation {
    let table = metrics(kind);
    let gains: Vec<f64> = runs.iter().zip(bases).map(|(own, base)| gain(table, own, base)).collect();
    let mean = stats::mean(&gains).unwrap_or(f64::NEG_INFINITY);
    let worst = stats::cvar_low(&gains, TAIL).unwrap_or(mean);
    let loss = |place: usize| {
        let of = |(own, base): (&Vec<f64>, &Vec<f64>)| table[place].gain(own[place], base[place]);
        let mean = stats::mean(&runs.iter().zip(bases).filter_map(of).collect::<Vec<f64>>()).unwrap_or(0.0);
        (-mean - table[place].margin).max(0.0)
    };
    let secondary = (0..table.len()).filter(|place| table[*place].role == Role::Secondary);
    Evaluation { score: mean + LAMBDA * worst.min(0.0), objectives: Vec::new(), violation: secondary.map(loss).sum() }
}

/// Mean signed gain over the primary metrics in one run, each within ±1.
fn gain(table: &[Metric], own: &[f64], base: &[f64]) -> f64 {
    let rows = table.iter().zip(own.iter().zip(base)).filter(|(metric, _)| metric.role == Role::Primary);
    let gains: Vec<f64> = rows
        .filter_map(|(metric, (own, base))| Some((metric.gain(*own, *base)? / metric.scale).clamp(-1.0, 1.0)))
        .collect();
    stats::mean(&gains).unwrap_or(0.0)
}
