//! `trimtab policy check`.

use clap::Args;
use mind::{policy::built_in, train::Score};
use referee::{
    arms::Arm,
    metrics::{METRICS, Role},
};

use super::{manifest, packs, sources, suite};
use crate::cli::{
    CliError,
    output::{note, print, print_json},
};

#[derive(Args)]
#[command(after_help = "Examples:\n  trimtab policy check\n  trimtab policy check --packs")]
pub struct CheckArgs {
    /// The domain packs' policies instead: trains them again and compares every byte; takes minutes.
    #[arg(long)]
    packs: bool,
    /// JSON to standard output.
    #[arg(long)]
    json: bool,
}

impl CheckArgs {
    pub fn run(self) -> Result<(), CliError> {
        if self.packs {
            return self.packs();
        }
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

    /// Whether the committed files are what these sources train.
    fn packs(&self) -> Result<(), CliError> {
        let made = packs::again(None);
        if self.json {
            print_json(&made.iter().map(|made| (&made.name, made.is_as_committed)).collect::<Vec<_>>());
        } else {
            made.iter().for_each(|made| print(&made.told()));
        }
        let other: Vec<&str> =
            made.iter().filter(|made| !made.is_as_committed).map(|made| made.name.as_str()).collect();
        if other.is_empty() {
            return Ok(());
        }
        Err(CliError::Failed(format!(
            "failed to make the committed files again: {} came out otherwise",
            other.join(", ")
        )))
    }
}

fn told(arm: Arm, score: &Score) -> String {
    let judged = METRICS.iter().zip(score.effects).filter(|(metric, _)| metric.role == Role::Primary);
    let effects: Vec<String> =
        judged.map(|(metric, effect)| format!("{} {:+.1} %", metric.name, 100.0 * effect)).collect();
    format!("{arm} ok: worth {:+.4}; gains {}", score.value(), effects.join(", "))
}
