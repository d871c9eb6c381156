//! `trimtab policy check`.

use clap::Args;
use mind::{
    policy::{built_in, fitted_q},
    train::{ManifestError, Score},
};
use referee::metrics::{METRICS, Role};

use super::{front, manifest, packs, sources, suite};
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
            scores.push((entry.arm.to_string(), entry.check(&policy, &suite).map_err(failed)?));
            self.tell(scores.last());
        }
        if let Some(entry) = &manifest.fitted_q {
            scores.push((entry.arm.to_string(), entry.check(&fitted_q(), &suite).map_err(failed)?));
            self.tell(scores.last());
        }
        let front = front()?;
        let choice = front.choice(&suite);
        for place in 0..front.points.len() {
            let score = front.check(&choice, place).map_err(|error| CliError::failed("check the front", &error))?;
            scores.push((front.points[place].policy.name.clone(), score));
            self.tell(scores.last());
        }
        if self.json {
            let row = |(name, score): &(String, Score)| {
                (name.clone(), score.mean, score.cvar, score.violation, score.effects)
            };
            print_json(&scores.iter().map(row).collect::<Vec<_>>());
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

    fn tell(&self, checked: Option<&(String, Score)>) {
        if let Some((name, score)) = checked.filter(|_| !self.json) {
            print(&told(name, score));
        }
    }
}

fn failed(error: ManifestError) -> CliError {
    CliError::failed("check", &error)
}

fn told(name: &str, score: &Score) -> String {
    let judged = METRICS.iter().zip(score.effects).filter(|(metric, _)| metric.role == Role::Primary);
    let effects: Vec<String> =
        judged.map(|(metric, effect)| format!("{} {:+.1} %", metric.name, 100.0 * effect)).collect();
    format!("{name} ok: worth {:+.4}; gains {}", score.value(), effects.join(", "))
}
