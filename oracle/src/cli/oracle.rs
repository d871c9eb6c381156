//! `trimtab oracle`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, Subcommand};

use super::{
    CliError,
    args::{ClusterArgs, DEFAULT_NAME},
    decide_bench::DecideBenchArgs,
    output::{LogFormat, note, print, print_json, start_log},
};
use crate::{
    audit::{self, Log},
    chain::{Rpc, Sender},
    config::Config,
    daemon::{self, Oracle, Verified},
    dashboard,
    keys::{self, Signer},
    store::DecisionKey,
};

const EXAMPLES: &str = "Examples:
  trimtab oracle once --config trimtab.toml
  trimtab oracle run -u devnet --listen 127.0.0.1:8787 --log-format json
  trimtab oracle explain 12
  trimtab oracle replay 12 --data out
  trimtab oracle verify --data out

A decision is named by its number or the first digits of its hash.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct OracleArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// Folder with database and decision log; trimtab.toml's when absent.
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// How to write the log.
    #[arg(long, value_enum, default_value_t, global = true)]
    log_format: LogFormat,
    #[command(subcommand)]
    command: OracleCommand,
}

#[derive(Subcommand)]
enum OracleCommand {
    /// Read, decide, log, submit, follow; then end.
    #[command(after_help = "Example: trimtab oracle once --config trimtab.toml")]
    Once {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Run until stopped: the same in a loop, with health, metrics and pages over HTTP.
    #[command(
        after_help = "Example: trimtab oracle run --config trimtab.toml --listen 127.0.0.1:8787 --log-format json\nStop it with Ctrl-C or SIGTERM; a round in progress is finished first."
    )]
    Run {
        /// Where health, metrics and pages listen.
        #[arg(long, value_name = "IP:PORT")]
        listen: Option<String>,
    },
    /// Compute a decision again from its saved inputs, and compare byte for byte.
    #[command(after_help = "Examples:\n  trimtab oracle replay 12 --data out\n  trimtab oracle replay all --data out")]
    Replay {
        /// Number, hash, or `all`.
        id: String,
    },
    /// Tell a decision's reasons.
    #[command(after_help = "Example: trimtab oracle explain 12")]
    Explain { id: String },
    /// How long a whole decision takes on this machine.
    Bench(DecideBenchArgs),
    /// Recompute hash chain and Merkle root, and compare with what proposals carry on chain.
    #[command(
        after_help = "Examples:\n  trimtab oracle verify --data out\n  trimtab oracle verify --config trimtab.toml --chain"
    )]
    Verify {
        /// Fail when the chain cannot be asked, instead of using the copy in the database.
        #[arg(long)]
        chain: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

impl OracleArgs {
    pub async fn run(self) -> Result<(), CliError> {
        match &self.command {
            OracleCommand::Once { json } => self.once(*json).await,
            OracleCommand::Run { listen } => self.daemon(listen.clone()).await,
            OracleCommand::Replay { id } => self.replay(id),
            OracleCommand::Explain { id } => self.explain(id),
            OracleCommand::Bench(bench) => bench.run(self.data.as_deref()),
            OracleCommand::Verify { chain, json } => self.verify(*chain, *json).await,
        }
    }

    fn config(&self) -> Result<Config, CliError> {
        let mut config = match &self.data {
            // A folder that the oracle wrote knows its own configuration.
            Some(folder) if folder.join("trimtab.toml").exists() && self.cluster.trimtab_config()?.is_none() => {
                Config::load(&folder.join("trimtab.toml"))?
            }
            _ => self.cluster.config_or_local(DEFAULT_NAME)?,
        };
        if let Some(folder) = &self.data {
            config.oracle.data_dir.clone_from(folder);
        }
        Ok(config)
    }

    /// For commands that only read files: no cluster is needed.
    fn folder(&self) -> Result<PathBuf, CliError> {
        let folder = self.cluster.data_folder(self.data.as_ref())?;
        if !folder.join("decisions.log").exists() {
            return Err(CliError::Wrong(format!(
                "failed to find a decision log in {}: expected the file decisions.log; name the folder with --data DIR",
                folder.display()
            )));
        }
        Ok(folder)
    }

    fn open(&self, config: Config) -> Result<Oracle, CliError> {
        let mut sender = Sender::new(Rpc::new(config.rpc.urls.first().map_or("", String::as_str))?);
        sender.max_price = config.rpc.max_price;
        Ok(Oracle::open(config, sender)?)
    }

    async fn once(&self, json: bool) -> Result<(), CliError> {
        start_log("warn", self.log_format);
        let mut oracle = self.open(self.config()?)?;
        let round = oracle.once().await?;
        if json {
            print_json(&serde_json::json!({
                "number": round.decision.number, "hash": round.hash, "snapshot": round.snapshot, "verdict": round.decision.verdict,
                "moves": round.decision.moves, "receipt": round.receipt, "submit_error": round.submit_error, "effects": round.effects,
            }));
        } else {
            print(&audit::explain(&round.decision));
            if let Some(receipt) = &round.receipt {
                print(&format!("\nproposed as {}", receipt.proposal));
            }
            round.effects.iter().for_each(|effect| print(&effect.to_string()));
        }
        round.submit_error.map_or(Ok(()), |error| Err(CliError::Failed(format!("failed to {error}"))))
    }

    async fn daemon(&self, listen: Option<String>) -> Result<(), CliError> {
        start_log("info", self.log_format);
        let mut config = self.config()?;
        if let Some(listen) = listen {
            if listen.parse::<std::net::SocketAddr>().is_err() {
                return Err(CliError::Wrong(format!(
                    "failed to read --listen {listen:?}: expected IP:PORT such as 127.0.0.1:8787"
                )));
            }
            config.oracle.listen = listen;
        }
        let oracle = self.open(config)?;
        let pages = dashboard::router(Arc::new(oracle.store().reader()?));
        Ok(daemon::run(oracle, pages, stop_signal()).await?)
    }

    fn replay(&self, id: &str) -> Result<(), CliError> {
        start_log("warn", self.log_format);
        let folder = self.folder()?;
        let log = Log::open(&folder)?;
        let numbers: Vec<u64> = if id == "all" {
            log.records().iter().map(|record| record.number).collect()
        } else {
            vec![number(&log, id)?]
        };
        for number in numbers {
            let replayed = audit::replay(&folder, number)?;
            print(&format!(
                "decision {number} reproduced byte for byte: {} bytes, hash {}, threads {:?}",
                replayed.bytes, replayed.hash, replayed.threads
            ));
        }
        Ok(())
    }

    fn explain(&self, id: &str) -> Result<(), CliError> {
        let log = Log::open(&self.folder()?)?;
        print(&audit::explain(log.record(number(&log, id)?)?));
        Ok(())
    }

    async fn verify(&self, chain: bool, json: bool) -> Result<(), CliError> {
        start_log("warn", self.log_format);
        let folder = self.folder()?;
        let verified = match self.verify_on_chain(&folder).await {
            Ok(verified) => verified,
            Err(error) if chain || !is_unreachable(&error) => return Err(error),
            Err(error) => {
                note(&format!("note: the chain is not asked ({error}); comparing with the proposals in the database"));
                daemon::verify(&folder, None).await?
            }
        };
        tell(&verified, json);
        match verified.mismatch {
            None => Ok(()),
            Some(wrong) => Err(CliError::Failed(format!(
                "failed to verify: proposal {} carries root {} over {} records, the log gives {}",
                wrong.proposal,
                wrong.on_chain,
                wrong.log_len,
                wrong.ours.map_or_else(|| "fewer records".into(), |ours| ours.to_string())
            ))),
        }
    }

    async fn verify_on_chain(&self, folder: &Path) -> Result<Verified, CliError> {
        // A broken log is named before anything else is tried.
        audit::verify(folder)?;
        let config = self.config()?;
        let rpc = Rpc::new(config.rpc.urls.first().map_or("", String::as_str))?;
        // Anyone may verify; without the oracle's key the council's proposals say which log is meant.
        let oracle = keys::resolve(&config.oracle.keypair, rpc.is_loopback(), rpc.host()).map(|key| key.pubkey()).ok();
        // One quick question decides whether there is a chain to compare with.
        rpc.account(&config.economy.council)
            .await?
            .ok_or_else(|| CliError::Failed(format!("{UNREACHABLE}: {} does not know the council", rpc.host())))?;
        Ok(daemon::verify(folder, Some((&rpc, &config.economy, oracle.as_ref()))).await?)
    }
}

const UNREACHABLE: &str = "failed to reach the economy's chain";

/// No chain, another chain, or no configuration that names one.
fn is_unreachable(error: &CliError) -> bool {
    match error {
        CliError::Wrong(text) => text.contains("no trimtab.toml") || text.contains("key file"),
        CliError::Failed(text) => text.starts_with("failed to reach"),
    }
}

fn tell(verified: &Verified, json: bool) {
    let report = &verified.report;
    if json {
        print_json(&serde_json::json!({
            "records": report.records, "head": report.head, "root": report.root, "from_chain": verified.from_chain,
            "compared": verified.compared, "matches": verified.mismatch.is_none(),
        }));
        return;
    }
    print(&format!("records  {}\nhead     {}\nroot     {}", report.records, report.head, report.root));
    let source = if verified.from_chain { "on chain" } else { "in the database" };
    print(&format!("proposals compared {source}: {}", verified.compared));
}

/// A number, or the number of the record whose hash begins so.
fn number(log: &Log, id: &str) -> Result<u64, CliError> {
    match id.parse::<DecisionKey>().map_err(|error| CliError::Wrong(format!("failed to read the decision: {error}")))? {
        DecisionKey::Number(number) => Ok(log.record(number)?.number),
        DecisionKey::Hash(start) => {
            let found = log.records().iter().find(|record| record.hash().to_string().starts_with(&start));
            found.map(|record| record.number).ok_or_else(|| {
                CliError::Wrong(format!(
                    "failed to find decision {start}: no record's hash begins so; the log has {} records",
                    log.records().len()
                ))
            })
        }
    }
}

pub(super) async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
