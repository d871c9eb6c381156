//! `emit`: time and policy decide what is minted; callers do not.

use economics::emission::SMALLEST_EMISSION;
use economics::key::{EMISSION_RATE, GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY};
use economics::time::Now;
use issuer::IssuerError;
use issuer::events::Event;
use issuer::state::{Breaker, CreateArgs, Schedule};
use solana_address::Address;
use solana_signer::Signer;

use super::desk::*;
use crate::world::{Genesis, Outcome, actor, assert_refused, assert_refused_with};

/// `⌊supply × rate × secs / year⌋`.
fn due(supply: u64, rate_ppm: i64, secs: i64) -> u64 {
    let year_ppm = YEAR as u128 * 1_000_000;
    (u128::from(supply) * rate_ppm as u128 * secs as u128 / year_ppm) as u64
}

fn emitted(outcome: Outcome) -> issuer::Emitted {
    match events(&outcome.expect("emit never fails"))[..] {
        [Event::Emitted(emitted)] => emitted,
        ref others => panic!("one event, not {others:?}"),
    }
}

#[test]
fn a_day_of_emission_goes_to_the_gauges_by_their_weights() {
    let mut bench = Bench::new();
    bench.wait(DAY);
    let event = emitted(bench.emit());
    let minted = due(GENESIS, RATE, DAY);
    let (staking, contributors) = (minted * 6_000 / 10_000, minted * 2_500 / 10_000);
    assert_eq!((event.minted, event.accrued, event.pending), (minted, minted, 0));
    assert_eq!(bench.amount(bench.desk.staking_vault), staking);
    assert_eq!(bench.amount(bench.desk.contributors_vault), contributors);
    assert_eq!(bench.amount(bench.desk.treasury_vault), minted - staking - contributors, "the rest, not a share");
    assert_eq!(
        (event.staking, event.contributors, event.treasury),
        (staking, contributors, minted - staking - contributors)
    );
    assert_eq!((event.ever_minted, event.supply), (GENESIS + minted, GENESIS + minted));
    assert_eq!(event.from + DAY, event.unix);
    assert_eq!(bench.issuer().ledger.gauge_minted[..3], [event.staking, event.contributors, event.treasury]);
    bench.assert_books_close();
}

#[test]
fn new_weights_split_the_next_emission() {
    let mut bench = Bench::new();
    bench.publish(GAUGE_STAKING, 0);
    bench.publish(GAUGE_CONTRIB, 0);
    bench.publish(GAUGE_TREASURY, 10_000);
    bench.wait(DAY);
    let event = emitted(bench.emit());
    assert_eq!((event.staking, event.contributors, event.treasury), (0, 0, event.minted));
}

#[test]
fn emit_called_every_second_mints_as_much_as_emit_called_once() {
    let mut often = Bench::new();
    let mut once = Bench::new();
    for _ in 0..200 {
        often.wait(1);
        often.emit().expect("emit never fails");
    }
    once.wait(200);
    for bench in [&mut often, &mut once] {
        bench.wait(1_000);
        bench.emit().expect("emit never fails");
    }
    let [a, b] = [often.issuer().ledger, once.issuer().ledger];
    assert_eq!((a.ever_minted, a.pending, a.carry), (b.ever_minted, b.pending, b.carry));
    assert_eq!(a.ever_minted - GENESIS, due(GENESIS, RATE, 1_200));
}

#[test]
fn an_amount_too_small_to_split_fairly_waits() {
    let mut bench = Bench::new();
    bench.wait(1);
    let event = emitted(bench.emit());
    assert!(event.accrued > 0 && event.accrued < SMALLEST_EMISSION);
    assert_eq!((event.minted, event.pending), (0, event.accrued));
}

#[test]
fn after_a_year_without_calls_the_breaker_lets_one_share_through_per_period_and_nothing_is_lost() {
    let mut bench = Bench::new();
    bench.wait(YEAR);
    let limit = GENESIS / 200;
    assert_eq!(emitted(bench.emit()).minted, limit, "0.5 % of the supply");
    let again = emitted(bench.emit());
    assert_eq!(again.minted, 0, "the breaker is not drained in more steps either");
    assert_eq!(again.pending + limit, due(GENESIS, RATE, YEAR), "the rest stays owed");
    bench.roll().expect("the period is over");
    assert_eq!(emitted(bench.emit()).minted, (GENESIS + limit) / 200, "0.5 % of the new supply");
    bench.assert_books_close();
}

#[test]
fn a_raised_rate_cannot_be_drained_in_one_step() {
    let mut bench = Bench::new();
    bench.publish(EMISSION_RATE, i64::MAX);
    bench.wait(DAY - 1);
    for _ in 0..3 {
        bench.emit().expect("emit never fails");
    }
    let minted = bench.supply() - GENESIS;
    assert_eq!(minted, due(GENESIS, 150_000, DAY - 1), "the schedule's ceiling holds");
    assert!(minted <= GENESIS / 200, "and the breaker above it");
}

#[test]
fn the_schedule_caps_the_rate_and_falls_with_the_years() {
    let schedule =
        Schedule { initial_ppm: 50_000, floor_ppm: 10_000, disinflation_bps: 5_000, start: crate::world::START.unix };
    let mut bench = Bench::with(CreateArgs { schedule, ..args() });
    let start = bench.issuer().ledger.accrued_to;
    bench.wait(3 * YEAR);
    bench.emit().expect("emit never fails");
    let first_year = schedule.start + YEAR - start;
    let ppm_secs = 50_000 * first_year + 25_000 * YEAR + 12_500 * YEAR + 10_000 * (start - schedule.start);
    let ledger = bench.issuer().ledger;
    assert_eq!(ledger.ever_minted - GENESIS + ledger.pending, due(GENESIS, 1, ppm_secs));
}

#[test]
fn a_changed_rate_counts_from_its_change_and_the_old_one_before() {
    let mut bench = Bench::new();
    bench.wait(1_000);
    bench.publish(EMISSION_RATE, 40_000);
    bench.wait(3_000);
    let event = emitted(bench.emit());
    assert_eq!(event.accrued, due(GENESIS, 1, 80_000 * 1_000 + 40_000 * 3_000));
}

#[test]
fn where_a_whole_change_was_missed_the_lower_rate_counts() {
    let mut bench = Bench::new();
    bench.wait(1_000);
    bench.publish(EMISSION_RATE, 100_000);
    bench.wait(1_000);
    bench.publish(EMISSION_RATE, 90_000);
    bench.wait(1_000);
    let event = emitted(bench.emit());
    assert_eq!(event.accrued, due(GENESIS, 1, 80_000 * 2_000 + 90_000 * 1_000));
}

#[test]
fn a_rate_of_zero_mints_nothing_and_a_negative_one_is_zero() {
    for rate in [0, -1, i64::MIN] {
        let mut bench = Bench::new();
        bench.publish(EMISSION_RATE, rate);
        bench.wait(YEAR);
        assert_eq!(emitted(bench.emit()).minted, 0);
    }
}

#[test]
fn the_cap_counts_what_was_ever_minted_so_burning_re_opens_nothing() {
    let cap = GENESIS + 1_000_000;
    let mut bench = Bench::with(CreateArgs { cap, ..args() });
    bench.wait(DAY);
    bench.emit().expect("emit never fails");
    assert_eq!(bench.supply(), cap);
    bench.burn(GENESIS / 2).expect("a holder may burn");
    for _ in 0..3 {
        bench.wait(DAY);
        bench.roll().expect("the period is over");
        assert_eq!(emitted_after_burn(bench.emit()).minted, 0);
    }
    let ledger = bench.issuer().ledger;
    assert_eq!((ledger.ever_minted, ledger.pending), (cap, 0));
    assert_eq!(bench.supply(), cap - GENESIS / 2);
    bench.assert_books_close();
}

fn emitted_after_burn(outcome: Outcome) -> issuer::Emitted {
    let all = events(&outcome.expect("emit never fails"));
    let found = all.iter().find_map(|event| if let Event::Emitted(emitted) = event { Some(*emitted) } else { None });
    found.expect("emitted")
}

#[test]
fn the_whole_range_of_a_token_mints_without_overflow() {
    let everything = CreateArgs {
        cap: u64::MAX,
        genesis_supply: u64::MAX / 2,
        schedule: Schedule { initial_ppm: 2_000_000, floor_ppm: 2_000_000, disinflation_bps: 0, start: 0 },
        breaker: Breaker { period_secs: 1, max_bps: 50 },
    };
    let mut bench = Bench::with(everything);
    bench.publish(EMISSION_RATE, 2_000_000);
    for _ in 0..20 {
        bench.wait(10 * YEAR);
        bench.emit().expect("emit never fails");
        bench.roll().expect("a second has passed");
    }
    let ledger = bench.issuer().ledger;
    assert!(ledger.ever_minted.checked_add(ledger.pending).is_some(), "never owed beyond the cap");
    bench.assert_books_close();
}

#[test]
fn a_clock_that_goes_backwards_mints_nothing_twice() {
    let mut bench = Bench::new();
    bench.wait(DAY);
    bench.emit().expect("emit never fails");
    let (now, minted) = (bench.world.now(), bench.supply());
    bench.world.set_now(Now { unix: now.unix - 7_200, ..now });
    assert_eq!(emitted(bench.emit()).minted, 0);
    bench.world.set_now(now);
    assert_eq!(emitted(bench.emit()).minted, 0);
    assert_eq!(bench.supply(), minted);
}

#[test]
fn holders_burns_are_booked_when_the_issuer_is_called_next() {
    let mut bench = Bench::new();
    bench.burn(123_456).expect("a holder may burn");
    let landed = bench.emit().expect("emit never fails");
    let [Event::Burned(burned), Event::Emitted(emitted)] = events(&landed)[..] else { panic!("two events") };
    assert_eq!((burned.amount, burned.total, burned.by_issuer), (123_456, 123_456, 0));
    assert_eq!((emitted.burned, emitted.supply), (123_456, GENESIS - 123_456));
    bench.assert_books_close();
}

#[test]
fn a_mint_with_more_supply_than_was_ever_minted_stops_the_issuer() {
    let mut bench = Bench::new();
    let mint = bench.desk.mint;
    bench.world.poke(&mint, |data| data[36..44].copy_from_slice(&(GENESIS + 1).to_le_bytes()));
    assert_refused(bench.emit(), IssuerError::SupplyAboveMinted);
    assert_refused(bench.collect(&[]), IssuerError::SupplyAboveMinted);
}

#[test]
fn books_that_would_not_add_up_stop_the_issuer() {
    let mut bench = Bench::new();
    let (issuer, cap_at) = (bench.desk.issuer, 8 + std::mem::offset_of!(issuer::Issuer, ledger));
    bench.world.poke(&issuer, |data| data[cap_at..cap_at + 8].copy_from_slice(&(GENESIS - 1).to_le_bytes()));
    assert_refused(bench.emit(), IssuerError::InvariantBroken);
}

#[test]
fn foreign_accounts_are_refused_wherever_they_stand() {
    let mut bench = Bench::new();
    let other = Genesis::named("other").economy(&mut bench.world).gate;
    let (desk, stranger) = (bench.desk, actor("stranger").pubkey());
    let mine = bench.open(&stranger);
    bench.wait(DAY);
    let cases: [(usize, Address, IssuerError); 10] = [
        (1, other.policy, IssuerError::WrongPolicy),
        (2, mine, IssuerError::WrongMint),
        (3, desk.fee_authority, IssuerError::WrongAuthority),
        (3, stranger, IssuerError::WrongAuthority),
        (5, mine, IssuerError::WrongVault),
        (6, mine, IssuerError::WrongVault),
        (7, mine, IssuerError::WrongVault),
        (5, desk.fee_vault, IssuerError::WrongVault),
        (6, desk.fee_vault, IssuerError::WrongVault),
        (7, desk.fee_vault, IssuerError::WrongVault),
    ];
    for (place, key, error) in cases {
        let mut emit = desk.emit();
        emit.accounts[place].pubkey = key;
        assert_refused(bench.world.send_one(emit, &[]), error);
    }
    let framework: [(usize, Address, &str); 5] = [
        (0, other.policy, "IllegalOwner"),
        (0, desk.metrics, "InvalidAccountData"),
        (1, desk.metrics, "IllegalOwner"),
        (1, desk.council, "AccountDataTooSmall"),
        (4, SYSTEM, "IncorrectProgramId"),
    ];
    for (place, key, words) in framework {
        let mut emit = desk.emit();
        emit.accounts[place].pubkey = key;
        assert_refused_with(bench.world.send_one(emit, &[]), words);
    }
    assert_eq!(bench.supply(), GENESIS);
}

#[test]
fn the_same_account_twice_is_refused() {
    let mut bench = Bench::new();
    for (from, to) in [(5, 6), (6, 7), (5, 7), (2, 5), (0, 7)] {
        let mut emit = bench.desk.emit();
        emit.accounts[to].pubkey = emit.accounts[from].pubkey;
        bench.world.send_one(emit, &[]).expect_err("one account cannot stand in two places");
    }
}

#[test]
fn read_only_accounts_are_refused() {
    let mut bench = Bench::new();
    bench.wait(DAY);
    for (place, words) in
        [(0, "Custom(2000)"), (2, "Custom(2000)"), (5, "Privilege"), (6, "Privilege"), (7, "Privilege")]
    {
        let mut emit = bench.desk.emit();
        emit.accounts[place].is_writable = false;
        assert_refused_with(bench.world.send_one(emit, &[]), words);
    }
}

#[test]
fn account_data_that_is_one_byte_short_is_refused() {
    let mut bench = Bench::new();
    for address in [bench.desk.issuer, bench.desk.policy] {
        let whole = bench.world.svm.get_account(&address).unwrap();
        let mut short = whole.clone();
        short.data.pop();
        bench.world.svm.set_account(address, short).unwrap();
        assert_refused_with(bench.emit(), "AccountDataTooSmall");
        bench.world.svm.set_account(address, whole).unwrap();
    }
    bench.emit().expect("whole again");
}
