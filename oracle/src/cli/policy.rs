//! `trimtab policy list|show|train|check`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use mind::{
    policy::{FILES, Policy, built_in},
    train::{Manifest, Score},
    warn,
};
use referee::{
    arms::Arm,
    metrics::{METRICS, Role},
    registration::{Registration, identity},
    suite::Suite,
};

use super::{
    CliError,
    files::{make_folder, read, write, wrong},
    output::{note, print, print_json},
};
use crate::evaluation;

/// The learned policies: what they do, how they were made, and make them again.
#[derive(Args)]
#[command(after_help = "Examples:
  trimtab policy list
  trimtab policy show A4 --svg a4.svg
  trimtab policy train --arm A1 --out mine      the same file again, byte for byte
  trimtab policy check                          hashes, and what each is worth on the seeds of its choice")]
pub struct PolicyArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The committed policies and how they were made.
    List(ListArgs),
    /// A policy's numbers, and its curves as a drawing.
    Show(ShowArgs),
    /// Make policies again as the manifest says; takes minutes.
    Train(TrainArgs),
    /// Whether every file is what was trained and is worth what it was then; takes a minute.
    Check(CheckArgs),
}

#[derive(Args)]
#[command(after_help = "Examples:\n  trimtab policy list --json")]
struct ListArgs {
    /// JSON to standard output.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  trimtab policy show A4\n  trimtab policy show mine/A1.toml --svg a1.svg")]
struct ShowArgs {
    /// A committed policy's name, or a policy file.
    #[arg(value_name = "POLICY")]
    policy: String,
    /// JSON to standard output.
    #[arg(long)]
    json: bool,
    /// Where to draw every answer as a curve.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  trimtab policy train --arm A1 --out mine\n  trimtab policy train --budget 2000 --out quick\n  trimtab policy train --warnings --data data --out mine"
)]
struct TrainArgs {
    /// The arm; all of the manifest's when absent.
    #[arg(long)]
    arm: Option<Arm>,
    /// Simulator calls of each search; the manifest's when absent.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    budget: Option<u64>,
    /// The warnings instead of the policies.
    #[arg(long, conflicts_with_all = ["arm", "budget"])]
    warnings: bool,
    /// Folder of real data: its first file of labelled pumps teaches the warnings; without one their pumps stay as committed.
    #[arg(long, value_name = "DIR", requires = "warnings")]
    data: Option<PathBuf>,
    /// Folder to write policies and manifest into.
    #[arg(long, value_name = "DIR", default_value = "policies")]
    out: PathBuf,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  trimtab policy check")]
struct CheckArgs {
    /// JSON to standard output.
    #[arg(long)]
    json: bool,
}

impl PolicyArgs {
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::List(args) => args.run(),
            Command::Show(args) => args.run(),
            Command::Train(args) => args.run(),
            Command::Check(args) => args.run(),
        }
    }
}

impl ListArgs {
    fn run(self) -> Result<(), CliError> {
        let manifest = manifest()?;
        if self.json {
            print_json(&manifest);
            return Ok(());
        }
        for entry in &manifest.entries {
            let learner = entry.settings.learner.name();
            let start = entry.start.map_or("by hand".to_owned(), |start| start.to_string());
            print(&format!(
                "{:3} {}\n    {learner}, {} simulator calls, begun from {start}; worth {:+.4} on seeds {}..{}; {}",
                entry.arm,
                entry.arm.title(),
                entry.calls,
                entry.worth as f64 / 1e6,
                entry.settings.choice[0],
                entry.settings.choice[1],
                &entry.hash[..16.min(entry.hash.len())],
            ));
        }
        Ok(())
    }
}

impl ShowArgs {
    fn run(self) -> Result<(), CliError> {
        let policy = match built_in(&self.policy) {
            Some(policy) => policy,
            None if Path::new(&self.policy).exists() => parse(Path::new(&self.policy))?,
            None => {
                let known: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
                return Err(CliError::Wrong(format!(
                    "{:?} is neither a file nor a committed policy; those are {}",
                    self.policy,
                    known.join(", ")
                )));
            }
        };
        if let Some(path) = &self.svg {
            write(path, &policy.svg())?;
            note(&format!("wrote {}", path.display()));
        }
        if self.json {
            print_json(&policy);
        } else {
            print(&format!("# {}\n{}", policy.hash(), policy.to_toml()));
        }
        Ok(())
    }
}

/// Text of the first file of labelled pumps under `dir`.
fn labelled_pumps(dir: &Path) -> Result<String, CliError> {
    let found = warn::pump::file(dir).map_err(|error| wrong("read", dir, &error))?;
    let missing = "no CSV file has the columns pump_date, success and trade_count_zscore";
    let path = found
        .ok_or_else(|| CliError::Wrong(format!("failed to find labelled pumps under {}: {missing}", dir.display())))?;
    read(&path)
}

impl TrainArgs {
    fn run(self) -> Result<(), CliError> {
        make_folder(&self.out)?;
        if self.warnings {
            let pumps = self.data.as_deref().map(labelled_pumps).transpose()?;
            let wanted = warn::Training { pumps: pumps.as_deref(), runs: warn::RUNS, progress: &note };
            let text = warn::train(&wanted).map_err(|error| CliError::failed("train the warnings", &error))?;
            return write(&self.out.join("warnings.toml"), &text);
        }
        let known = manifest()?;
        let suite = suite();
        let mut made = Manifest::new(sources());
        for entry in known.entries.iter().filter(|entry| self.arm.is_none_or(|arm| arm == entry.arm)) {
            let mut entry = entry.clone();
            entry.settings.calls = self.budget.unwrap_or(entry.settings.calls);
            let start = entry.start.map(|arm| self.start(arm)).transpose()?;
            note(&format!(
                "{}: {} simulator calls by {}",
                entry.arm,
                entry.settings.calls,
                entry.settings.learner.name()
            ));
            let mut told = |progress: &mind::learn::Progress| {
                let (calls, best, broken) = (progress.calls, progress.best, progress.violation);
                note(&format!("  {calls} calls: best {best:+.4}, constraints broken by {broken:.2}"));
            };
            let (policy, entry) =
                entry.train(start.as_ref(), &suite, &mut told).map_err(|error| CliError::failed("train", &error))?;
            write(&self.out.join(format!("{}.toml", entry.arm)), &policy.to_toml())?;
            print(&format!("{} {}", entry.arm, entry.hash));
            made.entries.push(entry);
        }
        write(&self.out.join("manifest.toml"), &made.to_toml())
    }

    /// The policy that a search begins from: the one just made, if there is one.
    fn start(&self, arm: Arm) -> Result<Policy, CliError> {
        let path = self.out.join(format!("{arm}.toml"));
        if path.exists() {
            return parse(&path);
        }
        built_in(arm.name())
            .ok_or_else(|| CliError::Wrong(format!("failed to find the policy of {arm}: train it first")))
    }
}

impl CheckArgs {
    fn run(self) -> Result<(), CliError> {
        let manifest = manifest()?;
        let suite = suite();
        if manifest.sources != sources() {
            note("trained with other sources; what counts is whether the figures are still the same");
        }
        let mut scores = Vec::new();
        for entry in &manifest.entries {
            let policy = built_in(entry.arm.name())
                .ok_or_else(|| CliError::Failed(format!("failed to find the policy file of {}", entry.arm)))?;
            let score = entry.check(&policy, &suite).map_err(|error| CliError::failed("check", &error))?;
            if !self.json {
                print(&told(entry.arm, &score));
            }
            scores.push((entry.arm, score.mean, score.cvar, score.violation, score.effects));
        }
        if self.json {
            print_json(&scores);
        }
        Ok(())
    }
}

fn told(arm: Arm, score: &Score) -> String {
    let judged = METRICS.iter().zip(score.effects).filter(|(metric, _)| metric.role == Role::Primary);
    let effects: Vec<String> =
        judged.map(|(metric, effect)| format!("{} {:+.1} %", metric.name, 100.0 * effect)).collect();
    format!("{arm} ok: worth {:+.4}; gains {}", score.value(), effects.join(", "))
}

fn manifest() -> Result<Manifest, CliError> {
    Manifest::built_in().map_err(|error| CliError::failed("read policies/manifest.toml", &error))
}

/// The registered worlds.
fn suite() -> Suite {
    let registration = Registration::built_in();
    Suite::built_in(registration.days, registration.agents as usize)
}

fn sources() -> String {
    identity(evaluation::sources())
}

fn parse(path: &Path) -> Result<Policy, CliError> {
    Policy::parse(&read(path)?).map_err(|error| wrong("read", path, &error))
}
