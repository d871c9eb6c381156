use economics::{pause::*, policy::Class};
use proptest::prelude::*;

#[test]
fn a_pause_names_known_bits_and_a_sensible_length() {
    assert_eq!((ALL, MAX_SECS), (15, 604_800), "four bits, 7 days");
    for bits in [0, 16, 31, 128, 255] {
        assert_eq!(pause(bits, 1, 0, 1, 0), Err(Refusal::UnknownBits));
    }
    for secs in [0, MAX_SECS + 1, u64::MAX] {
        assert_eq!(pause(ALL, secs, 0, 1, 0), Err(Refusal::BadLength));
    }
    assert!(pause(ALL, MAX_SECS, 0, 1, 0).is_ok() && pause(AI, 1, 0, 1, 0).is_ok());
}

#[test]
fn the_next_pause_waits_for_a_gap_as_long_as_the_last_one_and_the_economys_own() {
    assert_eq!(pause(ALL, 100, 0, 10, 1_000), Ok(Pause { until: 1_100, next: 1_201 }));
    assert_eq!(pause(ALL, 100, 0, 300, 1_000), Ok(Pause { until: 1_100, next: 1_401 }));
    assert_eq!(pause(ALL, 100, 1_001, 10, 1_000), Err(Refusal::TooSoon));
    assert!(pause(ALL, 100, 1_000, 10, 1_000).is_ok());
}

#[test]
fn a_pause_stops_its_own_bits_until_its_last_second() {
    assert!(stops(AI | DEPOSITS, 100, AI, 100) && stops(AI | DEPOSITS, 100, DEPOSITS, -5));
    assert!(!stops(AI | DEPOSITS, 100, AI, 101));
    assert!(!stops(AI | DEPOSITS, 100, EXECUTION, 100) && !stops(0, 100, ALL, 100));
    assert!(!stops(ALL, 100, 0, 100), "what has no bit is never stopped");
}

#[test]
fn no_bit_stops_emergency_config_or_action() {
    let bits = |class| (to_propose(class), to_execute(class));
    assert_eq!(bits(Class::Ai), (AI, EXECUTION));
    assert_eq!(bits(Class::Param), (0, EXECUTION));
    for class in [Class::Emergency, Class::Config, Class::Action] {
        assert_eq!(bits(class), (0, 0));
    }
}

/// A pause of n seconds holds from the second of the call to `until`, n + 1 in all; the gap after it has n at least.
#[test]
fn however_a_guardian_pauses_a_gap_as_long_as_the_pause_is_free() {
    for secs in 1..=6u64 {
        for gap in 1..=6u64 {
            for idle in 0..4 {
                let (mut next, mut until, mut paused) = (0, -1, 0);
                for now in 0..40i64 {
                    if now >= next + idle
                        && let Ok(granted) = pause(ALL, secs, next, gap, now)
                    {
                        assert!(now > until, "no pause replaces one in force");
                        (until, next) = (granted.until, granted.next);
                    }
                    paused += u64::from(stops(ALL, until, EXECUTION, now));
                    let turns = (now as u64 + 1).div_ceil(2 * secs + 1);
                    assert!(paused <= turns * (secs + 1), "{secs} {gap} {idle} {now}: {paused}");
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn a_pause_ends_and_a_gap_follows(bits in 1u8..16, secs in 1..=MAX_SECS, before: i64, gap: u64, now: i64) {
        match pause(bits, secs, before, gap, now) {
            Ok(granted) => {
                prop_assert!(now >= before && granted.until >= now && granted.next >= granted.until);
                prop_assert!(granted.until.abs_diff(now) <= secs);
                let gap = granted.next.abs_diff(granted.until);
                prop_assert!(granted.next == i64::MAX || gap > secs.max(1));
            }
            Err(refusal) => prop_assert!(refusal == Refusal::TooSoon && now < before),
        }
    }
}
