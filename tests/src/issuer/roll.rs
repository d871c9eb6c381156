//! `roll`: periods close one after the other, with numbers that everyone can check.

use economics::key::EMISSION_RATE;
use issuer::IssuerError;
use issuer::events::Event;
use issuer::state::{Breaker, CreateArgs};
use solana_address::Address;
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Genesis, Outcome, actor, assert_refused, assert_refused_with};

#[track_caller]
fn rolled(outcome: Outcome) -> issuer::PeriodRolled {
    let all = events(&outcome.expect("the period is over"));
    let found = all.iter().find_map(|event| if let Event::PeriodRolled(rolled) = event { Some(*rolled) } else { None });
    found.expect("rolled")
}

#[test]
fn a_period_closes_with_its_numbers() {
    let mut bench = Bench::new();
    let start = bench.world.now().unix;
    let holder = bench.holder(1_000_000_000);
    bench.stake(400_000_000);
    bench.wait(DAY);
    bench.emit().expect("emit never fails");
    bench.collect(&[holder, bench.desk.staking_vault]).expect("harvest");
    bench.burn(77).expect("a holder may burn");
    let ledger = bench.issuer().ledger;
    let event = rolled(bench.roll());

    let row = bench.metrics().ring.periods[0];
    assert_eq!((row.start, row.end), (start, start + DAY));
    assert_eq!((row.supply, row.minted), (bench.supply(), ledger.window_minted));
    assert_eq!((row.burned, row.fees), (ledger.burned + 77, 10_000_000 + 4_000_000));
    assert_eq!((row.staked, row.stakers, row.rewards_paid), (396_000_000, 1, 0));
    assert_eq!(row.treasury, bench.amount(bench.desk.treasury_vault));
    assert_eq!(row.supply, GENESIS + row.minted - row.burned);
    assert_eq!((event.number, event.start, event.end, event.supply), (0, row.start, row.end, row.supply));
    assert_eq!((event.minted, event.burned, event.fees), (row.minted, row.burned, row.fees));
    assert_eq!((event.staked, event.stakers, event.treasury), (row.staked, row.stakers, row.treasury));
    assert_eq!(event.base_supply, bench.supply());

    let ledger = bench.issuer().ledger;
    assert_eq!((ledger.window_minted, ledger.period_burned, ledger.period_fees), (0, 0, 0));
    assert_eq!((ledger.base_supply, ledger.period_start), (bench.supply(), start + DAY));
    bench.assert_books_close();
}

#[test]
fn a_period_that_is_not_over_stays_open() {
    let mut bench = Bench::new();
    assert_refused(bench.roll(), IssuerError::PeriodNotOver);
    bench.wait(DAY - 1);
    assert_refused(bench.roll(), IssuerError::PeriodNotOver);
    bench.wait(1);
    bench.roll().expect("over");
    assert_refused(bench.roll(), IssuerError::PeriodNotOver);
}

#[test]
fn a_late_roll_closes_one_long_period() {
    let mut bench = Bench::new();
    bench.wait(10 * DAY);
    let event = rolled(bench.roll());
    assert_eq!(event.end - event.start, 10 * DAY);
    assert_refused(bench.roll(), IssuerError::PeriodNotOver);
}

#[test]
fn emission_is_accrued_on_the_old_supply_before_the_new_one_counts() {
    let mut bench = Bench::new();
    bench.burn(GENESIS / 2).expect("a holder may burn");
    bench.wait(DAY);
    let event = rolled(bench.roll());
    let old = 219_178_082;
    assert_eq!((event.pending, event.base_supply), (old, GENESIS / 2), "8 % of the old supply");
    bench.wait(DAY);
    bench.emit().expect("emit never fails");
    assert_eq!(bench.supply(), GENESIS / 2 + old + 109_589_041, "8 % of the new supply");
}

#[test]
fn the_ring_keeps_the_last_64_periods_and_their_supplies_add_up() {
    let mut bench = Bench::with(CreateArgs { breaker: Breaker { period_secs: 10, max_bps: 50 }, ..args() });
    bench.publish(EMISSION_RATE, 150_000);
    for round in 0..70 {
        bench.wait(10);
        bench.emit().expect("emit never fails");
        if round % 3 == 0 {
            bench.burn(1_000 + round).expect("a holder may burn");
        }
        assert_eq!(rolled(bench.roll()).number, round);
    }
    let metrics = bench.metrics();
    assert_eq!(metrics.ring.head, 70);
    let rows: Vec<_> = metrics.rules().iter().collect();
    assert_eq!(rows.len(), 64);
    for pair in rows.windows(2) {
        assert_eq!(pair[0].end, pair[1].start);
        assert_eq!(pair[1].supply, pair[0].supply + pair[1].minted - pair[1].burned);
    }
    assert_eq!(rows[63].supply, bench.supply());
}

#[test]
fn foreign_accounts_are_refused_wherever_they_stand() {
    let mut bench = Bench::new();
    bench.wait(DAY);
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let (desk, holder) = (bench.desk, bench.holder(1));
    let metrics = copy(&mut bench, desk.metrics);
    let cases: [(usize, Address, IssuerError); 6] = [
        (1, metrics, IssuerError::WrongMetrics),
        (2, other.policy, IssuerError::WrongPolicy),
        (3, holder, IssuerError::WrongMint),
        (4, holder, IssuerError::WrongVault),
        (5, desk.staking_vault, IssuerError::WrongPool),
        (5, actor("nobody").pubkey(), IssuerError::WrongPool),
    ];
    for (place, key, error) in cases {
        let mut roll = desk.roll();
        roll.accounts[place].pubkey = key;
        assert_refused(bench.world.send_one(roll, &[]), error);
    }
    let mut roll = desk.roll();
    roll.accounts[1].pubkey = desk.issuer;
    assert_refused_with(bench.world.send_one(roll, &[]), "Custom(2040)");
    bench.roll().expect("with its own accounts");
}

fn copy(bench: &mut Bench, from: Address) -> Address {
    let account = bench.world.svm.get_account(&from).unwrap();
    let to = actor("copy").pubkey();
    bench.world.svm.set_account(to, account).unwrap();
    to
}

#[test]
fn a_pool_that_the_staking_program_does_not_own_is_refused() {
    let mut bench = Bench::new();
    bench.wait(DAY);
    let pool = bench.desk.staking_pool;
    let mut account = bench.world.svm.get_account(&pool).unwrap();
    account.owner = SYSTEM;
    bench.world.svm.set_account(pool, account).unwrap();
    assert_refused(bench.roll(), IssuerError::WrongPool);
}
