//! `trimtab policy train`.

use std::path::{Path, PathBuf};

use clap::Args;
use mind::{
    learn::{Progress, fqi},
    policy::{Policy, built_in},
    train::{Entry, Manifest},
    warn,
};
use referee::{arms::Arm, suite::Suite};

use super::{front, manifest, packs, parse, sources, suite};
use crate::cli::{
    CliError,
    files::{make_folder, read, write, wrong},
    output::{note, print},
};

#[derive(Args)]
#[command(
    after_help = "Examples:\n  trimtab policy train --arm A1 --out mine\n  trimtab policy train --budget 2000 --out quick\n  trimtab policy train --front --out mine\n  trimtab policy train --packs --out mine\n  trimtab policy train --warnings --data data --out mine"
)]
pub struct TrainArgs {
    /// The arm; all of the manifest's when absent.
    #[arg(long)]
    arm: Option<Arm>,
    /// Simulator calls of each search; the manifest's when absent.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    budget: Option<u64>,
    /// The front of what cannot be had together instead of the policies.
    #[arg(long, conflicts_with_all = ["arm", "packs", "warnings"])]
    front: bool,
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
        let known = manifest()?;
        let arms = self.arms(&known)?;
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
        let suite = suite();
        if self.front {
            return self.front(&suite, out);
        }
        let path = out.join("manifest.toml");
        let mut made = kept(&path, &arms)?;
        for entry in known.entries.iter().filter(|entry| arms.contains(&entry.arm)) {
            let mut entry = entry.clone();
            entry.settings.calls = self.budget.unwrap_or(entry.settings.calls);
            let start = entry.start.map(|arm| start(arm, out)).transpose()?;
            note(&format!(
                "{}: {} simulator calls by {}",
                entry.arm,
                entry.settings.calls,
                entry.settings.learner.name()
            ));
            let (policy, entry) =
                entry.train(start.as_ref(), &suite, &mut told).map_err(|error| CliError::failed("train", &error))?;
            write(&out.join(format!("{}.toml", entry.arm)), &policy.to_toml())?;
            print(&format!("{} {}", entry.arm, entry.hash));
            made.entries.push(entry);
        }
        made.entries.sort_by_key(|entry| entry.arm);
        if let Some(entry) = known.fitted_q.filter(|entry| arms.contains(&entry.arm)) {
            made.fitted_q = Some(self.fitted_q(entry, &suite, out)?);
        }
        write(&path, &made.to_toml())
    }

    /// The arms to train: the named one, or all of the manifest's.
    fn arms(&self, known: &Manifest) -> Result<Vec<Arm>, CliError> {
        let searched = known.entries.iter().map(|entry| entry.arm);
        let all: Vec<Arm> = searched.chain(known.fitted_q.iter().map(|entry| entry.arm)).collect();
        match self.arm {
            None => Ok(all),
            Some(arm) if all.contains(&arm) => Ok(vec![arm]),
            Some(arm) => {
                let names: Vec<&str> = all.iter().map(|arm| arm.name()).collect();
                let expected = names.join(", ");
                Err(CliError::Wrong(format!("failed to train: found --arm {arm}, expected one of {expected}")))
            }
        }
    }

    fn fitted_q(
        &self,
        mut entry: Entry<fqi::Settings>,
        suite: &Suite,
        out: &Path,
    ) -> Result<Entry<fqi::Settings>, CliError> {
        entry.settings.calls = self.budget.unwrap_or(entry.settings.calls);
        note(&format!("{}: {} simulator calls by fitted-Q iteration", entry.arm, entry.settings.calls));
        let mut told = |line: &str| note(&format!("  {line}"));
        let (learned, entry) = entry.train(suite, &mut told).map_err(|error| CliError::failed("train", &error))?;
        write(&out.join(format!("{}.toml", entry.arm)), &learned.to_toml())?;
        print(&format!("{} {}", entry.arm, entry.hash));
        Ok(entry)
    }

    fn front(&self, suite: &Suite, out: &Path) -> Result<(), CliError> {
        let mut wanted = front()?;
        wanted.settings.calls = self.budget.unwrap_or(wanted.settings.calls);
        note(&format!("front of {}: {} simulator calls by nsga", wanted.arm, wanted.settings.calls));
        let made = wanted.train(suite, &mut told).map_err(|error| CliError::failed("train the front", &error))?;
        print(&format!("{} policies", made.points.len()));
        write(&out.join("front.toml"), &made.to_toml())
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

/// The manifest that is there already, without the entries of `arms`, which are made again.
fn kept(path: &Path, arms: &[Arm]) -> Result<Manifest, CliError> {
    let mut made = Manifest::new(sources());
    if path.exists() {
        let there = Manifest::parse(&read(path)?).map_err(|error| wrong("read", path, &error))?;
        made.entries = there.entries.into_iter().filter(|entry| !arms.contains(&entry.arm)).collect();
        made.fitted_q = there.fitted_q;
    }
    Ok(made)
}

fn told(progress: &Progress) {
    let Progress { calls, best, violation, .. } = progress;
    note(&format!("  {calls} calls: best {best:+.4}, constraints broken by {violation:.2}"));
}

/// Text of the first file of labelled pumps under `dir`.
fn labelled_pumps(dir: &Path) -> Result<String, CliError> {
    let found = warn::pump::file(dir).map_err(|error| wrong("read", dir, &error))?;
    let missing = "no CSV file has the columns pump_date, success and trade_count_zscore";
    let path = found
        .ok_or_else(|| CliError::Wrong(format!("failed to find labelled pumps under {}: {missing}", dir.display())))?;
    read(&path)
}
