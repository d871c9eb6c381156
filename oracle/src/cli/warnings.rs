//! `trimtab policy warnings`.

use std::{fs, path::PathBuf};

use clap::Args;
use mind::warn::{RUNS, Training, pump, train};

use super::{
    CliError,
    output::{note, print},
};

#[derive(Args)]
#[command(after_help = "Examples:
  trimtab policy warnings --data data                the committed file again, byte for byte
  trimtab policy warnings --runs 6 --out quick       a quick look; pumps stay as committed")]
pub struct WarningsArgs {
    /// Folder of real data; its first file of labelled pumps teaches, without one their coefficients stay.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Runs of the twin per scenario.
    #[arg(long, value_name = "N", default_value_t = RUNS, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    runs: u64,
    /// Folder to write `warnings.toml` into.
    #[arg(long, value_name = "DIR", default_value = "policies")]
    out: PathBuf,
}

impl WarningsArgs {
    pub fn run(self) -> Result<(), CliError> {
        let pumps = self.data.as_ref().map(|dir| self.labelled(dir)).transpose()?;
        let progress = |what: &str| note(&format!("learning {what}"));
        let made = train(&Training { pumps: pumps.as_deref(), runs: self.runs, progress: &progress });
        let made = made.map_err(|error| CliError::Failed(format!("failed to {error}")))?;
        let path = self.out.join("warnings.toml");
        fs::create_dir_all(&self.out)
            .and_then(|()| fs::write(&path, made))
            .map_err(|error| CliError::Failed(format!("failed to write {}: {error}", path.display())))?;
        print(&format!("wrote {}", path.display()));
        Ok(())
    }

    fn labelled(&self, dir: &std::path::Path) -> Result<String, CliError> {
        let fail = |error: String| CliError::Failed(format!("failed to read labelled pumps under {}: {error}", dir.display()));
        let found = pump::file(dir).map_err(|error| fail(error.to_string()))?;
        let path = found.ok_or_else(|| {
            CliError::Wrong(format!(
                "failed to find labelled pumps: no CSV file under {} has the columns pump_date, success and trade_count_zscore",
                dir.display()
            ))
        })?;
        fs::read_to_string(path).map_err(|error| fail(error.to_string()))
    }
}
