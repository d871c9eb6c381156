//! `set_root` and `close_root`: what the economy may promise, and how a promise ends.

use issuer::IssuerError;
use issuer::client::Shares;
use issuer::events::Event;
use solana_instruction::Instruction;
use solana_signer::Signer;

use super::desk::*;
use super::list::*;
use crate::world::{Genesis, assert_refused, assert_refused_with};

#[test]
fn the_economys_authority_opens_a_list_and_its_sum_is_reserved() {
    let mut bench = Bench::with_fund();
    let (shares, now) = (list(5, 1_000), bench.world.now().unix);
    let landed = bench.open_list(&shares).expect("the economy opens a list");
    let [Event::RootSet(set)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((set.number, set.root, set.leaves, set.total), (1, shares.root(), 5, 15_000));
    assert_eq!((set.opens, set.closes, set.reserved), (now + OPENS, now + CLOSES, 15_000));
    let slot = bench.slots()[0];
    assert_eq!((slot.number, slot.root, slot.total, slot.claimed), (1, shares.root(), 15_000, 0));
    assert_eq!(bench.issuer().distributions.rules().reserved(), 15_000);
}

#[test]
fn a_list_without_the_economys_signature_is_refused_whoever_else_signs() {
    let mut bench = Bench::with_fund();
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let now = bench.world.now().unix;
    let set = |bench: &Bench| bench.desk.set_root(&list(5, 1_000), now, now + 100);
    let mut unsigned = set(&bench);
    unsigned.accounts[0].is_signer = false;
    assert_refused_with(bench.world.send_one(unsigned, &[]), "MissingRequiredSignature");
    let foreign = governor::pda::authority(&other.council).0;
    for signer in [bench.creator.pubkey(), bench.desk.distributor, bench.desk.policy, foreign] {
        let mut set = set(&bench);
        set.accounts[0].pubkey = signer;
        assert_refused(bench.as_economy(set), IssuerError::NotEconomy);
    }
    let mut stolen = set(&bench);
    stolen.accounts[0].pubkey = bench.creator.pubkey();
    assert_refused(bench.world.send_one(stolen, &[&bench.creator]), IssuerError::NotEconomy);
    assert_eq!(bench.issuer().distributions.opened, 0);
}

#[test]
fn a_list_above_what_earlier_lists_leave_in_the_vault_is_refused() {
    let mut bench = Bench::with_fund();
    let whole = |units| Shares::new(vec![issuer::client::Share { beneficiary: person(0), amount: units }]).unwrap();
    let fund = bench.fund();
    assert_refused(bench.open_list(&whole(fund + 1)), IssuerError::ListNotFunded);
    assert_refused(bench.open_list(&whole(u64::MAX)), IssuerError::ListNotFunded);
    bench.open_list(&whole(fund - 10)).expect("funded");
    assert_refused(bench.open_list(&whole(11)), IssuerError::ListNotFunded);
    bench.open_list(&whole(10)).expect("to the last unit");
    assert_refused(bench.open_list(&whole(1)), IssuerError::ListNotFunded);
}

/// `set_root` for a list of five, with `change` made to its data: tag 1, root 32, leaves 4, total 8, opens 8, closes 8.
fn changed(bench: &Bench, change: impl FnOnce(&mut [u8])) -> Instruction {
    let now = bench.world.now().unix;
    let mut set = bench.desk.set_root(&list(5, 1_000), now, now + 100);
    change(&mut set.data);
    set
}

const LEAVES: usize = 33;
const TOTAL: usize = 37;
const WINDOW: usize = 45;

#[test]
fn a_list_without_shares_or_sum_is_refused() {
    let mut bench = Bench::with_fund();
    let none = changed(&bench, |data| data[LEAVES..TOTAL].fill(0));
    assert_refused(bench.as_economy(none), IssuerError::ListEmpty);
    let nothing = changed(&bench, |data| data[TOTAL..WINDOW].fill(0));
    assert_refused(bench.as_economy(nothing), IssuerError::ListEmpty);
}

#[test]
fn a_window_that_is_empty_over_or_endless_is_refused() {
    let mut bench = Bench::with_fund();
    let (now, limit) = (bench.world.now().unix, economics::distribution::MAX_OPEN_SECS);
    let windows = [
        (now + 2, now + 1),
        (now - 10, now - 1),
        (now, now + limit + 1),
        (now + limit + 1, now + limit + 2),
        (i64::MIN, i64::MAX),
        (i64::MAX, i64::MIN),
    ];
    for (opens, closes) in windows {
        let set = changed(&bench, |data| {
            data[WINDOW..WINDOW + 8].copy_from_slice(&opens.to_le_bytes());
            data[WINDOW + 8..WINDOW + 16].copy_from_slice(&closes.to_le_bytes());
        });
        assert_refused(bench.as_economy(set), IssuerError::ListWindow);
    }
    let longest = bench.desk.set_root(&list(5, 1_000), now, now + limit);
    bench.as_economy(longest).expect("400 days");
}

#[test]
fn a_fifth_list_waits_until_one_is_closed() {
    let mut bench = Bench::with_fund();
    for _ in 0..4 {
        bench.open_list(&list(2, 10)).expect("room");
    }
    assert_refused(bench.open_list(&list(2, 10)), IssuerError::ListsFull);
    bench.wait(CLOSES + 1);
    bench.world.send_one(bench.desk.close_root(3), &[]).expect("its window is over");
    let landed = bench.open_list(&list(2, 10)).expect("room again");
    let [Event::RootSet(set)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!(set.number, 5, "no number comes twice");
    assert_eq!(bench.slots().map(|slot| slot.number), [1, 2, 5, 4]);
}

#[test]
fn a_list_is_measured_against_the_contributors_vault_and_no_other() {
    let mut bench = Bench::with_fund();
    for vault in [bench.desk.treasury_vault, bench.desk.staking_vault, bench.genesis_account] {
        let mut set = changed(&bench, |_| ());
        set.accounts[2].pubkey = vault;
        assert_refused(bench.as_economy(set), IssuerError::WrongVault);
    }
}

#[test]
fn anyone_ends_a_list_after_its_window_and_what_was_not_claimed_is_free_again() {
    let (mut bench, shares) = Bench::with_list(5);
    bench.claim_own(1, &shares, 4).expect("a share");
    let fund = bench.fund();
    bench.wait(CLOSES - OPENS);
    assert_refused(bench.world.send_one(bench.desk.close_root(1), &[]), IssuerError::ListStillOpen);
    bench.wait(1);
    let landed = bench.world.send_one(bench.desk.close_root(1), &[]).expect("its window is over");
    let [Event::RootClosed(closed)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((closed.number, closed.total, closed.claimed, closed.unclaimed), (1, 15_000, 5_000, 10_000));
    assert_eq!(bench.fund(), fund, "nothing moves");
    assert_eq!(bench.issuer().distributions.rules().reserved(), 0);
    let all = Shares::new(vec![issuer::client::Share { beneficiary: person(9), amount: fund }]).unwrap();
    bench.open_list(&all).expect("the unclaimed part funds later lists");
}

#[test]
fn a_list_that_is_not_open_cannot_be_closed() {
    let (mut bench, _) = Bench::with_list(2);
    bench.wait(CLOSES);
    for number in [0, 2, u64::MAX] {
        assert_refused(bench.world.send_one(bench.desk.close_root(number), &[]), IssuerError::NoSuchList);
    }
    bench.world.send_one(bench.desk.close_root(1), &[]).expect("its window is over");
    assert_refused(bench.world.send_one(bench.desk.close_root(1), &[]), IssuerError::NoSuchList);
}

#[test]
fn nobody_but_the_distributor_moves_what_contributors_are_owed() {
    let (mut bench, _) = Bench::with_list(5);
    let (vault, to, creator) = (bench.desk.contributors_vault, bench.genesis_account, bench.creator.pubkey());
    let (mint, economy) = (bench.desk.mint, bench.desk.economy);
    use solana_instruction::AccountMeta;
    let transfer = |authority| {
        let accounts = vec![
            AccountMeta::new(vault, false),
            AccountMeta::new_readonly(mint, false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(authority, true),
        ];
        token_2022(accounts, [&[12][..], &1u64.to_le_bytes(), &[6]].concat())
    };
    for authority in [creator, economy] {
        assert_refused_with(bench.as_economy(transfer(authority)), "Custom(4)");
    }
    let fund = bench.fund();
    bench.world.send_one(transfer(creator), &[&bench.creator]).expect_err("not the owner");
    assert_eq!(bench.fund(), fund);
}
