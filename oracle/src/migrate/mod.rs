//! Genesis of an economy, step by step: council, seats, parameters, seal, mint, pool, issuer, programs.
//!
//! Each step looks at the chain first and does only what is missing, so the whole can be run again at any time.

mod brakes;
mod gauges;
mod keys;
mod look;
mod profile;
mod programs;
mod steps;

use std::path::PathBuf;

use issuer::client::Desk;
use staking::client::Stakes;

pub use gauges::{GaugeSpec, Receiver};
pub use keys::{GenesisKeys, Given, Member};
pub use profile::{Class, ParamSpec, Profile, TokenSpec};
pub use steps::{MigrateStep, migrate};

use crate::{
    accounts::{DecodeError, associated_token_address},
    chain::{ChainError, Pubkey, SendError},
    config::Economy,
    keys::KeyError,
};

/// Number of the staking pool that genesis opens.
pub const POOL_INDEX: u8 = 0;

/// A migration that stopped, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("read {path}: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("understand {path}: {reason}")]
    Parse { path: PathBuf, reason: String },
    #[error("find profile {found:?} in {path}: it has {known}")]
    UnknownProfile { path: PathBuf, found: String, known: String },
    #[error("use profile {profile:?}: it names no {what}; give {flag}")]
    NoKey { profile: String, what: &'static str, flag: &'static str },
    #[error("use {found:?} as a seat: expected an address, a key file or local:NAME")]
    BadSeat { found: String },
    #[error(
        "go on with {name:?}: on chain {what} is {found}, the profile says {expected}; a sealed genesis can not be changed, choose another --name"
    )]
    Differs { name: String, what: String, found: String, expected: String },
    #[error("register the gauge {key:?}: {reason}")]
    BadGauge { key: String, reason: String },
    #[error("{step}: {source}")]
    Step { step: &'static str, source: SendError },
    #[error("find program {name} at {address}: deploy it first with `trimtab deploy --url URL`")]
    NotDeployed { name: &'static str, address: Pubkey },
    #[error(transparent)]
    Programs(#[from] crate::deploy::DeployError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    Chain(#[from] ChainError),
}

impl MigrateError {
    /// True when a person gave something that cannot work.
    pub fn is_wrong_input(&self) -> bool {
        matches!(
            self,
            Self::Read { .. }
                | Self::Parse { .. }
                | Self::UnknownProfile { .. }
                | Self::NoKey { .. }
                | Self::BadSeat { .. }
                | Self::BadGauge { .. }
                | Self::Key(_)
        )
    }
}

/// Every address of an economy, known before anything is on chain.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    pub desk: Desk,
    pub stakes: Stakes,
    /// Token account that receives the genesis supply.
    pub genesis_account: Pubkey,
}

impl Addresses {
    /// Addresses of the economy that `keys.creator` names `name`.
    pub fn new(keys: &GenesisKeys, name: &str) -> Self {
        use solana_signer::Signer;
        let council = governor::pda::council(&keys.creator.pubkey(), &economics::key(name)).0;
        let mint = keys.mint(name).pubkey();
        let desk = Desk::new(council, mint, POOL_INDEX);
        Self {
            desk,
            stakes: Stakes::new(desk.policy, mint, POOL_INDEX),
            genesis_account: associated_token_address(&keys.genesis_owner, &mint),
        }
    }

    pub fn economy(&self) -> Economy {
        Economy {
            council: self.desk.council,
            policy: self.desk.policy,
            issuer: self.desk.issuer,
            mint: self.desk.mint,
            pool: self.stakes.pool,
        }
    }
}

#[cfg(test)]
mod tests;
