use economics::{Now, bounds::*, key, time::DAY};
use proptest::prelude::*;

pub fn at(unix: i64) -> Now {
    Now { unix, slot: 0, epoch: unix.max(0).unsigned_abs() / 172_800 }
}

/// Limits so wide that only those that a test narrows can refuse.
pub fn wide() -> Spec {
    Spec {
        hard_min: i64::MIN,
        hard_max: i64::MAX,
        soft_min: i64::MIN,
        soft_max: i64::MAX,
        step_up_abs: u64::MAX,
        step_down_abs: u64::MAX,
        step_up_bps: 0,
        step_down_bps: 0,
        min_interval_secs: 0,
        min_interval_epochs: 0,
        group: 0,
        decimals: 0,
        unit: 0,
        safe_direction: 0,
        budget_30d: u64::MAX,
        flags: AI_OK,
        _pad: [0; 4],
    }
}

pub fn param(value: i64, spec: Spec) -> Param {
    Param::new(key("test"), value, spec, at(0))
}

fn ask(spec: Spec, old: i64, new: i64) -> Result<(), Refusal> {
    admit(&param(old, spec), old, new, 2, at(0))
}

#[test]
fn a_stale_old_value_is_refused() {
    assert_eq!(admit(&param(5, wide()), 4, 6, 2, at(0)), Err(Refusal::StaleOldValue));
}

#[test]
fn a_change_to_the_same_value_is_refused() {
    assert_eq!(ask(wide(), 5, 5), Err(Refusal::NoChange));
}

#[test]
fn the_tighter_of_hard_and_soft_bounds_counts() {
    let spec = Spec { hard_min: 0, hard_max: 100, soft_min: 10, soft_max: 90, ..wide() };
    assert_eq!(ask(spec, 50, 9), Err(Refusal::BelowMin));
    assert_eq!(ask(spec, 50, 10), Ok(()));
    assert_eq!(ask(spec, 50, 90), Ok(()));
    assert_eq!(ask(spec, 50, 91), Err(Refusal::AboveMax));
    let loose = Spec { soft_min: i64::MIN, soft_max: i64::MAX, ..spec };
    assert_eq!(ask(loose, 50, -1), Err(Refusal::BelowMin));
    assert_eq!(ask(loose, 50, 101), Err(Refusal::AboveMax));
}

#[test]
fn each_direction_has_its_own_step() {
    let spec = Spec { step_up_abs: 3, step_down_abs: 7, ..wide() };
    assert_eq!(ask(spec, 50, 53), Ok(()));
    assert_eq!(ask(spec, 50, 54), Err(Refusal::StepTooLarge));
    assert_eq!(ask(spec, 50, 43), Ok(()));
    assert_eq!(ask(spec, 50, 42), Err(Refusal::StepTooLarge));
}

#[test]
fn the_larger_of_absolute_and_relative_step_counts_so_that_zero_can_move() {
    let spec = Spec { step_up_abs: 3, step_down_abs: 3, step_up_bps: 500, step_down_bps: 500, ..wide() };
    assert_eq!(ask(spec, 0, 3), Ok(()));
    assert_eq!(ask(spec, 0, 4), Err(Refusal::StepTooLarge));
    assert_eq!(ask(spec, 199, 208), Ok(()), "5 % of 199 is 9, rounded down");
    assert_eq!(ask(spec, 199, 209), Err(Refusal::StepTooLarge));
    assert_eq!(ask(spec, -200, -210), Ok(()), "of the magnitude");
    assert_eq!(ask(spec, -200, -211), Err(Refusal::StepTooLarge));
}

#[test]
fn steps_are_counted_in_halves_and_an_odd_half_is_rounded_down() {
    let p = param(50, Spec { step_up_abs: 3, ..wide() });
    for (half_steps, furthest) in [(1, 51), (2, 53), (3, 54), (4, 56), (8, 62)] {
        assert_eq!(admit(&p, 50, furthest, half_steps, at(0)), Ok(()));
        assert_eq!(admit(&p, 50, furthest + 1, half_steps, at(0)), Err(Refusal::StepTooLarge));
    }
    assert_eq!(admit(&p, 50, 51, 0, at(0)), Err(Refusal::StepTooLarge));
}

#[test]
fn an_emergency_goes_in_the_safe_direction_only() {
    let ask = |safe_direction, new| admit_emergency(&param(50, Spec { safe_direction, ..wide() }), 50, new, 2, at(0));
    assert_eq!((ask(1, 51), ask(-1, 49)), (Ok(()), Ok(())));
    for (direction, new) in [(1, 49), (-1, 51), (0, 49), (0, 51), (2, 51)] {
        assert_eq!(ask(direction, new), Err(Refusal::UnsafeDirection), "{direction} to {new}");
    }
    for direction in [-1, 0, 1] {
        assert_eq!(ask(direction, 50), Err(Refusal::NoChange));
    }
}

#[test]
fn an_emergency_asks_for_no_interval_but_for_every_other_limit() {
    let spec = Spec { min_interval_secs: 100, min_interval_epochs: 2, safe_direction: -1, ..wide() };
    let ask = |spec, old, new| admit_emergency(&param(50, spec), old, new, 2, at(0));
    assert_eq!(ask(spec, 50, 49), Ok(()));
    assert_eq!(ask(spec, 51, 49), Err(Refusal::StaleOldValue));
    assert_eq!(ask(Spec { soft_min: 50, ..spec }, 50, 49), Err(Refusal::BelowMin));
    assert_eq!(ask(Spec { step_down_abs: 3, step_down_bps: 0, ..spec }, 50, 46), Err(Refusal::StepTooLarge));
    assert_eq!(ask(Spec { budget_30d: 3, ..spec }, 50, 46), Err(Refusal::BudgetExceeded));
    let up = Spec { safe_direction: 1, soft_max: 50, ..spec };
    assert_eq!(ask(up, 50, 51), Err(Refusal::AboveMax));
}

#[test]
fn the_interval_runs_in_seconds_and_in_epochs() {
    let spec = Spec { min_interval_secs: 100, min_interval_epochs: 2, ..wide() };
    let p = Param::new(key("fee"), 1, spec, Now { unix: 1_000, slot: 0, epoch: 7 });
    let when = |unix, epoch| admit(&p, 1, 2, 2, Now { unix, slot: 0, epoch });
    assert_eq!(when(1_099, 9), Err(Refusal::TooSoonSecs));
    assert_eq!(when(1_100, 8), Err(Refusal::TooSoonEpochs));
    assert_eq!(when(1_100, 9), Ok(()));
}

#[test]
fn a_clock_that_went_back_is_too_soon() {
    let p = Param::new(key("fee"), 1, wide(), Now { unix: 1_000, slot: 0, epoch: 7 });
    let when = |unix, epoch| admit(&p, 1, 2, 2, Now { unix, slot: 0, epoch });
    assert_eq!(when(999, 7), Err(Refusal::TooSoonSecs));
    assert_eq!(when(1_000, 6), Err(Refusal::TooSoonEpochs));
    assert_eq!(when(1_000, 7), Ok(()));
}

#[test]
fn buckets_are_counted_downwards_before_1970_too() {
    let bucket = |unix| Budget::new(0, at(unix)).bucket;
    let edges = [(0, 0), (1, 0), (BUCKET_SECS - 1, 0), (BUCKET_SECS, 1), (-1, -1), (-BUCKET_SECS, -1)];
    for (unix, expected) in edges.into_iter().chain([(-BUCKET_SECS - 1, -2), (-2 * BUCKET_SECS, -2)]) {
        assert_eq!(bucket(unix), expected, "at {unix}");
        assert_eq!(bucket(unix), unix.div_euclid(BUCKET_SECS));
    }
}

#[test]
fn many_legal_small_steps_do_not_reach_an_extreme() {
    let mut p = param(100, Spec { step_up_abs: 10, budget_30d: 25, ..wide() });
    for (day, new, expected) in [
        (1, 110, Ok(())),
        (2, 120, Ok(())),
        (3, 126, Err(Refusal::BudgetExceeded)),
        (3, 125, Ok(())),
        (29, 126, Err(Refusal::BudgetExceeded)),
        (36, 135, Ok(())), // the 100 was left on day 1; 110 to 125 fell into the same bucket
    ] {
        let now = at(day * DAY);
        let answer = admit(&p, p.value, new, 2, now);
        assert_eq!(answer, expected, "day {day}: {new}");
        if answer.is_ok() {
            p.publish(new, now);
        }
    }
}

#[test]
fn going_there_and_back_does_not_restore_the_budget() {
    let mut p = param(100, Spec { budget_30d: 25, ..wide() });
    p.publish(125, at(DAY));
    p.publish(100, at(2 * DAY));
    assert_eq!(admit(&p, 100, 99, 2, at(3 * DAY)), Err(Refusal::BudgetExceeded), "125 was held");
}

#[test]
fn a_budget_of_zero_freezes_the_parameter_for_ever() {
    let p = param(100, Spec { budget_30d: 0, ..wide() });
    assert_eq!(admit(&p, 100, 101, 2, at(0)), Err(Refusal::BudgetExceeded));
    assert_eq!(admit(&p, 100, 101, 2, at(400 * DAY)), Err(Refusal::BudgetExceeded));
}

#[test]
fn a_lock_excludes_others_until_its_last_second() {
    let lock = Lock { proposal: 7, until: 100 };
    assert!(lock.excludes(8, at(100)));
    assert!(!lock.excludes(7, at(100)));
    assert!(!lock.excludes(8, at(101)));
    assert!(!Lock::default().excludes(8, at(0)));
}

#[test]
fn limits_that_contradict_each_other_are_unsound() {
    let spec = Spec { hard_min: 0, hard_max: 100, soft_min: 10, soft_max: 90, ..wide() };
    assert!(spec.is_sound(10) && spec.is_sound(90));
    assert!(!spec.is_sound(9) && !spec.is_sound(91));
    assert!(!Spec { soft_min: -1, ..spec }.is_sound(50));
    assert!(!Spec { soft_max: 101, ..spec }.is_sound(50));
    assert!(!Spec { soft_min: 91, ..spec }.is_sound(90));
    assert!(!Spec { safe_direction: 2, ..spec }.is_sound(50));
}

#[test]
fn a_reader_takes_the_old_value_up_to_the_change_and_the_new_one_after_it() {
    let mut p = param(10, wide());
    p.publish(20, at(100));
    let expected = [Piece { value: 10, from: 60, to: 100 }, Piece { value: 20, from: 100, to: 150 }];
    assert_eq!(p.integrate_pieces(10, 60, 150), expected);
}

#[test]
fn a_reader_after_the_change_takes_the_new_value_only() {
    let mut p = param(10, wide());
    p.publish(20, at(100));
    let [older, newer] = p.integrate_pieces(20, 120, 150);
    assert_eq!(older.from, older.to);
    assert_eq!(newer, Piece { value: 20, from: 120, to: 150 });
}

#[test]
fn a_reader_that_missed_a_whole_change_takes_the_lower_value() {
    let mut p = param(10, wide());
    p.publish(50, at(100));
    p.publish(20, at(200));
    assert_eq!(p.integrate_pieces(10, 60, 250)[0], Piece { value: 10, from: 60, to: 200 });
    let mut q = param(50, wide());
    q.publish(10, at(100));
    q.publish(20, at(200));
    assert_eq!(q.integrate_pieces(50, 60, 250)[0], Piece { value: 10, from: 60, to: 200 });
}

#[test]
fn pieces_are_never_negative_whatever_the_clock() {
    let mut p = param(10, wide());
    p.publish(20, at(100));
    for (from, to) in [(150, 120), (50, 20), (i64::MIN, i64::MAX), (i64::MAX, i64::MIN)] {
        let [older, newer] = p.integrate_pieces(10, from, to);
        assert!(older.from <= older.to && older.to == newer.from && newer.from <= newer.to);
    }
}

/// The budget's rule, written with the whole history: (from, value) in order of time.
fn within_budget(history: &[(i64, i64)], new: i64, budget: u64, now: i64) -> bool {
    let oldest = (now.div_euclid(5 * DAY) - 6) * 5 * DAY;
    history.iter().enumerate().all(|(i, (_, value))| {
        let left = history.get(i + 1).map_or(i64::MAX, |(at, _)| *at);
        // A value left within the oldest bucket was held in it.
        left < oldest || value.abs_diff(new) <= budget
    })
}

#[derive(Debug, Clone)]
struct Step {
    wait: i64,
    new: i64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![0i64..3, 0..DAY, 0..12 * DAY, 0..60 * DAY, Just(5 * DAY), Just(30 * DAY), Just(35 * DAY)];
    prop::collection::vec((wait, -60i64..60).prop_map(|(wait, new)| Step { wait, new }), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]

    #[test]
    fn the_rolling_budget_equals_a_search_through_the_whole_history(
        steps in steps(), budget in 0u64..80, start in -100 * DAY..100 * DAY,
    ) {
        let spec = Spec { budget_30d: budget, ..wide() };
        let mut p = Param::new(key("x"), 0, spec, at(start));
        let mut history = vec![(start, 0)];
        let mut now = start;
        for step in steps {
            now += step.wait;
            if step.new == p.value { continue; }
            let answer = admit(&p, p.value, step.new, 2, at(now));
            let expected = within_budget(&history, step.new, budget, now);
            prop_assert_eq!(answer.is_ok(), expected, "{:?} at {}: {:?}", step, now, history);
            if answer.is_ok() {
                p.publish(step.new, at(now));
                history.push((now, step.new));
            }
        }
        for (i, (left, a)) in history.iter().enumerate() {
            // `a` was held until the next change; everything begun within 30 days of that is near.
            let until = history.get(i + 1).map_or(*left, |(at, _)| *at);
            for (begun, b) in &history[i..] {
                prop_assert!(begun - until > 30 * DAY || a.abs_diff(*b) <= budget);
            }
        }
    }

    #[test]
    fn what_is_admitted_is_inside_every_limit(
        value: i64, new: i64, min: i64, max: i64, soft in any::<(i64, i64)>(),
        up: u64, down in 0u64..1_000, bps in any::<(u32, u32)>(), budget: u64, multiplier in 0u64..9,
        changed in any::<(i64, u64)>(), now in any::<(i64, u64)>(), interval in any::<(u64, u32)>(),
    ) {
        let spec = Spec {
            hard_min: min, hard_max: max, soft_min: soft.0, soft_max: soft.1,
            step_up_abs: up, step_down_abs: down, step_up_bps: bps.0, step_down_bps: bps.1,
            min_interval_secs: interval.0, min_interval_epochs: interval.1, budget_30d: budget, ..wide()
        };
        let then = Now { unix: changed.0, slot: 0, epoch: changed.1 };
        let now = Now { unix: now.0, slot: 0, epoch: now.1 };
        let p = Param::new(key("x"), value, spec, then);
        if admit(&p, value, new, multiplier, now).is_ok() {
            let step = |abs: u64, bps: u32| u128::from(multiplier)
                * u128::from(abs).max(u128::from(value.unsigned_abs()) * u128::from(bps) / 10_000) / 2;
            let distance = u128::from(value.abs_diff(new));
            let limit = if new > value { step(up, bps.0) } else { step(down, bps.1) };
            prop_assert!(new != value && new >= min && new >= soft.0 && new <= max && new <= soft.1);
            prop_assert!(distance <= limit && distance <= u128::from(budget));
            prop_assert!(i128::from(now.unix) - i128::from(then.unix) >= i128::from(interval.0));
            prop_assert!(i128::from(now.epoch) - i128::from(then.epoch) >= i128::from(interval.1));
        }
    }

    #[test]
    fn admission_is_not_stricter_than_its_limits(value in -1_000i64..1_000, distance in 1i64..500, up: bool, steps in 1u64..5) {
        let new = if up { value + distance } else { value - distance };
        let step = distance.unsigned_abs().div_ceil(steps);
        let spec = Spec {
            hard_min: value.min(new), hard_max: value.max(new), step_up_abs: step, step_down_abs: step,
            budget_30d: distance.unsigned_abs(), ..wide()
        };
        prop_assert_eq!(admit(&param(value, spec), value, new, 2 * steps, at(0)), Ok(()));
    }
}
