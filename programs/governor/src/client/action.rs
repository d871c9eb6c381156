//! Class action: storing an instruction, and carrying it out.

use {
    super::{Gate, build},
    crate::{
        PayloadDraft, accounts,
        action::{Action, BUFFER_HEADER, Guard, LOADER, Meta, PROGRAM_DATA_HEADER, SIGNER, WRITABLE},
        instruction,
    },
    anchor_lang::{
        InstructionData, ToAccountMetas,
        prelude::{Address, sha256},
        solana_program::instruction::{AccountMeta, Instruction},
    },
    economics::policy::Class,
};

const RENT: Address = anchor_lang::address!("SysvarRent111111111111111111111111111111111");
const CLOCK: Address = anchor_lang::address!("SysvarC1ock11111111111111111111111111111111");

impl Gate {
    /// 14 for class action.
    pub fn propose_action(
        &self,
        proposer: Address,
        id: [u8; 32],
        rationale_hash: [u8; 32],
        action: &Action,
    ) -> Instruction {
        let draft = PayloadDraft { class: Class::Action.code(), rationale_hash, payload: action.to_bytes() };
        self.propose_payload(proposer, id, draft)
    }

    /// 19: carries out an approved action; needs no key. `action` is what the proposal's payload holds.
    pub fn perform(&self, proposal: Address, action: &Action) -> Instruction {
        let own = accounts::Perform {
            council: self.council,
            policy: self.policy,
            proposal,
            payload: self.payload(&proposal),
        };
        let mut metas = own.to_account_metas(None);
        // Whoever sends this signs nothing of the action: the gate adds the economy's signature itself.
        metas.extend(action.accounts.iter().map(|meta| match meta.is_writable() {
            true => AccountMeta::new(meta.key, false),
            false => AccountMeta::new_readonly(meta.key, false),
        }));
        metas.push(AccountMeta::new_readonly(action.program, false));
        build(metas, instruction::Perform {}.data())
    }

    /// The action that replaces `program` by what is in `buffer`; `spill` gets what the buffer's rent leaves over.
    ///
    /// `new` are the buffer's program bytes, `old` those of the program that runs now without the zeroes after them.
    pub fn upgrade(&self, program: Address, buffer: Address, spill: Address, new: &[u8], old: &[u8]) -> Action {
        let (data, _) = anchor_lang::find_program_address(&[program.as_ref()], &LOADER);
        let flagged = [
            (data, WRITABLE),
            (program, WRITABLE),
            (buffer, WRITABLE),
            (spill, WRITABLE),
            (RENT, 0),
            (CLOCK, 0),
            (self.authority, SIGNER),
        ];
        let len = u32::try_from(old.len()).unwrap_or(u32::MAX);
        Action {
            program: LOADER,
            accounts: flagged.map(|(key, flags)| Meta { key, flags }).to_vec(),
            data: 3u32.to_le_bytes().to_vec(),
            guards: vec![
                Guard { account: 2, offset: BUFFER_HEADER, len: 0, sha256: sha256(new) },
                Guard { account: 0, offset: PROGRAM_DATA_HEADER, len, sha256: sha256(old) },
            ],
        }
    }
}

impl From<&Instruction> for Action {
    /// Any instruction as an action without guards.
    fn from(instruction: &Instruction) -> Self {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let meta = |meta: &AccountMeta| Meta {
            key: meta.pubkey,
            flags: flag(meta.is_signer, SIGNER) | flag(meta.is_writable, WRITABLE),
        };
        Self {
            program: instruction.program_id,
            accounts: instruction.accounts.iter().map(meta).collect(),
            data: instruction.data.clone(),
            guards: Vec::new(),
        }
    }
}
