//! `trimtab policy show`.

use std::path::{Path, PathBuf};

use clap::Args;
use mind::policy::{FILES, built_in};

use super::parse;
use crate::cli::{
    CliError,
    files::write,
    output::{note, print, print_json},
};

#[derive(Args)]
#[command(after_help = "Examples:\n  trimtab policy show A4\n  trimtab policy show mine/A1.toml --svg a1.svg")]
pub struct ShowArgs {
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

impl ShowArgs {
    pub fn run(self) -> Result<(), CliError> {
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
