//! `trimtab crank`.

use std::time::Duration;

use clap::Args;

use super::{
    CliError,
    args::{ClusterArgs, DEFAULT_NAME},
    oracle::stop_signal,
    output::{LogFormat, note, print, print_json, start_log},
};
use crate::{
    chain::{LAMPORTS_PER_SOL, Sender, ensure_funds},
    config::Economy,
    keeper::{self, ChoreReport, KeeperError, Outcome},
    keys::{Keypair, Signer},
};

const EXAMPLES: &str = "Examples:
  trimtab crank -u localhost
  trimtab crank -u devnet --every 60 -k payer.json
  trimtab crank --config trimtab.toml --json

Mints what is owed, collects and splits fees, closes periods, brings the mint's fee to the policy's, settles stake,
expires proposals whose time is over, and has due forecasts graded.
The key pays for the transactions and has no rights; any number of people may run this at the same time.
With --every it goes on until Ctrl-C or SIGTERM; a sweep in progress is finished first.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct CrankArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// Repeat after a pause of so many seconds; one sweep when absent.
    #[arg(long, value_name = "SECS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: Option<u64>,
    /// Print JSON, one list per sweep.
    #[arg(long)]
    json: bool,
}

/// What a sweep needs.
struct Keeper {
    sender: Sender,
    economy: Economy,
    payer: Keypair,
}

impl CrankArgs {
    pub async fn run(self) -> Result<(), CliError> {
        start_log("warn", LogFormat::Text);
        let keeper = self.keeper().await?;
        match self.every {
            None => self.once(&keeper).await,
            Some(secs) => self.repeat(&keeper, Duration::from_secs(secs)).await,
        }
    }

    /// Who pays is not read from trimtab.toml: the key there is the oracle's.
    async fn keeper(&self) -> Result<Keeper, CliError> {
        let config = self.cluster.config_or_local(DEFAULT_NAME)?;
        let sender = self.cluster.sender(Some(&config))?;
        let payer = self.cluster.key_or_local(&sender.rpc, "payer")?;
        // On this machine's own chains the faucet pays; elsewhere the key's owner does.
        if sender.rpc.is_loopback() {
            ensure_funds(&sender.rpc, &payer.pubkey(), LAMPORTS_PER_SOL / 20).await?;
        }
        Ok(Keeper { sender, economy: config.economy, payer })
    }

    async fn once(&self, keeper: &Keeper) -> Result<(), CliError> {
        let reports = keeper.sweep().await?;
        self.tell(&reports);
        if reports.is_empty() && !self.json {
            print("nothing is due");
        }
        let failed = reports.iter().filter(|report| matches!(report.outcome, Outcome::Failed { .. })).count();
        if failed == 0 {
            return Ok(());
        }
        Err(CliError::Failed(format!("failed to do {failed} of {} chores", reports.len())))
    }

    async fn repeat(&self, keeper: &Keeper, pause: Duration) -> Result<(), CliError> {
        let mut stop = tokio::spawn(stop_signal());
        loop {
            match keeper.sweep().await {
                Ok(reports) => self.tell(&reports),
                Err(error) if error.is_transient() => {
                    note(&format!("failed to {error}; trying again in {} s", pause.as_secs()))
                }
                Err(error) => return Err(error.into()),
            }
            tokio::select! {
                _ = &mut stop => return Ok(()),
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    fn tell(&self, reports: &[ChoreReport]) {
        if self.json {
            print_json(&reports);
        } else {
            reports.iter().for_each(|report| print(&report.to_string()));
        }
    }
}

impl Keeper {
    async fn sweep(&self) -> Result<Vec<ChoreReport>, KeeperError> {
        keeper::sweep(&self.sender, &self.economy, &self.payer).await
    }
}
