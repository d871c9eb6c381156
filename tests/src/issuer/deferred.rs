//! What is owed when nobody could or did mint: pauses, missed changes, and the breaker behind both.

use economics::key::EMISSION_RATE;
use economics::pause;
use issuer::events::Event;

use super::desk::*;
use crate::world::Outcome;

#[track_caller]
fn emitted(outcome: Outcome) -> issuer::Emitted {
    let all = events(&outcome.expect("emit never fails"));
    let found = all.iter().find_map(|event| if let Event::Emitted(emitted) = event { Some(*emitted) } else { None });
    found.expect("emitted")
}

/// `⌊supply × ppm-seconds / year⌋`.
fn due(ppm_secs: i64) -> u64 {
    (u128::from(GENESIS) * ppm_secs as u128 / (YEAR as u128 * 1_000_000)) as u64
}

// ---- pause

#[test]
fn a_pause_defers_emission_and_forfeits_nothing() {
    let mut paused = Bench::new();
    let mut free = Bench::new();
    let until = paused.world.now().unix + 3 * DAY;
    paused.pause(pause::EMISSION, until);
    for _ in 0..3 {
        paused.wait(DAY);
        free.wait(DAY);
        let event = emitted(paused.emit());
        assert_eq!((event.minted, event.paused, event.unassigned), (0, 1, 0));
        assert_eq!(event.accrued, emitted(free.emit()).accrued, "the clock runs on");
    }
    assert_eq!(paused.supply(), GENESIS);
    for bench in [&mut paused, &mut free] {
        bench.wait(100);
        bench.emit().expect("emit never fails");
    }
    assert_eq!(paused.supply(), free.supply(), "what was owed is minted afterwards");
    let [a, b] = [paused.issuer().ledger, free.issuer().ledger];
    assert_eq!((a.carry, a.pending, a.gauge_minted.iter().sum::<u64>()), (b.carry, b.pending, b.ever_minted - GENESIS));
}

#[test]
fn the_breaker_bounds_what_follows_a_pause() {
    let mut bench = Bench::new();
    let start = bench.world.now().unix;
    bench.publish(EMISSION_RATE, 150_000);
    // Longer than a guardian may: the breaker does not rely on the guardian's limit.
    bench.pause(pause::EMISSION, start + 60 * DAY);
    for _ in 0..60 {
        bench.wait(DAY);
        bench.emit().expect("emit never fails");
        bench.roll().expect("a period is over");
    }
    bench.wait(1);
    let owed = bench.issuer().ledger.pending;
    assert!(owed > GENESIS / 50, "more than four periods may mint");
    assert_eq!(emitted(bench.emit()).minted, GENESIS / 200);
    assert_eq!(emitted(bench.emit()).minted, 0);
    bench.assert_books_close();
}

#[test]
fn a_pause_of_anything_else_leaves_emission_alone() {
    let mut bench = Bench::new();
    bench.pause(pause::ALL & !pause::EMISSION, i64::MAX);
    bench.wait(DAY);
    let event = emitted(bench.emit());
    assert_eq!((event.minted, event.paused), (due(RATE * DAY), 0));
}

#[test]
fn a_pause_ends_on_its_own_with_its_last_second() {
    let mut bench = Bench::new();
    let until = bench.world.now().unix + DAY;
    bench.pause(pause::EMISSION, until);
    bench.wait(DAY);
    assert_eq!(emitted(bench.emit()).minted, 0, "the last second is still paused");
    bench.wait(1);
    assert_eq!(emitted(bench.emit()).minted, due(RATE * (DAY + 1)));
}

#[test]
fn fees_metrics_and_shares_go_on_under_every_pause() {
    let mut bench = Bench::new();
    bench.pause(pause::ALL, i64::MAX);
    let holder = bench.holder(1_000_000);
    bench.collect(&[holder]).expect("collect knows no pause");
    bench.wait(DAY);
    bench.roll().expect("roll knows no pause");
    bench.assert_books_close();
}

// ---- missed changes

#[test]
fn one_change_missed_for_a_year_is_accrued_exactly() {
    let mut bench = Bench::new();
    bench.wait(300 * DAY);
    bench.publish(EMISSION_RATE, 40_000);
    bench.wait(65 * DAY - 1);
    assert_eq!(emitted(bench.emit()).accrued, due(RATE * 300 * DAY + 40_000 * (65 * DAY - 1)));
}

#[test]
fn a_lower_rate_hidden_between_two_equal_ones_is_never_over_minted() {
    let mut bench = Bench::new();
    let start = bench.world.now().unix;
    for rate in [0, RATE, RATE + 5_000] {
        bench.wait(10 * DAY);
        bench.publish(EMISSION_RATE, rate);
    }
    bench.wait(DAY);
    let event = emitted(bench.emit());
    let governed = due(RATE * 10 * DAY + RATE * 10 * DAY + (RATE + 5_000) * DAY);
    // 0 was held from day 10 to day 20; every 5-day bucket that it touched counts as 0.
    let bucket = |day: i64| (start + day * DAY).div_euclid(5 * DAY);
    let held_zero = bucket(10)..=bucket(20);
    let seconds = |second: i64| !held_zero.contains(&second.div_euclid(5 * DAY));
    let counted = (start..start + 30 * DAY).step_by(60).filter(|second| seconds(*second)).count() as i64 * 60;
    let expected = due(RATE * counted + (RATE + 5_000) * DAY);
    assert!(event.accrued.abs_diff(expected) <= due(RATE * 120), "{} is not {expected}", event.accrued);
    assert!(event.accrued < governed, "never more than was governed");
}

#[test]
fn a_reader_that_is_called_between_all_changes_loses_nothing() {
    let mut bench = Bench::new();
    let mut governed = 0;
    let mut rate = RATE;
    for next in [0, RATE, 120_000, 10_000, RATE] {
        bench.wait(3 * DAY);
        governed += rate * 3 * DAY;
        bench.publish(EMISSION_RATE, next);
        rate = next;
        bench.emit().expect("emit never fails");
    }
    let ledger = bench.issuer().ledger;
    assert_eq!(ledger.ever_minted - GENESIS + ledger.pending, due(governed));
}

#[test]
fn roll_accrues_like_emit_where_changes_were_missed() {
    let mut rolled = Bench::new();
    let mut emitted = Bench::new();
    for bench in [&mut rolled, &mut emitted] {
        for rate in [1_000, RATE, 90_000] {
            bench.wait(6 * DAY);
            bench.publish(EMISSION_RATE, rate);
        }
        bench.wait(DAY);
    }
    rolled.roll().expect("the period is over");
    emitted.emit().expect("emit never fails");
    let [a, b] = [rolled.issuer().ledger, emitted.issuer().ledger];
    assert_eq!((a.pending, a.carry), (b.pending + b.ever_minted - GENESIS, b.carry));
}
