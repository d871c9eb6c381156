//! `trimtab twin run|bench`.

mod bench;
mod run;

use std::path::{Path, PathBuf};

use ::twin::{
    Outcome, Scenario,
    file::{self, FileError, ScenarioFile},
};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::CliError;
use crate::hash::Hash;

/// Play a token economy of many agents: scenarios as files, the chain's own arithmetic.
#[derive(Args)]
#[command(after_help = "Examples:
  trimtab twin run bear
  trimtab twin bench")]
pub struct TwinArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Play a scenario many times and tell how it went.
    Run(run::RunArgs),
    /// Measure speed: agent steps per second and core, bytes per agent, a thousand runs.
    Bench(bench::BenchArgs),
}

impl TwinArgs {
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Run(args) => args.run(),
            Command::Bench(args) => args.run(),
        }
    }
}

/// Which economy is played.
#[derive(Args, Debug)]
struct EconomyArgs {
    /// A name (calm, bull, bear, flash_crash, liquidity_run, unlock_cliff, mercenary_exit, validator_exit, wash_attack, governance_capture, stale_data) or a TOML file.
    #[arg(value_name = "SCENARIO", default_value = "calm")]
    scenario: String,
    /// File with [[agents]] that takes the place of the scenario's mix.
    #[arg(long, value_name = "FILE")]
    mix: Option<PathBuf>,
    /// File with [[shock]] that is added to the scenario's; may be given several times.
    #[arg(long, value_name = "FILE")]
    shocks: Vec<PathBuf>,
    /// Days of a run; the scenario's when absent.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=::twin::MAX_STEPS as i64))]
    days: Option<u32>,
    /// Agents of a run.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    agents: u32,
    /// Number of runs.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    runs: Option<u32>,
    /// Luck of the runs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; all cores when absent. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1_024))]
    threads: Option<u16>,
}

/// Luck of the traits that are drawn once per agent.
const TRAITS: u64 = 1;

impl EconomyArgs {
    fn load(&self) -> Result<(String, Scenario), CliError> {
        let mut file = match file::built_in(&self.scenario) {
            Some(known) => known.map_err(|error| refused(Path::new(&self.scenario), &error))?,
            None => parsed(Path::new(&self.scenario), file::parse)?,
        };
        if let Some(path) = &self.mix {
            file.agents = parsed(path, file::mix)?;
        }
        for path in &self.shocks {
            file.shock.extend(parsed(path, file::shocks)?);
        }
        self.shorten(&mut file);
        Ok((file.name.clone(), file.build(self.agents as usize, TRAITS)))
    }

    fn shorten(&self, file: &mut ScenarioFile) {
        if let Some(days) = self.days {
            file.days = days;
            file.mark = file.mark.map(|mark| mark.min(days));
        }
    }

    fn pool(&self) -> Result<ThreadPool, CliError> {
        let threads = self.threads.map_or(0, usize::from);
        let made = ThreadPoolBuilder::new().num_threads(threads).build();
        made.map_err(|error| CliError::Failed(format!("failed to start the threads: {error}")))
    }
}

fn parsed<T>(path: &Path, parse: impl Fn(&str) -> Result<T, FileError>) -> Result<T, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let names: Vec<_> = file::BUILT_IN.iter().map(|(name, _)| *name).collect();
        CliError::Wrong(format!(
            "failed to read {}: {error}; expected a TOML file or one of {}",
            path.display(),
            names.join(", ")
        ))
    })?;
    parse(&text).map_err(|error| refused(path, &error))
}

fn refused(path: &Path, error: &FileError) -> CliError {
    CliError::Wrong(format!("failed to read {}, line {}: {}", path.display(), error.line, error.reason))
}

/// Names all figures of all runs: equal digests are equal bits.
fn digest(outcomes: &[Outcome]) -> String {
    Hash::of("trimtab.twin.v1", &[&serde_json::to_vec(outcomes).unwrap_or_default()]).to_string()
}

/// A bar on standard error; nothing where that is no terminal.
fn bar(of: u64, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len} {eta}").expect("the template is constant");
    ProgressBar::new(of).with_style(style.progress_chars("=> ")).with_message(what)
}
