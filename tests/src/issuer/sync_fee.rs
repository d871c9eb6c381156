//! `sync_fee`: the policy's fee reaches the mint, and only that.

use economics::key::FEE_BPS;
use issuer::IssuerError;
use issuer::events::Event;
use solana_instruction::Instruction;
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Economy, Genesis, actor, assert_refused, assert_refused_with};

#[test]
fn a_new_fee_reaches_the_mint_and_acts_after_two_epochs() {
    let mut bench = Bench::new();
    let epoch = bench.world.now().epoch;
    bench.publish(FEE_BPS, 125);
    let landed = bench.sync_fee().expect("nothing is pending");
    let [older, newer] = bench.fees();
    assert_eq!((older.2, newer), (FEE, (epoch + 2, u64::MAX, 125)), "the maximum stays: 0 would mean no fee");
    let [Event::FeeSynced(synced)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((synced.old_bps, synced.new_bps, synced.effective_epoch), (100, 125, epoch + 2));

    let account = bench.holder(10_000);
    assert_eq!(bench.withheld(account), 100, "the old fee acts until then");
    bench.next_epoch();
    bench.next_epoch();
    let account = bench.holder(10_000);
    assert_eq!(bench.withheld(account), 125);
}

#[test]
fn a_fee_changed_through_the_whole_gate_reaches_the_mint() {
    let mut bench = Bench::new();
    let economy = Economy { gate: Genesis::standard().gate() };
    economy.change(&mut bench.world, 1, &[(1, 25)]);
    bench.sync_fee().expect("the policy has a new fee");
    assert_eq!(bench.fees()[1].2, FEE + 25);
}

#[test]
fn a_fee_that_is_in_sync_is_not_set_again() {
    let mut bench = Bench::new();
    assert_refused(bench.sync_fee(), IssuerError::FeeInSync);
    bench.publish(FEE_BPS, 125);
    bench.sync_fee().expect("new");
    assert_refused(bench.sync_fee(), IssuerError::FeeInSync);
}

#[test]
fn a_second_change_within_two_epochs_is_refused_so_that_the_first_one_acts() {
    let mut bench = Bench::new();
    bench.publish(FEE_BPS, 125);
    bench.sync_fee().expect("first");
    let pending = bench.fees();
    for fee in [150, i64::from(FEE)] {
        bench.publish(FEE_BPS, fee);
        assert_refused(bench.sync_fee(), IssuerError::FeePending);
        assert_eq!(bench.fees(), pending, "the clock of the first change was not restarted");
    }
    bench.next_epoch();
    assert_refused(bench.sync_fee(), IssuerError::FeePending);
    bench.next_epoch();
    bench.sync_fee().expect("the first change acts");
    assert_eq!(bench.fees().map(|fee| fee.2), [125, FEE]);
}

#[test]
fn calling_it_in_every_epoch_with_ever_new_values_cannot_keep_fees_from_acting() {
    let mut bench = Bench::new();
    let mut acted = 0;
    for step in 0..12 {
        bench.publish(FEE_BPS, 101 + step);
        acted += u32::from(bench.sync_fee().is_ok());
        bench.next_epoch();
    }
    assert_eq!(acted, 6, "every second epoch");
}

#[test]
fn a_fee_outside_0_to_100_percent_is_refused() {
    let mut bench = Bench::new();
    for fee in [-1, 10_001, 65_536 + 100, i64::MIN] {
        bench.publish(FEE_BPS, fee);
        assert_refused(bench.sync_fee(), IssuerError::FeeOutOfRange);
    }
    bench.publish(FEE_BPS, 10_000);
    bench.sync_fee().expect("100 % is legal for the mint; the policy's bounds forbid it");
}

/// Each account of `sync_fee` replaced by somebody else's.
#[test]
fn foreign_accounts_are_refused() {
    let mut bench = Bench::new();
    bench.publish(FEE_BPS, 125);
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let swap = |bench: &Bench, place: usize, key| -> Instruction {
        let mut sync = bench.desk.sync_fee();
        sync.accounts[place].pubkey = key;
        sync
    };
    let stranger = actor("stranger").pubkey();
    let cases = [
        (1, other.policy, IssuerError::WrongPolicy),
        (2, stranger, IssuerError::WrongMint),
        (3, stranger, IssuerError::WrongAuthority),
    ];
    for (place, key, error) in cases {
        let sync = swap(&bench, place, key);
        assert_refused(bench.world.send_one(sync, &[]), error);
    }
    let sync = swap(&bench, 0, bench.desk.metrics);
    assert_refused_with(bench.world.send_one(sync, &[]), "InvalidAccountData");
    let sync = swap(&bench, 0, bench.desk.policy);
    assert_refused_with(bench.world.send_one(sync, &[]), "IllegalOwner");
    let sync = swap(&bench, 4, SYSTEM);
    assert_refused_with(bench.world.send_one(sync, &[]), "IncorrectProgramId");
}
