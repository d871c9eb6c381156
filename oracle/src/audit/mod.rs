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

/// The log or what belongs to it cannot be trusted or read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error("{path} cannot be read or written")]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("record {number} of {path} is corrupt: {reason}")]
    Corrupt { path: PathBuf, number: u64, reason: String },
    /// The last line has no end: the writer was interrupted. `Log::mend` sets it aside.
    #[error(
        "record {number} of {path} was not written to its end ({bytes} bytes); `Log::mend` sets the torn line aside"
    )]
    Torn { path: PathBuf, number: u64, bytes: usize },
    #[error("{what} of record {number} does not match its name: {path}")]
    Input { number: u64, what: &'static str, path: PathBuf },
    #[error("the log has {records} records and none with number {number}")]
    NoSuchRecord { number: u64, records: u64 },
    #[error("record {found} does not follow record {last} of this log")]
    OutOfOrder { last: u64, found: u64 },
    #[error("record {number} was made by other {what} ({recorded}) than this program has ({here})")]
    OtherProgram { number: u64, what: &'static str, recorded: crate::hash::Hash, here: crate::hash::Hash },
    #[error("replay of record {number} on {threads} threads differs: {found} instead of {recorded}")]
    Different { number: u64, threads: usize, recorded: crate::hash::Hash, found: crate::hash::Hash },
}

impl AuditError {
    /// False for everything that trying again cannot mend.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == std::io::ErrorKind::Interrupted)
    }
}
