//! Community voice and scorecard.

use {
    super::{Gate, INSTRUCTIONS, SYSTEM, build},
    crate::{accounts, instruction},
    anchor_lang::{InstructionData, ToAccountMetas, prelude::Address, solana_program::instruction::Instruction},
    economics::voice::Stance,
};

impl Gate {
    /// 20: speaks for `position` about `proposal`; signed and paid by `speaker`.
    ///
    /// `metrics` is the account that `Council::safeguards.links` names.
    pub fn voice(
        &self,
        speaker: Address,
        proposal: Address,
        position: Address,
        metrics: Address,
        stance: Stance,
    ) -> Instruction {
        let accounts = accounts::Voice {
            speaker,
            council: self.council,
            policy: self.policy,
            proposal,
            position,
            metrics,
            ballot: self.ballot(&proposal, &position),
            instructions: INSTRUCTIONS,
            system_program: SYSTEM,
        };
        build(accounts.to_account_metas(None), instruction::Voice { stance: stance.code() }.data())
    }

    /// 21: gives the rent of `position`'s ballot back to `payer`, who paid it; needs no key.
    pub fn close_voice(&self, proposal: Address, position: Address, payer: Address) -> Instruction {
        let accounts = accounts::CloseVoice { proposal, ballot: self.ballot(&proposal, &position), payer };
        build(accounts.to_account_metas(None), instruction::CloseVoice {}.data())
    }

    /// 22: grades the forecast of `proposal`; needs no key.
    pub fn resolve(&self, proposal: Address, metrics: Address) -> Instruction {
        let accounts = accounts::Resolve { council: self.council, proposal, metrics };
        build(accounts.to_account_metas(None), instruction::Resolve {}.data())
    }
}
