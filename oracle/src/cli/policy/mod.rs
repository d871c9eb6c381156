//! `trimtab policy list|show|train|check|compare`.

mod check;
mod compare;
mod list;
mod packs;
mod show;
mod train;

use std::path::Path;

use clap::{Args, Subcommand};
use mind::{
    policy::Policy,
    train::{Front, Manifest},
};
use referee::{
    registration::{Registration, identity},
    suite::Suite,
};

use super::{
    CliError,
    files::{read, wrong},
};
use crate::evaluation;

/// The learned policies: what they do, how they were made, and make them again.
#[derive(Args)]
#[command(after_help = "Examples:
  trimtab policy list
  trimtab policy show A4 --svg a4.svg
  trimtab policy show front                     what cannot be had together, as a table
  trimtab policy train --arm A1 --out mine      the same file again, byte for byte
  trimtab policy train --packs --out mine       the domain packs' files, the same
  trimtab policy check                          hashes, and what each is worth on the seeds of its choice
  trimtab policy compare --budget 2000          all learners at the same simulator calls")]
pub struct PolicyArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The committed policies and how they were made.
    List(list::ListArgs),
    /// A policy's numbers, and its curves as a drawing; or the front.
    Show(show::ShowArgs),
    /// Make policies again as the manifest says; takes minutes.
    Train(train::TrainArgs),
    /// Whether every file is what was trained and is worth what it was then; takes a minute.
    Check(check::CheckArgs),
    /// All learners at the same simulator calls, judged on held-out seeds, and whether what they find is real; takes minutes to hours.
    Compare(compare::CompareArgs),
}

impl PolicyArgs {
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::List(args) => args.run(),
            Command::Show(args) => args.run(),
            Command::Train(args) => args.run(),
            Command::Check(args) => args.run(),
            Command::Compare(args) => args.run(),
        }
    }
}

fn manifest() -> Result<Manifest, CliError> {
    Manifest::built_in().map_err(|error| CliError::failed("read policies/manifest.toml", &error))
}

/// The registered worlds.
fn suite() -> Suite {
    let registration = Registration::built_in();
    Suite::built_in(registration.days, registration.agents as usize)
}

/// SHA-256 over the sources that a training runs on.
fn sources() -> String {
    let code = evaluation::sources().iter().filter(|(name, _)| name.ends_with(".rs"));
    identity(&code.copied().collect::<Vec<_>>())
}

/// The committed front of policies.
fn front() -> Result<Front, CliError> {
    Front::built_in().map_err(|error| CliError::failed("read policies/front.toml", &error))
}

/// A fraction of a million as a percentage.
fn percent(part: f64) -> String {
    format!("{:+.1}", 100.0 * part)
}

fn parse(path: &Path) -> Result<Policy, CliError> {
    Policy::parse(&read(path)?).map_err(|error| wrong("read", path, &error))
}
