//! `trimtab deploy`.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    CliError,
    args::ClusterArgs,
    output::{LogFormat, note, print, start_log},
};
use crate::{
    deploy::{DeployStep, Deployed, deploy},
    keys::Signer,
};

const EXAMPLES: &str = "Examples:
  trimtab deploy -u localhost
  trimtab deploy -u devnet -k ~/.config/solana/id.json --key-dir my-program-keys

A deployment that was interrupted goes on where it stopped; programs whose bytes are on chain are left alone.
The payer becomes the programs' upgrade authority.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct DeployArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// Folder with governor.so, issuer.so and staking.so.
    #[arg(long, value_name = "DIR", default_value = "target/deploy")]
    program_dir: PathBuf,
    /// Folder with governor-program.json, issuer-program.json and staking-program.json.
    #[arg(long, value_name = "DIR", default_value = "migrations/local-test-keys")]
    key_dir: PathBuf,
}

impl DeployArgs {
    pub async fn run(self) -> Result<(), CliError> {
        start_log("warn", LogFormat::Text);
        // The cluster of an economy says nothing about where to deploy: only -u and the Solana CLI count.
        let sender = self.cluster.sender(None)?;
        let payer = self.cluster.key_or_local(&sender.rpc, "payer")?;
        note(&format!("deploying to {} as {}", sender.rpc.host(), payer.pubkey()));
        let style = ProgressStyle::with_template("{prefix:>9} {bar:40} {bytes:>9} of {total_bytes}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(1).with_style(style);
        let show = |step: DeployStep<'_>| match step {
            DeployStep::Writing { name, bytes, total } => {
                bar.set_prefix(name.to_string());
                bar.set_length(total);
                bar.set_position(bytes);
            }
            DeployStep::Finished { name, what } => bar.suspend(|| note(&format!("{name:>9} {}", describe(what)))),
        };
        let done = deploy(&sender, &payer, &self.program_dir, &self.key_dir, &show).await;
        bar.finish_and_clear();
        for (name, what) in done? {
            print(&format!("{name} {}", describe(what)));
        }
        Ok(())
    }
}

fn describe(what: Deployed) -> &'static str {
    match what {
        Deployed::Unchanged => "is there already",
        Deployed::Created => "deployed",
        Deployed::Upgraded => "upgraded",
    }
}
