//! Token accounts whose owner switched on more than the mint asks for.

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

use super::bench::*;
use crate::world::{actor, assert_refused_with};

/// Type of the record, and the instruction that switches it, of Token-2022.
const MEMO: (u16, u8) = (8, 30);
const CPI_GUARD: (u16, u8) = (11, 34);

/// Gives the account of `name` room for the record and switches it on.
fn switch_on(bench: &mut Bench, name: &str, (record, instruction): (u16, u8)) {
    let (owner, account) = (actor(name), bench.tokens(name));
    let accounts = vec![
        AccountMeta::new(account, false),
        AccountMeta::new(owner.pubkey(), true),
        AccountMeta::new_readonly(Address::default(), false),
        AccountMeta::new_readonly(owner.pubkey(), true),
    ];
    let data = [&[29][..], &record.to_le_bytes()].concat();
    let reallocate = Instruction { program_id: TOKEN, accounts, data };
    bench.world.send_one(reallocate, &[&owner]).expect("there is room for the record");
    bench.world.send_one(switch(owner.pubkey(), account, instruction, true), &[&owner]).expect("it is switched on");
}

fn switch(owner: Address, account: Address, instruction: u8, on: bool) -> Instruction {
    let accounts = vec![AccountMeta::new(account, false), AccountMeta::new_readonly(owner, true)];
    Instruction { program_id: TOKEN, accounts, data: vec![instruction, u8::from(!on)] }
}

#[test]
fn a_destination_that_asks_for_memos_delays_a_payment_and_loses_nothing() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    switch_on(&mut bench, "alice", MEMO);
    assert_refused_with(bench.withdraw("alice"), "Custom(36)");
    assert_eq!((bench.position("alice").cooling, bench.vault()), (10 * ONE, 10 * ONE));
    let alice = actor("alice");
    let off = switch(alice.pubkey(), bench.tokens("alice"), MEMO.1, false);
    bench.world.send_one(off, &[&alice]).unwrap();
    bench.withdraw("alice").unwrap();
    assert_eq!((bench.position("alice").cooling, bench.vault()), (0, 0));
}

#[test]
fn an_account_with_a_cpi_guard_cannot_be_staked_from_and_can_be_paid_to() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    switch_on(&mut bench, "alice", CPI_GUARD);
    let before = bench.balance("alice");
    assert_refused_with(bench.stake("alice", ONE), "Custom(42)");
    assert_eq!(bench.balance("alice"), before);
    bench.withdraw("alice").unwrap();
    assert_eq!(bench.balance("alice"), before + 10 * ONE - 10 * ONE / 100);
}
