//! A proposal's way: propose, vote, end.

use {
    super::{Gate, INSTRUCTIONS, SYSTEM, build},
    crate::{ConfigChange, Draft, PayloadDraft, accounts, instruction},
    anchor_lang::{
        InstructionData, ToAccountMetas,
        prelude::Address,
        solana_program::instruction::{AccountMeta, Instruction},
    },
    economics::policy::Class,
};

impl Gate {
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

    /// 14: opens the proposal `id` of class config or action; signed and paid by `proposer`.
    pub fn propose_payload(&self, proposer: Address, id: [u8; 32], draft: PayloadDraft) -> Instruction {
        let proposal = self.proposal(&id);
        let accounts = accounts::ProposePayload {
            proposer,
            council: self.council,
            policy: self.policy,
            proposal,
            payload: self.payload(&proposal),
            instructions: INSTRUCTIONS,
            system_program: SYSTEM,
        };
        build(accounts.to_account_metas(None), instruction::ProposePayload { id, draft }.data())
    }

    /// 14 for class config.
    pub fn propose_config(
        &self,
        proposer: Address,
        id: [u8; 32],
        rationale_hash: [u8; 32],
        changes: &[ConfigChange],
    ) -> Instruction {
        let payload = ConfigChange::payload(changes);
        self.propose_payload(proposer, id, PayloadDraft { class: Class::Config.code(), rationale_hash, payload })
    }

    /// 15: applies an approved config proposal; needs no key.
    pub fn execute_config(&self, proposal: Address) -> Instruction {
        let accounts = accounts::ExecuteConfig {
            council: self.council,
            policy: self.policy,
            proposal,
            payload: self.payload(&proposal),
        };
        build(accounts.to_account_metas(None), instruction::ExecuteConfig {}.data())
    }

    fn close(&self, proposal: Address) -> Vec<AccountMeta> {
        accounts::Close { council: self.council, policy: self.policy, proposal }.to_account_metas(None)
    }
}
