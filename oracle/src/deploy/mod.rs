//! Programs onto a cluster through the upgradeable loader (v3).
//!
//! Resumable without any file of ours: the buffer's address follows from payer and program bytes, and only chunks that differ are written.
//! A program whose bytes are on chain already is left alone.
//! A program that the gate may replace is put into a buffer for a proposal; `authority` hands programs to the gate.

mod authority;
mod buffer;
mod check;
mod install;

use std::path::PathBuf;

use solana_loader_v3_interface::state::UpgradeableLoaderState;

use crate::chain::{ChainError, Pubkey, SendError};
pub use crate::chain::{LAMPORTS_PER_SOL, ensure_funds};
pub use authority::{Handed, Installed, hand_over, installed};
pub use buffer::buffer_address;
pub use check::{Checked, Origin, check};
pub use install::{DeployStep, Deployed, Program, deploy, deploy_program, file_hashes, read_program};

/// The upgradeable loader.
pub const LOADER: Pubkey = solana_program::pubkey!("BPFLoaderUpgradeab1e11111111111111111111111");

/// Bytes in front of the program in its data account.
const PROGRAM_DATA_HEADER: usize = UpgradeableLoaderState::size_of_programdata_metadata();

/// Bytes in front of the program in a buffer.
const BUFFER_HEADER: usize = UpgradeableLoaderState::size_of_buffer_metadata();

/// A deployment that stopped, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    #[error("read program {path}: {source}; build it with `cargo xtask build` or name the folder with --program-dir")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("use {path} as a program: it does not begin like an ELF file")]
    NotElf { path: PathBuf },
    #[error("deploy {name}: {path} is the key of {found}, expected {expected}; the program's id is compiled into it")]
    WrongKey { name: String, path: PathBuf, found: Pubkey, expected: Pubkey },
    #[error("deploy {name}: {address} exists and is not a program of the upgradeable loader")]
    Occupied { name: String, address: Pubkey },
    #[error(
        "upgrade {name}: its upgrade authority is {found}, and the key given is {given}; where a council's gate holds it, name the council with --council"
    )]
    NotAuthority { name: String, found: String, given: Pubkey },
    #[error("find {name} on chain: {address} is no program of the upgradeable loader")]
    NotInstalled { name: String, address: Pubkey },
    #[error(
        "write {name} into its buffer: {missing} chunks are still missing after {rounds} rounds; run the command again to go on"
    )]
    Incomplete { name: String, missing: usize, rounds: u32 },
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    #[error(transparent)]
    Decode(#[from] crate::accounts::DecodeError),
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Send(#[from] SendError),
}

#[cfg(test)]
mod tests;
