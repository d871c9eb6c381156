//! `collect`: what was withheld is split by what arrived; bad accounts change nothing.

use economics::fees::{split, transfer_fee};
use economics::key::{BURN_SHARE, FEE_BPS, STAKERS_SHARE, TREASURY_SHARE};
use issuer::IssuerError;
use issuer::client::TOKEN_2022;
use issuer::events::Event;
use solana_address::Address;
use solana_instruction::AccountMeta;
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Genesis, Outcome, actor, assert_refused, assert_refused_with};

#[track_caller]
fn collected(outcome: Outcome) -> issuer::Collected {
    let all = events(&outcome.expect("collect succeeds"));
    let found =
        all.iter().find_map(|event| if let Event::Collected(collected) = event { Some(*collected) } else { None });
    found.expect("collected")
}

#[test]
fn fees_are_burned_and_shared_as_the_policy_says() {
    let mut bench = Bench::new();
    let holders: Vec<_> = (0..3).map(|_| bench.holder(1_000_000)).collect();
    let (fees, before) = (30_000, bench.supply());
    let landed = bench.collect(&holders).expect("harvest");
    let parts = split(fees, 3_000, 5_000);
    let net = |amount| amount - transfer_fee(amount, FEE, u64::MAX);
    assert_eq!(bench.supply(), before - parts.burn, "a real burn");
    assert_eq!(bench.amount(bench.desk.staking_vault), net(parts.stakers));
    assert_eq!(bench.amount(bench.desk.treasury_vault), net(parts.treasury));
    assert_eq!(bench.amount(bench.desk.fee_vault), 0);
    assert!(holders.iter().all(|holder| bench.withheld(*holder) == 0 && bench.amount(*holder) == 990_000));
    let [Event::Burned(burned), Event::Collected(event)] = events(&landed)[..] else { panic!("two events") };
    assert_eq!((burned.amount, burned.total, burned.by_issuer), (parts.burn, parts.burn, 1));
    assert_eq!((event.withdrawn, event.recirculated, event.fees, event.donated), (fees, 0, fees, 0));
    assert_eq!((event.burned, event.stakers, event.treasury), (parts.burn, parts.stakers, parts.treasury));
    assert_eq!((event.stakers_net, event.treasury_net), (net(parts.stakers), net(parts.treasury)));
    assert_eq!(event.withheld_again, fees - parts.burn - net(parts.stakers) - net(parts.treasury));
    assert_eq!(event.supply, bench.supply());
    bench.assert_books_close();
}

#[test]
fn fees_of_the_issuers_own_transfers_come_back_and_are_never_counted_twice() {
    let mut bench = Bench::new();
    let holder = bench.holder(500_000_000);
    let first = collected(bench.collect(&[holder]));
    let mut outstanding = first.withheld_again;
    assert!(outstanding > 0, "internal transfers pay the fee");
    for _ in 0..6 {
        let next = collected(bench.collect(&[]));
        assert_eq!((next.withdrawn, next.recirculated, next.fees), (outstanding, outstanding, 0));
        outstanding = next.withheld_again;
        bench.assert_books_close();
    }
    let ledger = bench.issuer().ledger;
    assert_eq!((ledger.fees_collected, ledger.period_fees), (5_000_000, 5_000_000), "only what others paid");
}

#[test]
fn new_fees_are_told_from_recirculated_ones() {
    let mut bench = Bench::new();
    let holder = bench.holder(500_000_000);
    let first = collected(bench.collect(&[holder]));
    bench.transfer(holder, 1_000_000).expect("enough");
    let second = collected(bench.collect(&[holder]));
    assert_eq!((second.recirculated, second.fees), (first.withheld_again, 10_000));
}

#[test]
fn a_harvest_that_somebody_else_made_still_counts() {
    let mut bench = Bench::new();
    let holder = bench.holder(1_000_000);
    let accounts = vec![AccountMeta::new(bench.desk.mint, false), AccountMeta::new(holder, false)];
    bench.world.send_one(token_2022(accounts, vec![26, 4]), &[]).expect("anyone may harvest to the mint");
    assert_eq!(bench.withheld(holder), 0);
    assert_eq!(collected(bench.collect(&[])).fees, 10_000);
}

#[test]
fn with_nothing_withheld_nothing_happens() {
    let mut bench = Bench::new();
    let before = bench.supply();
    let event = collected(bench.collect(&[bench.genesis_account]));
    assert_eq!((event.withdrawn, event.burned, event.stakers, event.treasury), (0, 0, 0, 0));
    assert_eq!(bench.supply(), before);
}

#[test]
fn a_harvest_that_succeeds_without_harvesting_brings_nothing() {
    let mut bench = Bench::new();
    let holder = bench.holder(1_000_000);
    let foreign = foreign_mint_account(&mut bench);
    let sources = [foreign, actor("nobody").pubkey(), bench.desk.policy, bench.creator.pubkey()];
    let event = collected(bench.collect(&sources));
    assert_eq!((event.withdrawn, event.fees), (0, 0), "balances are believed, not return codes");
    assert_eq!(bench.withheld(holder), 10_000);
}

/// A token account of another mint, with fees withheld in it.
fn foreign_mint_account(bench: &mut Bench) -> Address {
    let real = bench.holder(1_000_000);
    let address = actor("foreign token account").pubkey();
    let mut account = bench.world.svm.get_account(&real).unwrap();
    account.data[0] ^= 1;
    bench.world.svm.set_account(address, account).unwrap();
    bench.collect(&[real]).expect("leave no fees behind");
    while bench.issuer().withheld_again > 0 {
        bench.publish(FEE_BPS, i64::from(FEE));
        bench.publish(BURN_SHARE, 10_000);
        bench.publish(STAKERS_SHARE, 0);
        bench.publish(TREASURY_SHARE, 0);
        bench.collect(&[]).expect("burn the rest");
    }
    address
}

#[test]
fn accounts_may_repeat_be_foreign_read_only_or_the_issuers_own() {
    let mut bench = Bench::new();
    let holders = [bench.holder(1_000_000), bench.holder(2_000_000)];
    let desk = bench.desk;
    let sources = [
        holders[0],
        holders[0],
        desk.mint,
        desk.staking_vault,
        desk.staking_vault,
        desk.fee_vault,
        desk.treasury_vault,
        desk.contributors_vault,
        desk.policy,
        desk.metrics,
        TOKEN_2022,
        actor("nobody").pubkey(),
        holders[1],
        holders[0],
    ];
    let mut collect = desk.collect(&sources);
    let last = collect.accounts.len() - 3;
    collect.accounts[last].is_writable = false;
    assert_eq!(collected(bench.world.send_one(collect, &[])).fees, 30_000, "each account once");
    bench.assert_books_close();
}

#[test]
fn a_read_only_source_is_passed_over() {
    let mut bench = Bench::new();
    let holders = [bench.holder(1_000_000), bench.holder(2_000_000)];
    let mut collect = bench.desk.collect(&holders);
    collect.accounts[8].is_writable = false;
    assert_eq!(collected(bench.world.send_one(collect, &[])).fees, 20_000);
    assert_eq!(bench.withheld(holders[0]), 10_000, "it keeps its fees for the next call");
}

#[test]
fn the_issuers_own_account_among_the_sources_is_refused() {
    let mut bench = Bench::new();
    let collect = bench.desk.collect(&[bench.desk.issuer]);
    assert_refused_with(bench.world.send_one(collect, &[]), "Custom(2040)");
}

#[test]
fn more_sources_than_one_call_takes_are_refused() {
    let mut bench = Bench::new();
    let holder = bench.holder(1_000_000);
    assert_refused(bench.collect(&[holder; 25]), IssuerError::TooManySources);
    assert_eq!(collected(bench.collect(&[holder; 24])).fees, 10_000);
}

#[test]
fn twenty_accounts_fit_into_one_transaction() {
    let mut bench = Bench::new();
    let holders: Vec<_> = (0..20).map(|_| bench.holder(1_000_000)).collect();
    assert_eq!(collected(bench.collect(&holders)).fees, 200_000);
    bench.assert_books_close();
}

#[test]
fn a_transfer_of_one_unit_is_eaten_by_the_rounded_fee_and_is_not_lost() {
    let mut bench = Bench::new();
    let holder = bench.holder(1);
    assert_eq!((bench.amount(holder), bench.withheld(holder)), (0, 1));
    for round in 0..5 {
        let event = collected(bench.collect(&[holder]));
        assert_eq!(
            (event.withdrawn, event.treasury, event.treasury_net),
            (1, 1, 0),
            "the treasury's unit is eaten again"
        );
        assert_eq!(event.fees, u64::from(round == 0), "and is a new fee only once");
        bench.assert_books_close();
    }
    assert_eq!(bench.issuer().ledger.fees_collected, 1);
}

#[test]
fn a_fee_of_100_percent_is_withheld_whole_and_comes_back_whole() {
    let mut bench = Bench::new();
    bench.publish(FEE_BPS, 10_000);
    bench.sync_fee().expect("new");
    bench.next_epoch();
    bench.next_epoch();
    let holder = bench.holder(1_000_000);
    assert_eq!((bench.amount(holder), bench.withheld(holder)), (0, 1_000_000));
    let event = collected(bench.collect(&[holder]));
    assert_eq!((event.burned, event.stakers_net, event.treasury_net), (300_000, 0, 0));
    assert_eq!(event.withheld_again, 700_000);
    let again = collected(bench.collect(&[]));
    assert_eq!((again.fees, again.recirculated, again.burned), (0, 700_000, 210_000));
    bench.assert_books_close();
}

#[test]
fn without_a_fee_there_is_nothing_to_collect() {
    let mut bench = Bench::new();
    bench.publish(FEE_BPS, 0);
    bench.sync_fee().expect("new");
    bench.next_epoch();
    bench.next_epoch();
    let holder = bench.holder(1_000_000);
    assert_eq!(collected(bench.collect(&[holder])).withdrawn, 0);
}

#[test]
fn what_somebody_sent_to_the_fee_vault_is_split_but_is_no_fee() {
    let mut bench = Bench::new();
    bench.transfer(bench.desk.fee_vault, 1_000_000).expect("a gift");
    let event = collected(bench.collect(&[]));
    assert_eq!((event.donated, event.withdrawn, event.fees), (990_000, 10_000, 10_000));
    assert_eq!(event.burned, 300_000);
    assert_eq!(bench.amount(bench.desk.fee_vault), 0, "nothing is stuck");
    bench.assert_books_close();
}

#[test]
fn shares_of_the_policy_decide_at_the_moment_of_the_call() {
    for (burn, stakers, treasury) in [(10_000, 0, 0), (0, 10_000, 0), (0, 0, 10_000), (1, 1, 9_998)] {
        let mut bench = Bench::new();
        let holder = bench.holder(100_000_000);
        bench.publish(BURN_SHARE, burn);
        bench.publish(STAKERS_SHARE, stakers);
        bench.publish(TREASURY_SHARE, treasury);
        let event = collected(bench.collect(&[holder]));
        assert_eq!(event.burned + event.stakers + event.treasury, 1_000_000);
        assert_eq!((event.burned, event.stakers), (burn as u64 * 100, stakers as u64 * 100));
        bench.assert_books_close();
    }
}

#[test]
fn foreign_accounts_are_refused_wherever_they_stand() {
    let mut bench = Bench::new();
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let (desk, holder) = (bench.desk, bench.holder(1_000_000));
    let cases: [(usize, Address, IssuerError); 8] = [
        (1, other.policy, IssuerError::WrongPolicy),
        (2, holder, IssuerError::WrongMint),
        (3, desk.mint_authority, IssuerError::WrongAuthority),
        (4, holder, IssuerError::WrongVault),
        (5, holder, IssuerError::WrongVault),
        (6, holder, IssuerError::WrongVault),
        (5, desk.treasury_vault, IssuerError::WrongVault),
        (6, desk.staking_vault, IssuerError::WrongVault),
    ];
    for (place, key, error) in cases {
        let mut collect = desk.collect(&[holder]);
        collect.accounts[place].pubkey = key;
        assert_refused(bench.world.send_one(collect, &[]), error);
    }
    let mut collect = desk.collect(&[holder]);
    collect.accounts[7].pubkey = SYSTEM;
    assert_refused_with(bench.world.send_one(collect, &[]), "IncorrectProgramId");
    assert_eq!(bench.withheld(holder), 10_000);
}

#[test]
fn nobody_but_the_issuer_withdraws_withheld_fees() {
    let mut bench = Bench::new();
    let holder = bench.holder(1_000_000);
    let stranger = bench.world.funded("stranger");
    let withdraw = |authority: AccountMeta| {
        let accounts = vec![AccountMeta::new(bench.desk.mint, false), AccountMeta::new(holder, false), authority];
        token_2022(accounts, vec![26, 2])
    };
    let signed = withdraw(AccountMeta::new_readonly(stranger.pubkey(), true));
    let unsigned = withdraw(AccountMeta::new_readonly(bench.desk.withdraw_authority, false));
    bench.world.send_one(signed, &[&stranger]).expect_err("not the authority");
    assert_refused_with(bench.world.send_one(unsigned, &[]), "MissingRequiredSignature");
}
