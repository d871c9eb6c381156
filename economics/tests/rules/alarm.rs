use bytemuck::Zeroable;
use economics::{
    alarm::*,
    metrics::{Period, Ring},
    time::DAY,
};
use proptest::prelude::*;

/// Staked share falls by a tenth within two periods: level 1.
const RULE: Rule = Rule { metric: 1, direction: -1, periods: 2, level: 1, change_bps: 1_000 };

#[test]
fn a_level_is_in_force_until_its_last_second() {
    let alarm = Alarm { until1: 200, until2: 100 };
    let levels = [100, 101, 200, 201].map(|now| alarm.level(now));
    assert_eq!(levels, [Level::High, Level::Raised, Level::Raised, Level::Calm]);
    assert_eq!(Alarm::default().level(1), Level::Calm);
}

#[test]
fn a_raise_extends_and_never_shortens() {
    let alarm = Alarm { until1: 200, until2: 100 };
    assert_eq!(alarm.raised(Level::Raised, 150), alarm);
    assert_eq!(alarm.raised(Level::Raised, 300), Alarm { until1: 300, until2: 100 });
    assert_eq!(alarm.raised(Level::High, 150), Alarm { until1: 200, until2: 150 });
    assert_eq!(alarm.raised(Level::High, 300), Alarm { until1: 300, until2: 300 });
    assert_eq!(alarm.raised(Level::Calm, 300), alarm);
}

#[test]
fn levels_have_their_numbers_and_their_force() {
    assert_eq!(MAX_SECS, 1_209_600, "14 days");
    for (level, code, times, more) in [(Level::Calm, 0, 1, 0), (Level::Raised, 1, 2, 0), (Level::High, 2, 4, 1)] {
        assert_eq!((level.code(), level.multiplier(), level.more_approvals()), (code, times, more));
        assert_eq!(Level::from_u8(code), Some(level));
    }
    assert_eq!(Level::from_u8(3), None);
}

#[test]
fn a_seat_raises_again_only_after_its_cool_down() {
    assert_eq!(by_seat(0, [], 50, 100, 1_000), Ok(Level::Raised));
    assert_eq!(by_seat(901, [], 50, 100, 1_000), Err(Refusal::CoolingDown));
    assert_eq!(by_seat(900, [], 50, 100, 1_000), Ok(Level::Raised));
}

#[test]
fn another_seat_while_a_raise_is_in_force_makes_it_high() {
    assert_eq!(by_seat(0, [0, 950], 50, 100, 1_000), Ok(Level::High));
    assert_eq!(by_seat(0, [0, 949], 50, 100, 1_000), Ok(Level::Raised));
    assert_eq!(by_seat(950, [950], 50, 100, 1_000), Err(Refusal::CoolingDown));
}

#[test]
fn one_seat_that_raises_whenever_it_may_keeps_the_alarm_up_for_half_of_the_time_at_most() {
    for lasts in 1..=5u64 {
        let cooldown = 2 * lasts;
        let (mut own, mut alarm, mut alarmed) = (0, Alarm::default(), 0);
        for now in 1..=200i64 {
            if let Ok(level) = by_seat(own, [], lasts, cooldown, now) {
                assert_eq!(level, Level::Raised);
                (own, alarm) = (now, alarm.raised(level, now + lasts as i64));
            }
            alarmed += u64::from(alarm.level(now) != Level::Calm);
        }
        assert!(alarmed <= 200 * (lasts + 1) / cooldown + lasts + 1, "{lasts}: {alarmed}");
    }
}

#[test]
fn a_rule_is_sound_only_if_it_can_fire() {
    assert!(RULE.is_sound());
    for broken in [
        Rule { level: 0, ..RULE },
        Rule { level: 3, ..RULE },
        Rule { direction: 0, ..RULE },
        Rule { direction: 2, ..RULE },
        Rule { periods: 0, ..RULE },
        Rule { periods: 33, ..RULE },
        Rule { change_bps: 0, ..RULE },
    ] {
        assert!(!broken.is_sound(), "{broken:?}");
    }
    assert!(Rule { periods: 32, level: 2, direction: 1, change_bps: 1, ..RULE }.is_sound());
}

#[test]
fn a_rule_fires_at_its_change_in_its_direction() {
    assert!(RULE.fires(1_000, 900) && !RULE.fires(1_000, 901));
    assert!(!RULE.fires(1_000, 1_100) && !RULE.fires(1_000, 1_000));
    let up = Rule { direction: 1, ..RULE };
    assert!(up.fires(1_000, 1_100) && !up.fires(1_000, 1_099) && !up.fires(1_000, 900));
    assert!(up.fires(-1_000, -900) && !up.fires(-1_000, -901), "of the magnitude");
    assert!(up.fires(0, 1) && RULE.fires(0, -1) && !RULE.fires(0, 0) && !up.fires(0, 0), "out of nothing");
    assert!(RULE.fires(i64::MAX, i64::MIN) && up.fires(i64::MIN, i64::MAX));
}

/// Daily periods from day 0; the staked share of day `n` is `shares[n]` per cent.
fn days(shares: &[u64]) -> Ring {
    let mut ring = Ring::zeroed();
    for (day, share) in (0i64..).zip(shares) {
        ring.push(&Period { start: day * DAY, end: (day + 1) * DAY, supply: 100, staked: *share, ..Period::default() });
    }
    ring
}

#[test]
fn a_movement_of_the_ring_proves_the_alarm() {
    let ring = days(&[50, 50, 45, 44]);
    assert_eq!(RULE.prove(&ring, 2, 0, 0), Ok(Proof { before: 500_000, after: 450_000 }));
    assert_eq!(RULE.prove(&ring, 3, 1, 4 * DAY), Ok(Proof { before: 500_000, after: 440_000 }));
    let steady = days(&[50, 50, 46, 44]);
    assert_eq!(RULE.prove(&steady, 2, 0, 0), Err(Refusal::NotProved));
}

#[test]
fn old_used_open_and_forgotten_periods_prove_nothing() {
    let ring = days(&[50, 50, 45, 44]);
    assert_eq!(RULE.prove(&ring, 3, 0, 4 * DAY + 1), Err(Refusal::EvidenceTooOld));
    assert_eq!(RULE.prove(&ring, 3, 2, 0), Err(Refusal::EvidenceUsed));
    assert_eq!(RULE.prove(&ring, 3, 1, 0).map(|_| ()), Ok(()));
    assert_eq!(RULE.prove(&ring, 4, 0, 0), Err(Refusal::PeriodMissing), "not closed");
    assert_eq!(RULE.prove(&ring, 1, 0, 0), Err(Refusal::PeriodMissing), "before the first");
    assert_eq!(RULE.prove(&ring, u64::MAX, 0, 0), Err(Refusal::PeriodMissing));
    let full = days(&[50; 70]);
    assert_eq!(RULE.prove(&full, 7, 0, 0), Err(Refusal::PeriodMissing), "5 is forgotten");
    assert_eq!(RULE.prove(&full, 8, 0, 0), Err(Refusal::NotProved));
    for unused in [Rule::default(), Rule { metric: 9, ..RULE }, Rule { level: 0, ..RULE }] {
        assert_eq!(unused.prove(&ring, 2, 0, 0), Err(Refusal::NoRule));
    }
}

proptest! {
    #[test]
    fn an_alarm_falls_only_by_time(
        raises in prop::collection::vec((0u8..3, any::<i64>()), 0..20), now: i64,
    ) {
        let mut alarm = Alarm::default();
        for (level, until) in raises {
            let level = Level::from_u8(level).unwrap();
            let next = alarm.raised(level, until);
            prop_assert!(next.until1 >= alarm.until1 && next.until2 >= alarm.until2 && next.until1 >= next.until2);
            prop_assert!(next.level(now) >= alarm.level(now));
            prop_assert!(next.level(until) >= level);
            alarm = next;
        }
        prop_assert!(alarm.level(now.saturating_add(1)) <= alarm.level(now));
    }

    #[test]
    fn no_number_makes_a_rule_panic(before: i64, after: i64, bits: u64, period: u64, from: u64, oldest: i64) {
        let rule: Rule = bytemuck::cast(bits);
        let _ = rule.fires(before, after);
        let _ = rule.prove(&days(&[1, 2, 3]), period % 5, from % 5, oldest);
        let _ = by_seat(before, [after], period, from, oldest);
    }
}
