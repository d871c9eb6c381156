//! What can go wrong between us and a node.
//!
//! Every message is a lowercase fragment that continues "failed to …".
//! Hosts are named, whole URLs never: a provider's URL often carries a secret key.

use std::time::Duration;

use super::ProgramFailure;

/// An error in a node's own words.
#[derive(Debug, thiserror::Error)]
#[error("call {method} on {host}: {message} (code {code})")]
pub struct RpcFailure {
    pub host: String,
    pub method: &'static str,
    pub code: i64,
    pub message: String,
    /// The transaction's log and error, where the call carried one.
    pub logs: Vec<String>,
    pub failure: Option<serde_json::Value>,
}

/// A failed call to a node.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    #[error("use {url_shown:?} as an RPC endpoint: {reason}; expected http:// or https:// and a host")]
    BadUrl { url_shown: String, reason: String },
    #[error("reach {host}: {source}; is the node running?")]
    Transport { host: String, source: reqwest::Error },
    #[error("call {method} on {host}: rate limited (HTTP 429)")]
    RateLimited { host: String, method: &'static str, retry_after: Option<Duration> },
    #[error("call {method} on {host}: it answered HTTP {status}")]
    Status { host: String, method: &'static str, status: u16 },
    #[error("call {method} on {host}: the answer is larger than {limit} bytes")]
    TooLarge { host: String, method: &'static str, limit: usize },
    #[error("understand the answer of {host} to {method}: {detail}")]
    Malformed { host: String, method: &'static str, detail: String },
    #[error(transparent)]
    Rpc(Box<RpcFailure>),
}

impl ChainError {
    /// True when the same call may succeed a little later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Transport { .. } | Self::RateLimited { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 408,
            // Half an answer or an answer of another method: a lagging or overloaded node does this.
            Self::Malformed { .. } => true,
            // Node behind, block not available yet, slot skipped, minimum context slot not reached, rate limits.
            Self::Rpc(failure) => {
                matches!(failure.code, -32004 | -32005 | -32007 | -32009 | -32014 | -32016 | -32603 | 429)
            }
            Self::BadUrl { .. } | Self::TooLarge { .. } => false,
        }
    }

    /// How long the node asked us to wait, when it did.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// A transaction that did not land, or landed and failed.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error("run the transaction: {0}")]
    Refused(Box<ProgramFailure>),
    #[error("fit the transaction into 1232 bytes: it has {found}")]
    TooLarge { found: usize },
    #[error("sign the transaction: {0}")]
    Sign(String),
    #[error("land the transaction: {attempts} signed versions expired before any was confirmed")]
    Expired { attempts: u32 },
    #[error("learn the fate of transaction {signature}: the chain stands still; look it up before sending again")]
    Undecided { signature: String },
    #[error("pay for it: {address} has {found} lamports and needs about {needed}; send it some, or use a key that has")]
    Funds { address: super::Pubkey, found: u64, needed: u64 },
}

impl SendError {
    /// True when sending again later may succeed; a refusal by a program never is.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Chain(error) => error.is_transient(),
            Self::Expired { .. } => true,
            Self::Refused(_) | Self::TooLarge { .. } | Self::Sign(_) | Self::Undecided { .. } | Self::Funds { .. } => {
                false
            }
        }
    }

    /// The program's own error number, when a program refused.
    pub fn custom_code(&self) -> Option<u32> {
        match self {
            Self::Refused(failure) => failure.code,
            _ => None,
        }
    }
}
