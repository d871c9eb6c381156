//! Money by hand: pools and positions, staking and taking out, minting, collecting, contributors' lists, and the books.
//!
//! What the commands `stake` … `supply` and `rewards` call. Amounts are base units; people type whole tokens.

mod act;
mod amount;
mod collect;
mod draft;
mod issue;
mod list;
mod pools;
mod positions;
mod rewards;
mod supply;
mod text;

use solana_program::instruction::{AccountMeta, Instruction};

pub use act::{Receipt, Seat};
pub use amount::{Amount, tokens_text};
pub use collect::{Collected, Page, Progress, Sources};
pub use draft::{Draft, Part, Window, draft};
pub use issue::EmitReport;
pub use list::{ListError, Proof, ShareList};
pub use pools::{PoolFacts, TierFacts};
pub use positions::PositionFacts;
pub use rewards::{ListFacts, instruction_command};
pub use supply::{Line, PoolBalance, Supply};
pub use text::{render_lists, render_pools, render_positions, render_supply};

use crate::{
    accounts::{DecodeError, TOKEN_2022, associated_token_address_of},
    chain::{ChainError, Landed, Pubkey, SendError, Sender},
    config::Economy,
    keys::Keypair,
    view::words::{duration, moment},
};

/// An action that failed, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum MoneyError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Send(#[from] SendError),
    #[error("read the amount {found:?}: expected tokens with up to {decimals} decimals such as 12.5, or ALL")]
    BadAmount { found: String, decimals: u8 },
    #[error("find pool {given:?}: the economy has {known}; see `trimtab pools`")]
    UnknownPool { given: String, known: String },
    #[error("use tier {given} of pool {pool}: it has tiers 0 to {last}; see `trimtab pools`")]
    UnknownTier { given: u8, pool: Pubkey, last: usize },
    #[error(
        "find a position of {owner} in tier {tier} of pool {pool}: nothing was ever staked there; see `trimtab positions`"
    )]
    NoPosition { owner: Pubkey, pool: Pubkey, tier: u8 },
    #[error("{verb} {wanted} tokens: found {found} {place}")]
    TooLittle { verb: &'static str, wanted: String, found: String, place: &'static str },
    #[error("{verb}: found nothing {place}")]
    Nothing { verb: &'static str, place: &'static str },
    #[error("withdraw: {amount} tokens unlock at {}, in {}", moment(*unlock_at), duration(*secs))]
    StillCooling { amount: String, unlock_at: i64, secs: i64 },
    #[error("use token account {account}: {reason}; name another with --from or --to")]
    BadTokenAccount { account: Pubkey, reason: String },
    #[error("find {what}: open are {open}; see `trimtab rewards list`")]
    NoList { what: String, open: String },
    #[error("read {what}: {source}")]
    List { what: String, source: ListError },
    #[error(
        "claim from list {number}: the root of this file is {found}, on chain it is {expected}; it is another list"
    )]
    OtherRoot { number: u64, found: String, expected: String },
    #[error("find {owner} in the list: it has {count} shares, and none of them is for this address")]
    NotInList { owner: Pubkey, count: u32 },
    #[error("{what} {path}: {source}")]
    File { what: &'static str, path: String, source: std::io::Error },
    #[error("go on with {path}: {reason}; delete it to begin anew")]
    BadResume { path: String, reason: String },
    #[error("read the books in one moment: the chain moved on between five looks; try again")]
    Restless,
}

impl MoneyError {
    /// True when a person gave something that cannot work, rather than the world refusing.
    pub fn is_wrong_input(&self) -> bool {
        match self {
            Self::Chain(error) => matches!(error, ChainError::BadUrl { .. }),
            Self::Decode(error) => matches!(error, DecodeError::Missing { .. } | DecodeError::Owner { .. }),
            Self::Send(_) | Self::Restless | Self::StillCooling { .. } => false,
            _ => true,
        }
    }
}

/// One economy's money on one cluster.
pub struct Money {
    pub sender: Sender,
    pub economy: Economy,
}

impl Money {
    pub fn new(sender: Sender, economy: Economy) -> Self {
        Self { sender, economy }
    }

    async fn send(&self, instructions: &[Instruction], signer: &Keypair) -> Result<Landed, MoneyError> {
        Ok(self.sender.send(instructions, &[signer]).await?)
    }

    /// The owner's token account for `mint`: the one given, else the associated one.
    fn purse(&self, given: Option<Pubkey>, owner: &Pubkey, mint: &Pubkey, program: &Pubkey) -> Pubkey {
        given.unwrap_or_else(|| associated_token_address_of(owner, mint, program))
    }

    /// The associated account of the main mint.
    fn main_purse(&self, given: Option<Pubkey>, owner: &Pubkey) -> Pubkey {
        self.purse(given, owner, &self.economy.mint, &TOKEN_2022)
    }
}

/// Creates the associated token account of `owner` unless it exists; `payer` pays.
fn create_purse(payer: &Pubkey, owner: &Pubkey, mint: &Pubkey, program: &Pubkey) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*payer, true),
        AccountMeta::new(associated_token_address_of(owner, mint, program), false),
        AccountMeta::new_readonly(*owner, false),
        AccountMeta::new_readonly(*mint, false),
        AccountMeta::new_readonly(solana_system_interface::program::ID, false),
        AccountMeta::new_readonly(*program, false),
    ];
    Instruction { program_id: crate::accounts::ASSOCIATED_TOKEN, accounts, data: vec![1] }
}

#[cfg(test)]
mod tests;
