//! `trimtab policy train`.

use std::path::{Path, PathBuf};

use clap::Args;
use mind::{
    policy::{Policy, built_in},
    train::Manifest,
    warn,
};
use referee::arms::Arm;

use super::{manifest, packs, parse, sources, suite};
use crate::cli::{
    CliError,
    files::{make_folder, read, write, wrong},
    output::{note, print},
};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  trimtab policy train --arm A1 --out mine\n  trimtab policy train --budget 2000 --out quick\n  trimtab policy train --packs --out mine\n  trimtab policy train --warnings --data data --out mine"
)]
pub struct TrainArgs {
    /// The arm; all of the manifest's when absent.
    #[arg(long)]
    arm: Option<Arm>,
    /// Simulator calls of each search; the manifest's when absent.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    budget: Option<u64>,
    /// The domain packs' policies instead, and whether they are as committed.
    #[arg(long, conflicts_with_all = ["arm", "warnings"])]
    packs: bool,
    /// The warnings instead of the policies.
    #[arg(long, conflicts_with_all = ["arm", "budget"])]
    warnings: bool,
    /// Folder of real data: its first file of labelled pumps teaches the warnings; without one their pumps stay as committed.
    #[arg(long, value_name = "DIR", requires = "warnings")]
    data: Option<PathBuf>,
    /// Folder to write policies and manifest into; `policies` when absent, with --packs `policies/packs`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl TrainArgs {
    pub fn run(self) -> Result<(), CliError> {
        let usual = if self.packs { "policies/packs" } else { "policies" };
        let out = self.out.as_deref().unwrap_or(Path::new(usual));
        make_folder(out)?;
        if self.packs {
            return packs::again(self.budget).iter().try_for_each(|made| {
                print(&made.told());
                write(&out.join(&made.name), &made.text)
            });
        }
        if self.warnings {
            let pumps = self.data.as_deref().map(labelled_pumps).transpose()?;
            let wanted = warn::Training { pumps: pumps.as_deref(), runs: warn::RUNS, progress: &note };
            let text = warn::train(&wanted).map_err(|error| CliError::failed("train the warnings", &error))?;
            return write(&out.join("warnings.toml"), &text);
        }
        let known = manifest()?;
        let suite = suite();
        let mut made = Manifest::new(sources());
        for entry in known.entries.iter().filter(|entry| self.arm.is_none_or(|arm| arm == entry.arm)) {
            let mut entry = entry.clone();
            entry.settings.calls = self.budget.unwrap_or(entry.settings.calls);
            let start = entry.start.map(|arm| start(arm, out)).transpose()?;
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
            write(&out.join(format!("{}.toml", entry.arm)), &policy.to_toml())?;
            print(&format!("{} {}", entry.arm, entry.hash));
            made.entries.push(entry);
        }
        write(&out.join("manifest.toml"), &made.to_toml())
    }
}

/// The policy that a search begins from: the one just made in `out`, if there is one.
fn start(arm: Arm, out: &Path) -> Result<Policy, CliError> {
    let path = out.join(format!("{arm}.toml"));
    if path.exists() {
        return parse(&path);
    }
    built_in(arm.name()).ok_or_else(|| CliError::Wrong(format!("failed to find the policy of {arm}: train it first")))
}

/// Text of the first file of labelled pumps under `dir`.
fn labelled_pumps(dir: &Path) -> Result<String, CliError> {
    let found = warn::pump::file(dir).map_err(|error| wrong("read", dir, &error))?;
    let missing = "no CSV file has the columns pump_date, success and trade_count_zscore";
    let path = found
        .ok_or_else(|| CliError::Wrong(format!("failed to find labelled pumps under {}: {missing}", dir.display())))?;
    read(&path)
}
