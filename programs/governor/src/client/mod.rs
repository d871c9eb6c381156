//! Builds the program's instructions off chain; account order and data are exactly what the program reads.

mod action;
mod brakes;
mod genesis;
mod proposal;
mod voice;

use {
    crate::{ID, pda},
    anchor_lang::{
        prelude::Address,
        solana_program::instruction::{AccountMeta, Instruction},
    },
};

/// The instructions sysvar.
pub const INSTRUCTIONS: Address = anchor_lang::address!("Sysvar1nstructions1111111111111111111111111");
/// The system program.
pub const SYSTEM: Address = anchor_lang::address!("11111111111111111111111111111111");

/// One economy's addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    pub council: Address,
    pub policy: Address,
    pub authority: Address,
}

fn build(accounts: Vec<AccountMeta>, data: Vec<u8>) -> Instruction {
    Instruction { program_id: ID, accounts, data }
}

impl Gate {
    /// The addresses of the economy that `creator` named `name`.
    pub fn new(creator: &Address, name: &[u8; 16]) -> Self {
        Self::of(pda::council(creator, name).0)
    }

    /// The addresses that belong to `council`.
    pub fn of(council: Address) -> Self {
        Self { council, policy: pda::policy(&council).0, authority: pda::authority(&council).0 }
    }

    /// Address of the proposal `id`.
    pub fn proposal(&self, id: &[u8; 32]) -> Address {
        pda::proposal(&self.council, id).0
    }

    /// Address of what `position` says about `proposal`.
    pub fn ballot(&self, proposal: &Address, position: &Address) -> Address {
        pda::ballot(proposal, position).0
    }

    /// Address of the payload of `proposal`.
    pub fn payload(&self, proposal: &Address) -> Address {
        pda::payload(proposal).0
    }
}
