//! Guardian and alarm.

use {
    super::{Gate, build},
    crate::{accounts, instruction},
    anchor_lang::{InstructionData, ToAccountMetas, prelude::Address, solana_program::instruction::Instruction},
};

impl Gate {
    /// 16: stops `bits` of `economics::pause` for `secs` seconds; signed by `guardian`.
    pub fn pause(&self, guardian: Address, bits: u8, secs: u64) -> Instruction {
        let accounts = accounts::Pause { guardian, council: self.council, policy: self.policy };
        build(accounts.to_account_metas(None), instruction::Pause { bits, secs }.data())
    }

    /// 17: raises the alarm; signed by `member`.
    pub fn raise_alarm(&self, member: Address) -> Instruction {
        let accounts = accounts::RaiseAlarm { member, council: self.council };
        build(accounts.to_account_metas(None), instruction::RaiseAlarm {}.data())
    }

    /// 18: raises the alarm by the rule at `rule` and the closed period number `period`; needs no key.
    ///
    /// `metrics` is the account that `Council::safeguards.links` names.
    pub fn prove_alarm(&self, metrics: Address, rule: u8, period: u64) -> Instruction {
        let accounts = accounts::ProveAlarm { council: self.council, metrics };
        build(accounts.to_account_metas(None), instruction::ProveAlarm { rule, period }.data())
    }
}
