//! What nobody has a right to any more, or never had: whoever signs, it must be refused.

use economics::bounds;
use governor::Spec;
use issuer::client::TOKEN_2022;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use super::{
    act::Attempt,
    random::Random,
    stage::{LABEL, Stage},
};
use crate::staking::bench::transfer;

/// One forbidden instruction, signed by anybody.
pub fn meddle(stage: &Stage, random: &mut Random) -> Option<Attempt> {
    let everybody = stage.everybody();
    let who = *random.pick(&everybody)?;
    let vaults =
        [stage.desk.staking_vault, stage.desk.treasury_vault, stage.desk.contributors_vault, stage.desk.fee_vault];
    let vault = *random.pick(&vaults)?;
    let wallets: Vec<Address> = stage.wallets().map(|wallet| wallet.tokens).collect();
    let pocket = *random.pick(&wallets)?;
    let instruction = match random.below(14) {
        0 => stage.gate.add_seat(who, who, 7),
        1 => stage.gate.add_oracle(who, who, [1; 32], 9),
        2 => stage.gate.add_param(who, economics::key("another"), 1, unbounded()),
        3 => stage.gate.seal_genesis(who),
        4 => stage.gate.set_safeguards(who, bytemuck::Zeroable::zeroed()),
        5 => stage.stakes.create_pool(who, stage.gate.council, 1, 1),
        6 => stage.desk.create(who, pocket, stage.args(), LABEL, &[]),
        7 => transfer(&stage.stakes, who, vault, pocket, 1),
        8 => on_account(vault, &[pocket], who, [&[8][..], &1u64.to_le_bytes()].concat()),
        9 => on_account(vault, &[who], who, [&[4][..], &u64::MAX.to_le_bytes()].concat()),
        10 => on_account(vault, &[who], who, vec![9]),
        11 => on_account(stage.desk.mint, &[pocket], who, [&[7][..], &1_000u64.to_le_bytes()].concat()),
        12 => on_account(stage.desk.mint, &[], who, [&[6, 0, 1][..], who.as_ref()].concat()),
        _ => on_account(stage.desk.mint, &[], who, [&[26, 5, 0, 0][..], &u64::MAX.to_le_bytes()].concat()),
    };
    Attempt::by(who, instruction, false)
}

fn unbounded() -> Spec {
    let spec: bounds::Spec = bytemuck::Zeroable::zeroed();
    Spec::from(bounds::Spec { hard_max: 9, soft_max: 9, ..spec })
}

/// An instruction of Token-2022 on `account`, authorised by `who`: burn 8, approve 4, close 9, mint 7,
/// set the mint authority 6, set the transfer fee 26.
fn on_account(account: Address, others: &[Address], who: Address, data: Vec<u8>) -> Instruction {
    let mut accounts = vec![AccountMeta::new(account, false)];
    accounts.extend(others.iter().map(|other| AccountMeta::new(*other, false)));
    accounts.push(AccountMeta::new_readonly(who, true));
    Instruction { program_id: TOKEN_2022, accounts, data }
}
