//! The decision log: append-only, chained, and recomputable.
//!
//! ```text
//! DIR/decisions.log          one line of JSON per record: number, hash, canonical bytes, and the same record readable
//! DIR/snapshots/HASH.borsh   what each decision knew
//! DIR/objectives/HASH.toml   what it was steered towards
//! ```
//!
//! A line is accepted only if it is exactly the line that its canonical bytes make, so no byte of the file can change unnoticed.

mod explain;
mod inputs;
mod line;
mod log;
mod merkle;
mod replay;

pub use explain::explain;
pub use log::{Log, Report, verify};
pub use merkle::merkle_root;
pub use replay::{Replayed, replay};

use std::path::PathBuf;

/// The log or what belongs to it cannot be trusted or read; texts continue "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error("read or write {path}")]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("verify record {number} of {path}: {reason}")]
    Corrupt { path: PathBuf, number: u64, reason: String },
    /// The last line has no end: the writer was interrupted. `Log::mend` sets it aside.
    #[error("read record {number} of {path} to its end: it has none after {bytes} bytes; `Log::mend` sets it aside")]
    Torn { path: PathBuf, number: u64, bytes: usize },
    #[error("verify the {what} of record {number}: {path} does not match its name")]
    Input { number: u64, what: &'static str, path: PathBuf },
    #[error("find record {number}: the log has {records} records")]
    NoSuchRecord { number: u64, records: u64 },
    #[error("append record {found} to a log that ends with {last}")]
    OutOfOrder { last: u64, found: u64 },
    #[error("replay record {number}: it was made by other {what} ({recorded}) than this program has ({here})")]
    OtherProgram { number: u64, what: &'static str, recorded: crate::hash::Hash, here: crate::hash::Hash },
    #[error("replay record {number} on {threads} threads: found {found} instead of {recorded}")]
    Different { number: u64, threads: usize, recorded: crate::hash::Hash, found: crate::hash::Hash },
}

impl AuditError {
    /// False for everything that trying again cannot mend.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == std::io::ErrorKind::Interrupted)
    }
}
