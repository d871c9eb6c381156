//! Builds the program's instructions off chain; account order and data are exactly what the program reads.

use {
    crate::{Charter, Draft, ID, Spec, accounts, instruction, pda},
    anchor_lang::{
        InstructionData, ToAccountMetas,
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

    /// 0: begins the economy; signed and paid by `creator`, with whose key and `name` this gate was made.
    pub fn create_council(&self, creator: Address, name: [u8; 16], charter: Charter) -> Instruction {
        let accounts = accounts::CreateCouncil {
            creator,
            council: self.council,
            policy: self.policy,
            authority: self.authority,
            system_program: SYSTEM,
        };
        build(accounts.to_account_metas(None), instruction::CreateCouncil { name, charter }.data())
    }

    /// 1: puts a parameter under the gate; signed by `creator`.
    pub fn add_param(&self, creator: Address, key: [u8; 16], value: i64, spec: Spec) -> Instruction {
        build(self.genesis_policy(creator), instruction::AddParam { key, value, spec }.data())
    }

    /// 2: closes the genesis; signed by `creator`.
    pub fn seal_genesis(&self, creator: Address) -> Instruction {
        build(self.genesis_policy(creator), instruction::SealGenesis {}.data())
    }

    /// 3: accepts a seat; signed by `member`.
    pub fn accept_seat(&self, member: Address) -> Instruction {
        let accounts = accounts::AcceptSeat { member, council: self.council };
        build(accounts.to_account_metas(None), instruction::AcceptSeat {}.data())
    }

    /// 4: opens the proposal `id`; signed and paid by `proposer`.
    pub fn propose(&self, proposer: Address, id: [u8; 32], draft: Draft) -> Instruction {
        let accounts = accounts::Propose {
            proposer,
            council: self.council,
            policy: self.policy,
            proposal: self.proposal(&id),
            instructions: INSTRUCTIONS,
            system_program: SYSTEM,
        };
        build(accounts.to_account_metas(None), instruction::Propose { id, draft }.data())
    }

    /// 5: approves; signed by `member`.
    pub fn approve(
        &self,
        member: Address,
        proposal: Address,
        content_hash: [u8; 32],
        config_seqno: u64,
    ) -> Instruction {
        let accounts = accounts::Approve { member, council: self.council, proposal, instructions: INSTRUCTIONS };
        build(accounts.to_account_metas(None), instruction::Approve { content_hash, config_seqno }.data())
    }

    /// 6: takes an approval back; signed by `member`.
    pub fn unapprove(&self, member: Address, proposal: Address) -> Instruction {
        let accounts = accounts::Unapprove { member, council: self.council, proposal };
        build(accounts.to_account_metas(None), instruction::Unapprove {}.data())
    }

    /// 7: vetoes; signed by `member`.
    pub fn veto(&self, member: Address, proposal: Address, content_hash: [u8; 32]) -> Instruction {
        let accounts = accounts::Veto { member, council: self.council, policy: self.policy, proposal };
        build(accounts.to_account_metas(None), instruction::Veto { content_hash }.data())
    }

    /// 8: withdraws the proposal; signed by its proposer.
    pub fn cancel(&self, proposer: Address, proposal: Address) -> Instruction {
        let accounts = accounts::Cancel { proposer, council: self.council, policy: self.policy, proposal };
        build(accounts.to_account_metas(None), instruction::Cancel {}.data())
    }

    /// 9: publishes an approved proposal; needs no key.
    pub fn execute(&self, proposal: Address) -> Instruction {
        build(self.close(proposal), instruction::Execute {}.data())
    }

    /// 10: closes an expired or stale proposal; needs no key.
    pub fn expire(&self, proposal: Address) -> Instruction {
        build(self.close(proposal), instruction::Expire {}.data())
    }

    /// 11: gives a key a seat; signed by `creator`.
    pub fn add_seat(&self, creator: Address, key: Address, roles: u8) -> Instruction {
        build(self.genesis(creator), instruction::AddSeat { key, roles }.data())
    }

    /// 12: registers an oracle; signed by `creator`.
    pub fn add_oracle(&self, creator: Address, key: Address, model_hash: [u8; 32], quota: u8) -> Instruction {
        build(self.genesis(creator), instruction::AddOracle { key, model_hash, quota }.data())
    }

    fn genesis(&self, creator: Address) -> Vec<AccountMeta> {
        accounts::Genesis { creator, council: self.council }.to_account_metas(None)
    }

    fn genesis_policy(&self, creator: Address) -> Vec<AccountMeta> {
        accounts::GenesisPolicy { creator, council: self.council, policy: self.policy }.to_account_metas(None)
    }

    fn close(&self, proposal: Address) -> Vec<AccountMeta> {
        accounts::Close { council: self.council, policy: self.policy, proposal }.to_account_metas(None)
    }
}
