//! The oracle as a whole: one data folder, one lock, one loop.
//!
//! A round reads, decides, logs, submits and follows; a failing stage ends that round, not the daemon.
//! Whatever was interrupted is taken up by the next round: the log is the truth, the database follows it.

mod call;
mod health;
mod lock;
mod round;
mod run;
mod verify;

use std::{path::Path, sync::Arc};

pub use health::{Health, health_router};
pub use lock::DataLock;
pub use round::Round;
pub use run::run;
pub use verify::{Verified, verify};

use crate::{
    audit::{AuditError, Log},
    chain::{ChainError, Pubkey, Rpc, SendError, Sender},
    config::Config,
    decision::Decision,
    effect::EffectError,
    ingest::{Ingest, IngestError},
    keeper::KeeperError,
    keys::{self, KeyError, Keypair, Signer},
    objectives::Objectives,
    snapshot::build::SnapshotError,
    store::{DecisionRow, Store, StoreError},
    submit::SubmitError,
};

/// Name of the database in the data folder.
pub const DATABASE: &str = "trimtab.sqlite";

/// An oracle that cannot work, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum OracleError {
    #[error("use data folder {path}: another oracle runs on it; stop it first, or give this one its own folder")]
    Locked { path: std::path::PathBuf },
    #[error("use data folder {path}: {source}")]
    Folder { path: std::path::PathBuf, source: std::io::Error },
    #[error("read objectives {path}: {reason}")]
    Objectives { path: std::path::PathBuf, reason: String },
    #[error("listen on {address}: {source}; choose another with --listen")]
    Listen { address: String, source: std::io::Error },
    #[error("decide: the computation stopped: {0}")]
    Decide(String),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("use the decision log: {0}")]
    Audit(#[from] AuditError),
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Send(#[from] SendError),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error(transparent)]
    Submit(#[from] SubmitError),
    #[error(transparent)]
    Keeper(#[from] KeeperError),
    #[error(transparent)]
    Effect(#[from] EffectError),
}

impl OracleError {
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Store(error) => error.is_transient(),
            Self::Chain(error) => error.is_transient(),
            Self::Send(error) => error.is_transient(),
            Self::Ingest(error) => error.is_transient(),
            Self::Snapshot(error) => error.is_transient(),
            Self::Submit(error) => error.is_transient(),
            Self::Keeper(error) => error.is_transient(),
            Self::Effect(error) => error.is_transient(),
            Self::Locked { .. }
            | Self::Folder { .. }
            | Self::Objectives { .. }
            | Self::Listen { .. }
            | Self::Decide(_)
            | Self::Key(_)
            | Self::Audit(_) => false,
        }
    }
}

/// An oracle with its data folder, key and connections.
pub struct Oracle {
    config: Config,
    objectives: Objectives,
    sender: Sender,
    key: Keypair,
    store: Arc<Store>,
    ingest: Ingest,
    log: Log,
    health: Arc<Health>,
    _lock: DataLock,
}

impl Oracle {
    /// Takes the data folder, opens database and log, and brings the database up to the log.
    pub fn open(config: Config, sender: Sender) -> Result<Self, OracleError> {
        let key = keys::resolve(&config.oracle.keypair, sender.rpc.is_loopback(), sender.rpc.host())?;
        let objectives = load_objectives(&config)?;
        let second = config.rpc.urls.get(1).map(|url| Rpc::new(url)).transpose()?;
        let lock = DataLock::take(&config.oracle.data_dir)?;
        let store = Arc::new(Store::open(&config.oracle.data_dir.join(DATABASE))?);
        let (log, torn) = Log::mend(&config.oracle.data_dir)?;
        if torn > 0 {
            tracing::warn!(
                bytes = torn,
                "the last record of the log was half written; it is set aside in decisions.torn"
            );
        }
        log.records().iter().try_for_each(|decision| record(&store, decision))?;
        let ingest = Ingest::new(&config, sender.rpc.clone(), second, store.clone());
        let health = Arc::new(Health::new(sender.rpc.clone(), store.clone()));
        Ok(Self { config, objectives, sender, key, store, ingest, log, health, _lock: lock })
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The database; pages open their own reader with [`Store::reader`].
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    pub fn log(&self) -> &Log {
        &self.log
    }

    pub fn health(&self) -> Arc<Health> {
        self.health.clone()
    }

    /// Public half of the oracle's key.
    pub fn address(&self) -> Pubkey {
        self.key.pubkey()
    }
}

/// The configured objectives, or the built-in ones.
pub fn load_objectives(config: &Config) -> Result<Objectives, OracleError> {
    let Some(path) = &config.oracle.objectives else { return Ok(Objectives::default()) };
    let fail = |reason: String| OracleError::Objectives { path: path.clone(), reason };
    let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    Objectives::parse(&text).map_err(|error| fail(error.to_string()))
}

/// Mirrors a logged decision into the database.
fn record(store: &Store, decision: &Decision) -> Result<(), StoreError> {
    let json = serde_json::to_string(decision)
        .map_err(|error| StoreError::Content { what: "a decision", detail: error.to_string() })?;
    store.insert_decision(&DecisionRow {
        number: decision.number,
        hash: decision.hash().to_string(),
        parent: decision.parent.to_string(),
        at: decision.at.unix,
        verdict: if decision.verdict.is_propose() { "propose" } else { "hold" }.into(),
        bytes: decision.bytes(),
        json,
    })
}

/// The data folder's database, for reading.
pub fn open_reader(data_dir: &Path) -> Result<Store, StoreError> {
    Store::open_reader(&data_dir.join(DATABASE))
}

#[cfg(test)]
mod tests;
