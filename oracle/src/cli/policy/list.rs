//! `trimtab policy list`.

use clap::Args;
use mind::train::Entry;

use super::manifest;
use crate::cli::{
    CliError,
    output::{print, print_json},
};

#[derive(Args)]
#[command(after_help = "Examples:\n  trimtab policy list --json")]
pub struct ListArgs {
    /// JSON to standard output.
    #[arg(long)]
    json: bool,
}

impl ListArgs {
    pub fn run(self) -> Result<(), CliError> {
        let manifest = manifest()?;
        if self.json {
            print_json(&manifest);
            return Ok(());
        }
        for entry in &manifest.entries {
            let settings = &entry.settings;
            let start = entry.start.map_or("by hand".to_owned(), |start| start.to_string());
            tell(entry, settings.choice, &format!("{}, begun from {start}", settings.learner.name()));
        }
        if let Some(entry) = &manifest.fitted_q {
            tell(entry, entry.settings.choice, "fitted_q, on logged runs");
        }
        Ok(())
    }
}

fn tell<S>(entry: &Entry<S>, [from, to]: [u64; 2], how: &str) {
    let Entry { arm, calls, hash, worth, violation, .. } = entry;
    let broken =
        if *violation > 0 { format!(", constraints broken by {:.2}", *violation as f64 / 1e6) } else { String::new() };
    print(&format!(
        "{arm:3} {}\n    {how}, {calls} simulator calls; worth {:+.4} on seeds {from}..{to}{broken}; {}",
        arm.title(),
        *worth as f64 / 1e6,
        &hash[..16.min(hash.len())],
    ));
}
