//! Emission for a reader that was not there when the rate changed.

use crate::bounds::{at, param, wide};
use economics::{
    bounds::{BUCKET_SECS, Param, Spec},
    emission::*,
    time::{DAY, YEAR},
};
use proptest::prelude::*;

const BASE: u64 = 1_000_000_000_000;
const DIVISOR: u128 = 31_536_000_000_000;
const CEILING: u64 = 2_000_000;
const FIRST: i64 = 80_000;

/// A policy that may publish the rate, or something else, and the rates that it published.
struct Gate {
    rate: Param,
    version: u64,
    /// Second and rate from it on.
    history: Vec<(i64, i64)>,
}

impl Gate {
    fn new() -> Self {
        Self { rate: param(FIRST, wide()), version: 7, history: vec![(0, FIRST)] }
    }

    fn publish(&mut self, value: i64, now: i64) {
        self.rate.publish(value, at(now));
        self.version += 1;
        self.history.push((now, value));
    }

    fn publish_something_else(&mut self) {
        self.version += 1;
    }

    fn seen(&self) -> Rate<'_> {
        Rate { param: &self.rate, version: self.version }
    }

    /// The governed rate integrated over `[from, to]`, ppm-seconds.
    fn integral(&self, from: i64, to: i64) -> u128 {
        let ends = self.history.iter().skip(1).map(|(second, _)| *second).chain([i64::MAX]);
        let rows = self.history.iter().zip(ends);
        rows.map(|((start, value), end)| {
            let secs = end.min(to) - (*start).max(from);
            let ppm = (*value).max(0).unsigned_abs().min(CEILING);
            u128::from(secs.max(0).unsigned_abs()) * u128::from(ppm)
        })
        .sum()
    }
}

fn ledger(gate: &Gate) -> IssuerState {
    let schedule = Schedule { initial_ppm: CEILING, floor_ppm: CEILING, disinflation_bps: 0, start: 0 };
    let breaker = Breaker { period_secs: 86_400, max_bps: 50 };
    let mut state = IssuerState::open(u64::MAX, BASE, schedule, breaker, &gate.rate, at(0)).unwrap();
    state.known_version = gate.version;
    state
}

/// What has accrued since the beginning, in the unit of `integral` times the base.
fn accrued(state: &IssuerState) -> u128 {
    let carry = u128::from(state.carry[0]) + (u128::from(state.carry[1]) << 64);
    u128::from(state.pending) * DIVISOR + carry
}

/// What accrues until `end` if nobody called before.
fn late(gate: &Gate, end: i64) -> u128 {
    let mut state = ledger(gate);
    state.known_version = 7;
    state.known_rate = FIRST;
    state.accrue(gate.seen(), at(end));
    accrued(&state) / u128::from(BASE)
}

fn ppm_secs(pieces: &[(i64, i64)]) -> u128 {
    pieces.iter().map(|(ppm, secs)| (*ppm as u128) * (*secs as u128)).sum()
}

#[test]
fn one_missed_change_is_exact_also_after_a_year() {
    let mut gate = Gate::new();
    gate.publish(60_000, 300 * DAY + 17);
    assert_eq!(late(&gate, YEAR), gate.integral(0, YEAR));
}

#[test]
fn a_lower_value_hidden_between_two_equal_ones_is_never_over_minted() {
    let mut gate = Gate::new();
    gate.publish(10_000, 7 * DAY);
    gate.publish(FIRST, 14 * DAY);
    gate.publish(90_000, 16 * DAY);
    let found = late(&gate, 20 * DAY);
    // Buckets of 5 days: 0..5 is FIRST, 5..15 had the low value in it, 15..20 began with FIRST.
    assert_eq!(found, ppm_secs(&[(FIRST, 5 * DAY), (10_000, 10 * DAY), (FIRST, DAY), (90_000, 4 * DAY)]));
    assert!(found <= gate.integral(0, 20 * DAY));
}

#[test]
fn what_is_older_than_the_memory_counts_as_the_lowest_value_the_rate_can_have() {
    let floor = Spec { hard_min: 2_000, ..wide() };
    let mut gate = Gate { rate: param(FIRST, floor), ..Gate::new() };
    for (value, day) in [(5_000, 100), (FIRST, 200), (70_000, 350)] {
        gate.publish(value, day * DAY);
    }
    let memory = (350 * DAY / BUCKET_SECS - 6) * BUCKET_SECS;
    let remembered = [(2_000, memory), (FIRST, 350 * DAY - memory), (70_000, YEAR - 350 * DAY)];
    let found = late(&gate, YEAR);
    assert!(found <= ppm_secs(&remembered) && found <= gate.integral(0, YEAR));
    assert!(found > ppm_secs(&[(70_000, YEAR - 350 * DAY), (2_000, memory)]), "the buckets still count");
}

#[test]
fn other_publications_cost_nothing_while_the_rate_stands() {
    let mut gate = Gate::new();
    (0..9).for_each(|_| gate.publish_something_else());
    assert_eq!(late(&gate, YEAR), gate.integral(0, YEAR));
}

#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Look,
    Rate(i64),
    Other,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![0i64..60, 0..3 * DAY, 0..12 * DAY, 0..60 * DAY];
    let step = prop_oneof![
        4 => wait.prop_map(Step::Wait),
        1 => Just(Step::Look),
        3 => prop_oneof![0i64..300_000, -10i64..3_000_000, Just(FIRST)].prop_map(Step::Rate),
        1 => Just(Step::Other),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn whoever_missed_whatever_accrues_at_most_the_governed_integral(steps in steps(), tail in 0i64..40 * DAY) {
        let mut gate = Gate::new();
        let mut state = ledger(&gate);
        let (mut now, mut looked, mut versions) = (0, 0, gate.version);
        for step in steps.into_iter().chain([Step::Wait(tail), Step::Look]) {
            match step {
                Step::Wait(secs) => now += secs,
                Step::Rate(value) => gate.publish(value, now),
                Step::Other => gate.publish_something_else(),
                Step::Look => {
                    let before = accrued(&state);
                    state.accrue(gate.seen(), at(now));
                    let taken = accrued(&state) - before;
                    let due = gate.integral(looked, now) * u128::from(BASE);
                    prop_assert!(taken <= due, "{taken} of {due}");
                    if gate.version <= versions + 1 {
                        prop_assert_eq!(taken, due, "at most one publication is exact");
                    }
                    (looked, versions) = (now, gate.version);
                }
            }
        }
    }
}
