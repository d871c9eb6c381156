//! `trimtab keys`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{
    CliError,
    output::{note, print},
};
use crate::keys::{self, Signer, local_key, local_names};

const EXAMPLES: &str = "Examples:
  trimtab keys list
  trimtab keys show member-1
  trimtab keys show member-1 --out member-1.json

These keys derive from their names: anyone has them. They work on this machine's own chains only.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct KeysArgs {
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Names and addresses of the test keys.
    List,
    /// The address of one test key.
    #[command(after_help = EXAMPLES)]
    Show {
        /// creator, member-1 to member-3, oracle, payer, wallet-000, …
        name: String,
        /// Also write the key file here.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

impl KeysArgs {
    pub fn run(self) -> Result<(), CliError> {
        match self.command {
            KeysCommand::List => {
                for name in local_names() {
                    print(&format!("{:<10} {}", name, local_key(name)?.keypair.pubkey()));
                }
            }
            KeysCommand::Show { name, out } => {
                let key = local_key(name.strip_prefix("local:").unwrap_or(&name))?.keypair;
                print(&key.pubkey().to_string());
                if let Some(path) = out {
                    keys::write(&path, &key)?;
                    note(&format!("wrote {}", path.display()));
                }
            }
        }
        Ok(())
    }
}
