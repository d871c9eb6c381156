//! `trimtab twin bench`.

use std::{fs, time::Instant};

use ::twin::{AGENT_BYTES, Outcome, Scenario, file, play_rule, rule::Hold, world::World};
use clap::Args;
use rayon::prelude::*;
use serde::Serialize;

use super::{EconomyArgs, TRAITS, bar, digest};
use crate::cli::{
    CliError,
    output::{print, print_json},
};

const EXAMPLES: &str = "Examples:
  trimtab twin bench
  trimtab twin bench --runs 100 --threads 1 --json
  trimtab twin bench bear --agents 500

One agent step is one agent's whole day: warm-up, cooldown, ladder, trade, stake, claim, vote.
Speed per core is the best of five rounds on one thread, per second of processor time; the runs then use all threads, by the clock on the wall.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct BenchArgs {
    #[command(flatten)]
    economy: EconomyArgs,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

const RUNS: u32 = 1_000;
const ROUNDS: u32 = 5;
/// Agent steps of a round, about half a second.
const ROUND: u64 = 10_000_000;

#[derive(Serialize)]
struct Report {
    scenario: String,
    /// Best round on one thread, per second of processor time.
    agent_steps_per_sec_per_core: f64,
    bytes_per_agent: usize,
    /// Hours of an economy without agents, per second and core: crowd, chain and figures alone.
    world_hours_per_sec_per_core: f64,
    agents: usize,
    days: u32,
    runs: u32,
    threads: usize,
    /// Seconds that the runs took, on the wall.
    seconds: f64,
    agent_steps_per_sec: f64,
    /// Equal digests are equal bits, whatever the threads.
    digest: String,
}

impl BenchArgs {
    pub fn run(self) -> Result<(), CliError> {
        let (name, scenario) = self.economy.load()?;
        let runs = self.economy.runs.unwrap_or(RUNS);
        let pool = self.economy.pool()?;
        let per_core = steps_per_sec(&scenario);
        let empty = file::built_in("calm").expect("calm is built in").map(|calm| calm.build(0, TRAITS));
        let empty = empty.map_err(|error| CliError::Failed(format!("failed to read calm: {error}")))?;
        let (seconds, outcomes) = pool.install(|| timed(|| all(&scenario, runs, self.economy.seed)));
        let steps = f64::from(runs) * f64::from(scenario.steps) * scenario.agents.len() as f64;
        let report = Report {
            scenario: name,
            agent_steps_per_sec_per_core: per_core,
            bytes_per_agent: AGENT_BYTES,
            world_hours_per_sec_per_core: hours_per_sec(&empty),
            agents: scenario.agents.len(),
            days: scenario.steps,
            runs,
            threads: pool.current_num_threads(),
            seconds,
            agent_steps_per_sec: steps / seconds,
            digest: digest(&outcomes),
        };
        if self.json {
            print_json(&report)
        } else {
            print(&text(&report))
        }
        Ok(())
    }
}

fn text(report: &Report) -> String {
    format!(
        "{:.1} M agent steps/s per core, {} bytes per agent, {:.1} M hours/s of an economy without agents\n{} runs of {} days with {} agents of {:?}: {:.2} s on {} threads, {:.1} M agent steps/s\ndigest {}",
        report.agent_steps_per_sec_per_core / 1e6,
        report.bytes_per_agent,
        report.world_hours_per_sec_per_core / 1e6,
        report.runs,
        report.days,
        report.agents,
        report.scenario,
        report.seconds,
        report.threads,
        report.agent_steps_per_sec / 1e6,
        report.digest,
    )
}

/// Seconds on the wall, and what the work gave.
#[allow(clippy::disallowed_methods, reason = "speed is what it measures")]
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64(), done)
}

/// Nanoseconds that this thread has been on a processor; the kernel says it where it is Linux.
fn on_processor() -> Option<f64> {
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

/// Seconds of processor time of `work`, or on the wall where the system does not tell.
fn processor_secs(work: impl FnOnce()) -> f64 {
    let before = on_processor();
    let (wall, ()) = timed(work);
    match before.zip(on_processor()) {
        Some((before, after)) if after > before => (after - before) / 1e9,
        _ => wall,
    }
}

fn steps_per_sec(scenario: &Scenario) -> f64 {
    let of_run = (scenario.agents.len() as u64 * u64::from(scenario.steps)).max(1);
    let runs = ROUND.div_ceil(of_run);
    (runs * of_run) as f64 / fastest(scenario, runs)
}

fn hours_per_sec(empty: &Scenario) -> f64 {
    const EMPTY_RUNS: u64 = 100;
    (EMPTY_RUNS * u64::from(empty.steps) * ::twin::HOURS as u64) as f64 / fastest(empty, EMPTY_RUNS)
}

/// Seconds of the fastest round of so many runs, on this thread.
fn fastest(scenario: &Scenario, runs: u64) -> f64 {
    let mut world = World::new(scenario);
    let mut round =
        || processor_secs(|| (0..runs).for_each(|run| _ = play_rule(&mut world, scenario, &mut Hold, 1, run)));
    (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min)
}

fn all(scenario: &Scenario, runs: u32, seed: u64) -> Vec<Outcome> {
    let bar = bar(runs.into(), "runs");
    let played = (0..u64::from(runs)).into_par_iter().map_init(
        || World::new(scenario),
        |world, run| {
            bar.inc(1);
            play_rule(world, scenario, &mut Hold, seed, run)
        },
    );
    let outcomes = played.collect();
    bar.finish_and_clear();
    outcomes
}
