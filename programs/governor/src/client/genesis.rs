//! Genesis, and a member's acceptance of its seat.

use {
    super::{Gate, SYSTEM, build},
    crate::{Charter, Safeguards, Spec, accounts, instruction},
    anchor_lang::{
        InstructionData, ToAccountMetas,
        prelude::Address,
        solana_program::instruction::{AccountMeta, Instruction},
    },
};

impl Gate {
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

    /// 11: gives a key a seat; signed by `creator`.
    pub fn add_seat(&self, creator: Address, key: Address, roles: u8) -> Instruction {
        build(self.genesis(creator), instruction::AddSeat { key, roles }.data())
    }

    /// 12: registers an oracle; signed by `creator`.
    pub fn add_oracle(&self, creator: Address, key: Address, model_hash: [u8; 32], quota: u8) -> Instruction {
        build(self.genesis(creator), instruction::AddOracle { key, model_hash, quota }.data())
    }

    /// 13: sets the safeguards; signed by `creator`.
    pub fn set_safeguards(&self, creator: Address, safeguards: Safeguards) -> Instruction {
        build(self.genesis(creator), instruction::SetSafeguards { safeguards }.data())
    }

    fn genesis(&self, creator: Address) -> Vec<AccountMeta> {
        accounts::Genesis { creator, council: self.council }.to_account_metas(None)
    }

    fn genesis_policy(&self, creator: Address) -> Vec<AccountMeta> {
        accounts::GenesisPolicy { creator, council: self.council, policy: self.policy }.to_account_metas(None)
    }
}
