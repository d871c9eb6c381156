//! `trimtab report`.

use std::path::PathBuf;

use clap::Args;

use super::{
    CliError,
    args::ClusterArgs,
    output::{LogFormat, print, start_log},
};
use crate::{daemon, report};

const EXAMPLES: &str = "Examples:
  trimtab report --out report
  trimtab report --month 2026-11 --data trimtab-data --out report

Writes report.html (complete in itself), report.json and plots/*.svg.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ReportArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// Folder with the oracle's database; trimtab.toml's when absent.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Month in UTC; everything when absent.
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<String>,
    /// Folder to write into.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl ReportArgs {
    pub fn run(self) -> Result<(), CliError> {
        start_log("warn", LogFormat::Text);
        let folder = self.cluster.data_folder(self.data.as_ref())?;
        let file = folder.join(daemon::DATABASE);
        if !file.exists() {
            return Err(CliError::Wrong(format!(
                "failed to find the oracle's database {}: name its folder with --data DIR",
                file.display()
            )));
        }
        report::write(&daemon::open_reader(&folder)?, self.month.as_deref(), &self.out)?;
        print(&format!("wrote {}", self.out.join("report.html").display()));
        Ok(())
    }
}
