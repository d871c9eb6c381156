//! Bytes of accounts and logs, read as the programs' own types.
//!
//! An account counts only when its owner and its discriminator are right; an event only when our program logged it.

mod brakes;
mod call;
mod events;
mod payload;
mod pools;
mod proposal;
mod standing;
mod token;

use anchor_lang::Discriminator;
use bytemuck::AnyBitPattern;

pub use brakes::{Brakes, PAUSES};
pub use call::{Call, Provable, provable};
pub use events::{ChainEvent, LoggedEvent, read_events};
pub use payload::{
    PayloadFacts, Reading, alarm_words, config_refusal, floor_words, metric_name, role_names, rule_words,
};
pub use pools::{PoolAt, SPL_TOKEN, read_pools};
pub use proposal::{MoveFacts, ProposalFacts, ProvenanceFacts, TurnoutFacts};
pub use standing::Standing;

pub use token::{
    ASSOCIATED_TOKEN, FeeSetting, MintState, TokenState, associated_token_address, associated_token_address_of,
};

pub use crate::chain::TOKEN_2022;
use crate::chain::{Account, Pubkey};

/// Classes of proposals by number.
pub const CLASSES: [&str; 5] = ["ai", "param", "emergency", "config", "action"];

/// An account that is not what it should be, as a fragment after "failed to …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    #[error(
        "find {kind} at {address}: no account there; is this the right cluster and economy? A new account takes some seconds to become final"
    )]
    Missing { kind: &'static str, address: Pubkey },
    #[error("read {address} as {kind}: its owner is {found}, not the program of a {kind}")]
    Owner { kind: &'static str, address: Pubkey, found: Pubkey },
    #[error("read {address} as {kind}: it is another type of account")]
    Kind { kind: &'static str, address: Pubkey },
    #[error("read {address} as {kind}: it has {found} bytes, expected {expected}")]
    Size { kind: &'static str, address: Pubkey, found: usize, expected: usize },
}

/// An account type of one of our programs.
pub trait ProgramAccount: Discriminator + AnyBitPattern {
    const KIND: &'static str;
    const OWNER: Pubkey;
}

macro_rules! program_accounts {
    ($($type:ty: $kind:literal, $owner:path;)*) => {
        $(impl ProgramAccount for $type {
            const KIND: &'static str = $kind;
            const OWNER: Pubkey = $owner;
        })*
    };
}

program_accounts! {
    governor::state::Council: "council", governor::ID;
    governor::state::Policy: "policy", governor::ID;
    governor::state::Proposal: "proposal", governor::ID;
    governor::state::Payload: "payload", governor::ID;
    governor::state::Ballot: "ballot", governor::ID;
    issuer::state::Issuer: "issuer", issuer::ID;
    issuer::state::Metrics: "metrics", issuer::ID;
    staking::state::Pool: "staking pool", staking::ID;
    staking::state::Position: "staking position", staking::ID;
}

/// Reads `account` (found at `address`) as `T`.
pub fn decode<T: ProgramAccount>(address: &Pubkey, account: Option<&Account>) -> Result<T, DecodeError> {
    let (kind, address) = (T::KIND, *address);
    let account = account.ok_or(DecodeError::Missing { kind, address })?;
    if account.owner != T::OWNER {
        return Err(DecodeError::Owner { kind, address, found: account.owner });
    }
    let tag = T::DISCRIMINATOR;
    let body = account.data.strip_prefix(tag).ok_or(DecodeError::Kind { kind, address })?;
    let expected = size_of::<T>();
    let bytes = body.get(..expected).filter(|_| body.len() == expected);
    bytes.map(bytemuck::pod_read_unaligned).ok_or(DecodeError::Size { kind, address, found: body.len(), expected })
}

/// The `getProgramAccounts` filter for accounts of type `T`.
pub fn kind_filter<T: ProgramAccount>() -> (usize, Vec<u8>) {
    (0, T::DISCRIMINATOR.to_vec())
}

/// ASCII padded with zeroes → text, with everything unprintable replaced.
pub fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests;
