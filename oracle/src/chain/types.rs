//! What a node tells us, decoded.

use serde_json::Value;

use super::Pubkey;

/// How sure an answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Commitment {
    Processed,
    Confirmed,
    Finalized,
}

impl Commitment {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Processed => "processed",
            Self::Confirmed => "confirmed",
            Self::Finalized => "finalized",
        }
    }
}

impl std::str::FromStr for Commitment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "processed" => Ok(Self::Processed),
            "confirmed" => Ok(Self::Confirmed),
            "finalized" => Ok(Self::Finalized),
            other => Err(format!("found commitment {other:?}, expected processed, confirmed or finalized")),
        }
    }
}

/// An account's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub lamports: u64,
    pub owner: Pubkey,
    pub data: Vec<u8>,
    pub executable: bool,
}

/// The chain's clock (Clock sysvar).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChainClock {
    pub slot: u64,
    pub epoch: u64,
    /// UTC seconds as the validators agree on them.
    pub unix: i64,
}

/// A blockhash and the last block height at which a transaction signed with it can land.
#[derive(Clone, Copy, Debug)]
pub struct Blockhash {
    pub hash: [u8; 32],
    pub last_valid_height: u64,
}

/// One row of `getSignaturesForAddress`, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureInfo {
    pub signature: String,
    pub slot: u64,
    pub failed: bool,
    pub block_time: Option<i64>,
    pub finalized: bool,
}

/// Where a sent transaction stands.
#[derive(Clone, Debug)]
pub struct SignatureStatus {
    pub slot: u64,
    pub reached: Commitment,
    /// The transaction's error as the node words it; `None` for success.
    pub err: Option<Value>,
}

/// A landed transaction with what we read of it.
#[derive(Clone, Debug)]
pub struct TransactionRecord {
    pub signature: String,
    pub slot: u64,
    pub block_time: Option<i64>,
    pub err: Option<Value>,
    pub logs: Vec<String>,
    pub account_keys: Vec<Pubkey>,
    pub pre_tokens: Vec<TokenBalance>,
    pub post_tokens: Vec<TokenBalance>,
}

/// Balance of one token account around a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenBalance {
    /// Index into the transaction's account keys.
    pub account_index: usize,
    pub mint: Pubkey,
    pub owner: Pubkey,
    /// Base units, without withheld fees.
    pub amount: u64,
}

/// Outcome of `simulateTransaction`.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub err: Option<Value>,
    pub logs: Vec<String>,
    pub units: u64,
}
