//! From a decision to the arguments of the governor's `propose`.

use serde::{Deserialize, Serialize};

use crate::{hash::Hash, search::EffectForecast, snapshot::Change};

/// Hashes and forecast that travel with a class ai proposal; same fields as the governor's `Provenance`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    pub model_hash: Hash,
    pub code_hash: Hash,
    /// Hash of the snapshot.
    pub data_hash: Hash,
    /// Hash of the objectives.
    pub config_hash: Hash,
    /// Hash of the rationale's text.
    pub rationale_hash: Hash,
    /// RFC 6962 root and size of the decision log, this decision included.
    pub log_root: Hash,
    pub log_len: u64,
    pub slot_from: u64,
    pub slot_to: u64,
    pub forecast: EffectForecast,
    /// Where the record can be read, at most 64 bytes.
    pub uri: String,
}

/// A proposal that only needs an address, a signature and a fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Hash of the decision, the last seed of the proposal's address.
    pub id: Hash,
    pub parent_version: u64,
    pub config_seqno: u64,
    pub moves: Vec<Change>,
    pub provenance: Provenance,
}
