//! `trimtab policy list`.

use clap::Args;

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
