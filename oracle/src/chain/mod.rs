//! A Solana cluster as the oracle sees it: typed JSON-RPC, transactions that surely land once, and a websocket hint.
//!
//! Nothing here knows our programs' meaning except the names of their errors.
//! The websocket only ever says "look again"; data always comes over JSON-RPC.

mod budget;
mod decode;
mod error;
mod failure;
mod funds;
mod hint;
mod methods;
mod nonce;
mod offline;
mod programs;
mod sender;
mod transport;
mod types;
mod wire;

pub use budget::{MAX_COMPUTE_UNITS, compute_limit, compute_price};
pub(crate) use decode::decode_clock;
pub use error::{ChainError, RpcFailure, SendError};
pub use failure::ProgramFailure;
pub use funds::{LAMPORTS_PER_SOL, ensure_funds};
pub use hint::{Hint, spawn_hint};
pub use nonce::{DurableNonce, advance, read_nonce};
pub use offline::{OfflineError, Unsent};
pub use programs::{TOKEN_2022, error_message, error_name, program_name};
pub use sender::{Landed, Sender};
pub use solana_program::pubkey::Pubkey;
pub(crate) use transport::read_capped;
pub use transport::{Limits, Rpc, is_loopback, websocket_beside};
pub use types::*;
pub use wire::{MAX_TRANSACTION_BYTES, serialize, sign};

#[cfg(test)]
pub(crate) mod testnode;
#[cfg(test)]
mod tests;
