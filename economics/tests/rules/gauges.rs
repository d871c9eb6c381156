//! Eight gauges under changing weights, pauses and breakers: no unit appears or vanishes.

use crate::bounds::{at, param, wide};
use economics::{emission::*, time::DAY};
use proptest::prelude::*;

const SUPPLY: u64 = 1_000_000_000_000_000;
const RATE: i64 = 150_000;
const DIVISOR: u128 = 31_536_000_000_000;

#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Emit([i64; 8]),
    /// A call under the guardian's pause.
    Paused,
    Roll,
}

/// Weights that sum to 10 000, of which some belong to no gauge.
fn weights() -> impl Strategy<Value = [i64; 8]> {
    (prop::array::uniform8(0i64..=10_000), prop::array::uniform8(any::<bool>())).prop_map(|(raw, live)| {
        let sum: i64 = raw.iter().sum::<i64>().max(1);
        let mut weights = raw.map(|weight| weight * 10_000 / sum);
        weights[TREASURY_GAUGE] += 10_000 - weights.iter().sum::<i64>();
        std::array::from_fn(|place| if live[place] { weights[place] } else { 0 })
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => prop_oneof![0i64..60, 0..3 * DAY, 0..200 * DAY].prop_map(Step::Wait),
        3 => weights().prop_map(Step::Emit),
        1 => Just(Step::Paused),
        1 => Just(Step::Roll),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn what_accrued_is_minted_pending_or_unassigned_to_the_last_fraction(steps in steps()) {
        let rate = param(RATE, wide());
        let schedule = Schedule { initial_ppm: 200_000, floor_ppm: 200_000, disinflation_bps: 0, start: 0 };
        let breaker = Breaker { period_secs: 86_400, max_bps: 50 };
        let mut state = IssuerState::open(u64::MAX, SUPPLY, schedule, breaker, &rate, at(0)).unwrap();
        let (mut now, mut due, mut received) = (0, 0u128, [0u64; 8]);
        for step in steps {
            match step {
                Step::Wait(secs) => {
                    now += secs;
                    due += u128::from(state.base_supply) * RATE as u128 * secs as u128;
                }
                Step::Emit(weights) => {
                    let emission = state.emit(&rate, &weights, at(now));
                    prop_assert_eq!(emission.gauges.iter().sum::<u64>(), emission.amount);
                    for place in (0..8).filter(|place| weights[*place] == 0) {
                        prop_assert_eq!(emission.gauges[place], 0, "no weight, nothing");
                    }
                    received.iter_mut().zip(emission.gauges).for_each(|(sum, part)| *sum += part);
                }
                Step::Paused => state.accrue(&rate, at(now)),
                Step::Roll => {
                    let reading = Reading { supply: state.ever_minted, ..Reading::default() };
                    let _ = state.roll(&rate, &reading, at(now));
                }
            }
            prop_assert!(state.is_sound() && state.window_minted <= state.base_supply / 200);
            prop_assert_eq!(received, state.gauge_minted);
        }
        state.accrue(&rate, at(now));
        let carry = u128::from(state.carry[0]) + (u128::from(state.carry[1]) << 64);
        let whole = u128::from(state.ever_minted - SUPPLY) + u128::from(state.pending) + u128::from(state.unassigned);
        prop_assert_eq!(whole * DIVISOR + carry, due);
    }
}
