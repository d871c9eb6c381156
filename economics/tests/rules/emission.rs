use crate::bounds::{at, param, wide};
use economics::{
    bounds::{Param, Piece},
    emission::*,
    metrics::PoolTotals,
    time::{DAY, YEAR},
};
use proptest::prelude::*;

const SUPPLY: u64 = 1_000_000_000_000_000;

fn schedule() -> Schedule {
    Schedule { initial_ppm: 100_000, floor_ppm: 20_000, disinflation_bps: 1_500, start: 0 }
}

fn flat(ppm: u64) -> Schedule {
    Schedule { initial_ppm: ppm, floor_ppm: ppm, disinflation_bps: 0, start: 0 }
}

fn breaker() -> Breaker {
    Breaker { period_secs: 86_400, max_bps: 50 }
}

fn rate(ppm: i64) -> Param {
    param(ppm, wide())
}

fn open(cap: u64, ppm: i64) -> IssuerState {
    IssuerState::open(cap, SUPPLY, schedule(), breaker(), &rate(ppm), at(0)).unwrap()
}

const WEIGHTS: [i64; 3] = [6_000, 3_000, 1_000];

#[test]
fn the_ceiling_falls_once_a_year_down_to_the_floor() {
    let s = schedule();
    assert_eq!(s.ceiling_ppm(-YEAR), 100_000);
    assert_eq!(s.ceiling_ppm(YEAR - 1), 100_000);
    assert_eq!(s.ceiling_ppm(YEAR), 85_000);
    assert_eq!(s.ceiling_ppm(2 * YEAR), 72_250);
    assert_eq!(s.ceiling_ppm(3 * YEAR), 61_412, "61 412.5 rounded down");
    assert_eq!(s.ceiling_ppm(30 * YEAR), 20_000);
    assert_eq!(s.ceiling_ppm(i64::MAX), 20_000);
    assert_eq!(Schedule { disinflation_bps: 0, ..s }.ceiling_ppm(63 * YEAR), 100_000);
    assert_eq!(Schedule { disinflation_bps: 0, ..s }.ceiling_ppm(64 * YEAR), 20_000);
}

#[test]
fn a_year_at_ten_per_cent_is_ten_per_cent() {
    let mut state = open(u64::MAX, 100_000);
    state.accrue(&rate(100_000), at(YEAR));
    assert_eq!((state.pending, state.carry), (SUPPLY / 10, [0, 0]));
}

#[test]
fn a_rate_above_the_ceiling_counts_as_the_ceiling() {
    let mut state = open(u64::MAX, 999_999);
    state.accrue(&rate(999_999), at(2 * YEAR));
    assert_eq!(state.pending, SUPPLY / 1_000 * 185);
}

#[test]
fn a_negative_rate_mints_nothing() {
    let mut state = open(u64::MAX, i64::MIN);
    state.accrue(&rate(i64::MIN), at(YEAR));
    assert_eq!(state.pending, 0);
}

#[test]
fn unsound_schedules_and_genesis_above_the_cap_are_refused() {
    let open = |s: Schedule, b: Breaker, cap| IssuerState::open(cap, SUPPLY, s, b, &rate(0), at(0)).err();
    assert_eq!(open(Schedule { floor_ppm: 100_001, ..schedule() }, breaker(), SUPPLY), Some(Refusal::UnsoundSchedule));
    assert_eq!(open(flat(MAX_RATE_PPM + 1), breaker(), SUPPLY), Some(Refusal::UnsoundSchedule));
    assert_eq!(
        open(Schedule { disinflation_bps: 10_001, ..schedule() }, breaker(), SUPPLY),
        Some(Refusal::UnsoundSchedule)
    );
    assert_eq!(open(schedule(), Breaker { period_secs: 0, max_bps: 1 }, SUPPLY), Some(Refusal::UnsoundSchedule));
    assert_eq!(open(schedule(), breaker(), SUPPLY - 1), Some(Refusal::GenesisAboveCap));
    assert_eq!(open(schedule(), breaker(), SUPPLY), None);
}

#[test]
fn the_breaker_has_a_ceiling_that_no_setting_raises() {
    assert_eq!(Breaker { period_secs: 1, max_bps: u64::MAX }.limit(1_000_000), 5_000);
    assert_eq!(Breaker { period_secs: 1, max_bps: 10 }.limit(1_000_000), 1_000);
    assert_eq!(Breaker { period_secs: 1, max_bps: 50 }.limit(u64::MAX), u64::MAX / 200);
}

#[test]
fn a_year_without_a_call_is_paid_out_under_the_breaker_and_nothing_is_lost() {
    let mut state = open(u64::MAX, 100_000);
    let (r, limit) = (rate(100_000), SUPPLY / 200);
    let mut now = at(YEAR);
    let first = state.emit(&r, &WEIGHTS, now);
    assert_eq!(first.amount, limit);
    assert_eq!(state.emit(&r, &WEIGHTS, now).amount, 0, "the window is used up");
    assert_eq!(state.pending, SUPPLY / 10 - limit);
    let mut minted = first.amount;
    for _ in 0..40 {
        let reading = Reading { supply: SUPPLY, ..Reading::default() };
        state.roll(&r, &reading, now).unwrap();
        now = at(now.unix + DAY);
        minted += state.emit(&r, &WEIGHTS, now).amount;
    }
    // A tenth over the first year, 85 000 ppm over 40 days of the second.
    let due = SUPPLY / 10 + (u128::from(SUPPLY) * 85_000 * 40 / 365 / 1_000_000) as u64;
    assert_eq!(minted + state.pending, due);
    assert_eq!(state.pending, 0, "caught up");
}

#[test]
fn the_cap_counts_what_was_ever_minted_and_burning_does_not_reopen_it() {
    let mut state = open(SUPPLY + 20_000, 100_000);
    let r = rate(100_000);
    assert_eq!(state.emit(&r, &WEIGHTS, at(DAY)).amount, 20_000);
    assert_eq!(state.book_supply(SUPPLY + 20_000 - 500_000), Some(500_000));
    assert_eq!(state.burned, 500_000);
    state.roll(&r, &Reading { supply: SUPPLY - 480_000, ..Reading::default() }, at(2 * DAY)).unwrap();
    assert_eq!(state.emit(&r, &WEIGHTS, at(9 * DAY)).amount, 0);
    assert_eq!(state.ever_minted, state.cap);
}

#[test]
fn less_than_the_smallest_emission_waits_unless_it_is_the_last() {
    assert_eq!(mintable(9_999, 0, u64::MAX, u64::MAX, 0), 0);
    assert_eq!(mintable(10_000, 0, u64::MAX, u64::MAX, 0), 10_000);
    assert_eq!(mintable(7, 0, u64::MAX, 107, 100), 7);
    assert_eq!(mintable(20_000, 5, 12, u64::MAX, 0), 7);
}

#[test]
fn gauges_round_down_and_the_treasury_takes_the_rest() {
    let split = |amount, weights: [i64; 3]| {
        let parts = split_by_weights(amount, &weights);
        (parts.gauges, parts.unassigned)
    };
    assert_eq!(split(10, [3_333, 3_333, 3_334]), ([3, 3, 4], 0));
    assert_eq!(split(1, [5_000, 4_999, 1]), ([0, 0, 1], 0), "the treasury takes what rounding leaves");
    assert_eq!(split(1, [5_000, 5_000, 0]), ([0, 0, 0], 1), "unless it has no weight");
    assert_eq!(split(u64::MAX, [i64::MAX, 1, 1]), ([u64::MAX, 0, 0], 0));
    assert_eq!(split(5, [-1, -1, -1]), ([0, 0, 0], 5), "without a weight nothing is minted");
    assert_eq!(split_by_weights::<0>(5, &[]).unassigned, 5);
}

#[test]
fn calling_every_second_favours_no_gauge() {
    // 2.5 units a second: each second's emission would round to 2 and the gauges' parts to 0 or 1.
    let r = rate(100_000);
    let mut state = IssuerState::open(u64::MAX, 788_400_000, schedule(), breaker(), &r, at(0)).unwrap();
    let mut sums = [0u64; 3];
    for t in 1..=100_000 {
        for (sum, part) in sums.iter_mut().zip(state.emit(&r, &WEIGHTS, at(t)).gauges) {
            *sum += part;
        }
    }
    assert_eq!(sums, [150_000, 75_000, 25_000]);
    assert_eq!(sums, state.gauge_minted[..3]);
}

#[test]
fn a_period_reports_what_happened_in_it_and_only_that() {
    let r = rate(100_000);
    let mut state = open(u64::MAX, 100_000);
    let early = state.roll(&r, &Reading::default(), at(DAY - 1));
    assert_eq!(early, Err(Refusal::PeriodNotOver));
    let minted = state.emit(&r, &WEIGHTS, at(1_000)).amount;
    state.book_fees(1_000);
    assert_eq!(state.book_supply(SUPPLY + minted - 500), Some(500));
    assert_eq!(state.book_supply(SUPPLY + minted - 499), None);
    let reading = Reading {
        supply: SUPPLY + minted - 500,
        pool: PoolTotals { staked: 11, stakers: 2, rewards_paid: 3 },
        treasury: 77,
    };
    let p = state.roll(&r, &reading, at(DAY)).unwrap();
    assert_eq!((p.start, p.end, p.supply, p.minted), (0, DAY, SUPPLY + minted - 500, minted));
    assert_eq!((p.burned, p.fees, p.treasury), (500, 1_000, 77));
    assert_eq!((p.staked, p.stakers, p.rewards_paid), (11, 2, 3));
    let next = state.roll(&r, &reading, at(2 * DAY)).unwrap();
    assert_eq!((next.start, next.minted, next.burned, next.fees), (DAY, 0, 0, 0));
    assert_eq!((state.fees_collected, state.burned, state.base_supply), (1_000, 500, reading.supply));
}

#[test]
fn the_period_accrues_on_the_old_base_before_the_new_one_counts() {
    let r = rate(100_000);
    let mut state = open(u64::MAX, 100_000);
    state.roll(&r, &Reading { supply: 2 * SUPPLY, ..Reading::default() }, at(YEAR)).unwrap();
    assert_eq!(state.pending, SUPPLY / 10);
}

#[test]
fn a_clock_that_goes_back_changes_nothing() {
    let r = rate(100_000);
    let mut state = open(u64::MAX, 100_000);
    state.accrue(&r, at(1_000));
    let before = state;
    state.accrue(&r, at(500));
    assert_eq!(state, before);
}

#[test]
fn the_largest_numbers_stay_under_the_cap() {
    let r = rate(i64::MAX);
    let mut state = IssuerState::open(u64::MAX, u64::MAX / 2, flat(MAX_RATE_PPM), breaker(), &r, at(i64::MIN)).unwrap();
    let emission = state.emit(&r, &[i64::MAX; 3], at(i64::MAX));
    assert!(state.is_sound());
    assert_eq!(emission.amount, u64::MAX / 2 / 200);
}

#[test]
fn a_change_in_the_second_of_the_last_accrual_is_not_missed() {
    let mut p = rate(100_000);
    let mut state = open(u64::MAX, 100_000);
    state.accrue(&p, at(1_000));
    p.publish(50_000, at(1_000));
    state.accrue(&p, at(1_000));
    assert_eq!(state.known_rate, 50_000);
}

#[test]
fn a_ledger_beyond_its_limits_is_unsound() {
    let sound = IssuerState { ever_minted: SUPPLY, gauge_minted: [1, 2, 3, 0, 0, 0, 0, 0], ..open(2 * SUPPLY, 0) };
    assert!(sound.is_sound());
    let most = u64::MAX / 3;
    for broken in [
        IssuerState { cap: SUPPLY - 1, ..sound },
        IssuerState { gauge_minted: [SUPPLY, 0, 0, 0, 0, 0, 0, 1], ..sound },
        IssuerState { gauge_minted: [most, most, most + 2, 0, 0, 0, 0, 0], ..sound },
        IssuerState { pending: SUPPLY + 1, ..sound },
        IssuerState { carry: [31_536_000_000_000, 0], ..sound },
        IssuerState { carry: [0, 1], ..sound },
    ] {
        assert!(!broken.is_sound(), "{broken:?}");
    }
    let gauge_minted = [0, 0, 0, 0, 0, 0, 0, SUPPLY];
    let edge = IssuerState { pending: SUPPLY, gauge_minted, carry: [31_535_999_999_999, 0], ..sound };
    assert!(edge.is_sound());
}

/// The integral second by second in exact arithmetic, with the value that held in each second.
fn by_the_second(base: u64, s: &Schedule, changes: &[(i64, i64)], from: i64, to: i64) -> u128 {
    (from..to)
        .map(|t| {
            let value = changes.iter().rev().find(|(at, _)| *at <= t).map_or(0, |(_, v)| *v);
            u128::from(base) * u128::from(value.max(0).unsigned_abs().min(s.ceiling_ppm(t)))
        })
        .sum()
}

const DIVISOR: u128 = 31_536_000_000_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn accruing_in_parts_equals_accruing_at_once(
        base: u64, ppm in 0i64..2_000_000, start in -3 * YEAR..3 * YEAR, bps in 0u64..=10_000,
        mut cuts in prop::collection::vec(-YEAR..9 * YEAR, 2..12), changed in -YEAR..9 * YEAR, before in 0i64..2_000_000,
    ) {
        let s = Schedule { initial_ppm: 900_000, floor_ppm: 3_000, disinflation_bps: bps, start };
        let mut p = rate(before);
        p.publish(ppm, at(changed));
        cuts.sort();
        let (mut sum, mut carry) = (0u128, 0u128);
        for pair in cuts.windows(2) {
            let known = if pair[0] >= changed { ppm } else { before };
            let part = accrue(base / 100, &p.integrate_pieces(known, pair[0], pair[1]), &s, carry);
            sum += u128::from(part.amount);
            carry = part.carry;
            prop_assert!(carry < DIVISOR);
        }
        let (first, last) = (cuts[0], cuts[cuts.len() - 1]);
        let known = if first >= changed { ppm } else { before };
        let whole = accrue(base / 100, &p.integrate_pieces(known, first, last), &s, 0);
        prop_assert_eq!((sum, carry), (u128::from(whole.amount), whole.carry));
    }

    #[test]
    fn a_schedule_never_rises(initial in 0u64..=MAX_RATE_PPM, floor: u64, bps in 0u64..=10_000, at in -YEAR..70 * YEAR, later in 0..YEAR) {
        let s = Schedule { initial_ppm: initial, floor_ppm: floor % (initial + 1), disinflation_bps: bps, start: 0 };
        prop_assert!(s.is_sound());
        prop_assert!(s.ceiling_ppm(at + later) <= s.ceiling_ppm(at));
        prop_assert!(s.ceiling_ppm(at) <= initial && s.ceiling_ppm(at) >= s.floor_ppm);
    }

    #[test]
    fn gauges_sum_to_the_amount(amount: u64, w in any::<[i64; 3]>(), a in 0i64..=10_000, b in 0i64..=10_000) {
        for weights in [w, [a, (10_000 - a).min(b), 10_000 - a - (10_000 - a).min(b)]] {
            let parts = split_by_weights(amount, &weights);
            let sum: u128 = parts.gauges.iter().map(|part| u128::from(*part)).sum();
            prop_assert_eq!(sum + u128::from(parts.unassigned), u128::from(amount));
        }
        let fair = split_by_weights(amount, &[a, 10_000 - a, 0]).gauges;
        prop_assert_eq!(u128::from(fair[0]), u128::from(amount) * a as u128 / 10_000);
    }
}

#[derive(Debug, Clone)]
enum Act {
    Wait(i64),
    Emit,
    Roll(u64),
    Change(i64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => prop_oneof![Just(1i64), 0i64..60, 0..2 * DAY, 0..YEAR].prop_map(Act::Wait),
        3 => Just(Act::Emit),
        1 => (0u64..3).prop_map(Act::Roll),
        1 => (-10i64..300_000).prop_map(Act::Change),
    ];
    prop::collection::vec(act, 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn minted_never_exceeds_breaker_cap_or_what_accrued(acts in acts(), supply in 0u64..SUPPLY, headroom in 0u64..SUPPLY) {
        let mut p = rate(50_000);
        let mut state = IssuerState::open(supply + headroom, supply, schedule(), breaker(), &p, at(0)).unwrap();
        let (mut now, mut minted, mut window, mut allowed) = (0, 0u128, 0u64, 0u128);
        for act in acts {
            match act {
                Act::Wait(secs) => {
                    // What the ceiling alone would allow, in the coarsest way: its first year's.
                    allowed += u128::from(state.base_supply) * u128::from(state.schedule.ceiling_ppm(now)) * secs as u128;
                    now += secs;
                }
                Act::Emit => {
                    let e = state.emit(&p, &WEIGHTS, at(now));
                    prop_assert_eq!(e.gauges.iter().sum::<u64>(), e.amount);
                    minted += u128::from(e.amount);
                    window += e.amount;
                }
                Act::Roll(burned) => {
                    let supply = state.ever_minted.saturating_sub(burned);
                    let before = state.base_supply;
                    if state.roll(&p, &Reading { supply, ..Reading::default() }, at(now)).is_ok() {
                        prop_assert!(window <= before / 200);
                        window = 0;
                    }
                }
                Act::Change(value) => {
                    // A reader that never misses a change gets the exact integral.
                    state.accrue(&p, at(now));
                    p.publish(value, at(now));
                }
            }
            prop_assert!(state.is_sound());
            prop_assert_eq!(state.window_minted, window);
            prop_assert!(window <= state.base_supply / 200);
            prop_assert_eq!(minted, u128::from(state.ever_minted - supply));
            prop_assert!(minted <= u128::from(headroom));
            prop_assert!(minted * DIVISOR <= allowed);
        }
    }

    #[test]
    fn any_rhythm_of_calls_accrues_the_integral_by_the_second(
        waits in prop::collection::vec(1i64..40, 1..40), turns in prop::collection::vec((1i64..900, 0i64..2_000_000), 0..6),
        base in 1u64..1_000_000_000_000, offset in 0i64..800,
    ) {
        // The schedule turns in the middle, and the rate several times.
        let s = Schedule { initial_ppm: 1_500_000, floor_ppm: 0, disinflation_bps: 7_000, start: offset - YEAR };
        let mut turns = turns;
        turns.sort();
        let mut changes = vec![(0, 700_000)];
        let mut p = rate(700_000);
        let mut state = IssuerState::open(u64::MAX, base, s, breaker(), &p, at(0)).unwrap();
        let mut calls: Vec<i64> = waits.iter().scan(0, |t, w| { *t += w; Some(*t) }).collect();
        let end = *calls.last().unwrap();
        calls.retain(|t| turns.iter().all(|(turn, _)| turn != t) || *t == end);
        let mut paid = 0u128;
        let mut due = turns.into_iter().filter(|(t, _)| *t < end).peekable();
        for t in calls {
            while let Some((turn, value)) = due.next_if(|(turn, _)| *turn <= t) {
                // At least one call between two changes, or the reader may miss one.
                state.accrue(&p, at(turn));
                p.publish(value, at(turn));
                changes.push((turn, value));
            }
            paid += u128::from(state.emit(&p, &WEIGHTS, at(t)).amount);
        }
        let exact = by_the_second(base, &s, &changes, 0, end);
        let carry = u128::from(state.carry[0]) + (u128::from(state.carry[1]) << 64);
        prop_assert_eq!((paid + u128::from(state.pending)) * DIVISOR + carry, exact);
    }

    #[test]
    fn a_reader_that_missed_changes_never_takes_more_than_it_knew(
        values in prop::collection::vec(0i64..1_000, 2..6), from in 0i64..10, to in 100i64..200,
    ) {
        let mut p = rate(values[0]);
        for (i, value) in values.iter().enumerate().skip(1) {
            p.publish(*value, at(10 * i as i64));
        }
        let [older, newer]: [Piece; 2] = p.integrate_pieces(values[0], from, to);
        prop_assert!(older.value <= values[0] && older.value <= values[values.len() - 2]);
        prop_assert_eq!(newer.value, values[values.len() - 1]);
    }
}
