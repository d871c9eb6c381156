//! `trimtab oracle bench`: how long a whole decision takes.

use std::{path::Path, time::Instant};

use clap::Args;
use serde::Serialize;

use super::{
    CliError,
    output::{print, print_json},
};
use crate::{
    audit::Log,
    decision::{Decision, Inputs, decide, seed_for},
    features::{self, periods_in},
    forecast,
    hash::Hash,
    objectives::Objectives,
    segment,
    snapshot::{Snapshot, example},
};

const EXAMPLES: &str = "Examples:
  trimtab oracle bench --json
  trimtab oracle bench --data out --threads 1
  RAYON_NUM_THREADS=2 trimtab oracle bench --wallets 50000

Without --data an economy of 60 days is made up; seconds are those of the clock on the wall.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct DecideBenchArgs {
    /// Wallets of the made-up economy.
    #[arg(long, default_value_t = 500)]
    wallets: usize,
    /// Threads; all when absent.
    #[arg(long)]
    threads: Option<usize>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    wallets: usize,
    periods: usize,
    threads: usize,
    /// Candidates that were played, runs of each, worlds over which they were spread, days of a run.
    candidates: u32,
    seeds: u32,
    worlds: u32,
    days: u32,
    /// Features, segments (with those of the snapshot before) and forecasts alone.
    features_secs: f64,
    segments_secs: f64,
    forecasts_secs: f64,
    /// The whole decision: features, signals, forecasts, segments, fit of the worlds, search, judgement with fresh luck, rewards, gate, record.
    seconds: f64,
    record_bytes: usize,
    /// Equal hashes are equal records, whatever the threads.
    hash: Hash,
}

impl DecideBenchArgs {
    /// Decides once, on the newest snapshot of `folder` or on a made-up economy.
    pub fn run(&self, folder: Option<&Path>) -> Result<(), CliError> {
        let threads = self.threads.unwrap_or_else(rayon::current_num_threads).max(1);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| CliError::Failed(format!("failed to start {threads} threads: {error}")))?;
        let snapshot = match folder {
            Some(folder) => newest(folder)?,
            None => example::economy(60, self.wallets, 1),
        };
        let report = pool.install(|| measured(&snapshot, threads));
        if self.json {
            print_json(&report);
        } else {
            let Report { seconds, candidates, seeds, worlds, wallets, .. } = &report;
            print(&format!(
                "{seconds:.2} s for a decision: {candidates} candidates × {seeds} seeds in {worlds} worlds of {wallets} wallets on {threads} threads\nfeatures {:.3} s, segments {:.3} s, forecasts {:.3} s, record {} bytes, hash {}",
                report.features_secs, report.segments_secs, report.forecasts_secs, report.record_bytes, report.hash
            ));
        }
        Ok(())
    }
}

fn newest(folder: &Path) -> Result<Snapshot, CliError> {
    let log = Log::open(folder)?;
    let found = log.snapshot_before(log.head().0 + 1)?;
    found.ok_or_else(|| CliError::Wrong(format!("failed to find a decision in {}: the log is empty", folder.display())))
}

fn measured(snapshot: &Snapshot, threads: usize) -> Report {
    let objectives = Objectives::default();
    let (found, features_secs) = timed(|| features::build(snapshot));
    let (_, segments_secs) = timed(|| segment::segment(snapshot, &found, Some((snapshot, &found))));
    let steps = periods_in(objectives.search.effect_days, &snapshot.rules);
    let (_, forecasts_secs) = timed(|| forecast::forecast_all(&found, steps, 1));
    let seed = seed_for(Hash::ZERO, snapshot.hash());
    let inputs = Inputs {
        number: 1,
        parent: Hash::ZERO,
        snapshot,
        before: Some(snapshot),
        objectives: &objectives,
        forced_holds: 0,
        seed,
    };
    let ((decision, record_bytes, hash), seconds) = timed(|| {
        let decision = decide(&inputs);
        let (bytes, hash) = (decision.bytes().len(), decision.hash());
        (decision, bytes, hash)
    });
    let Decision { plan, .. } = decision;
    Report {
        wallets: snapshot.wallets.len(),
        periods: snapshot.periods.len(),
        threads,
        candidates: plan.admitted,
        seeds: plan.seeds,
        worlds: plan.worlds,
        days: objectives.search.horizon_days,
        features_secs,
        segments_secs,
        forecasts_secs,
        seconds,
        record_bytes,
        hash,
    }
}

#[allow(clippy::disallowed_methods, reason = "it measures")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let began = Instant::now();
    let done = work();
    (done, began.elapsed().as_secs_f64())
}
