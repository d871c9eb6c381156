//! What the gate promises as a whole, over random constants and histories.

use crate::bounds::{at, param, wide};
use economics::{
    Now,
    alarm::{Alarm, Level},
    bounds::*,
    config::{Electorate, check_standing, check_votes},
    council::{blocking, fewest_approvals, mask},
    lifecycle::{self, ClassRule, Event, Lifecycle, Live, MAX_SECS, State},
    policy::*,
};
use proptest::prelude::*;

const RULE: ClassRule = ClassRule {
    delay_secs: 100,
    delay_slots: 1,
    voting_secs: 100,
    window_secs: 100,
    approvals: 2,
    vetoes: 2,
    enabled: 1,
    _pad: [0; 5],
};

/// Approved by seats 0 and 1 in the second `queued`, in calm.
fn queued(rule: &ClassRule, queued: i64) -> Lifecycle {
    let live = Live { class: Class::Param, rule, config_seqno: 0, voters: 0b11, vetoers: 0b11, level: Level::Calm };
    let now = Now { unix: queued, slot: 0, epoch: 0 };
    let open = Lifecycle::open(&live, now).unwrap();
    [0, 1].iter().fold(open, |p, seat| p.apply(Event::Approve(*seat), &live, now).unwrap())
}

/// Roles and acceptance of a seat: mostly a full member.
fn seat() -> impl Strategy<Value = (u8, u8)> {
    (prop_oneof![4 => Just(7u8), 1 => 1u8..8], prop_oneof![6 => Just(1u8), 1 => Just(0u8)])
}

fn level(code: u8) -> Level {
    Level::from_u8(code).unwrap()
}

#[test]
fn an_alarm_holds_what_was_approved_in_calm_and_clears_no_clock() {
    let p = queued(&RULE, 0);
    let live = |level| Live { class: Class::Param, rule: &RULE, config_seqno: 0, voters: 0b111, vetoers: 0b111, level };
    let vetoed = p.apply(Event::Veto(2), &live(Level::High), at(1)).unwrap();
    assert_eq!((vetoed.state(), vetoed.queued_at), (State::Queued, p.queued_at), "one veto of two");
    let then = Now { unix: 400, slot: 1, epoch: 0 };
    assert_eq!(vetoed.apply(Event::Execute, &live(Level::High), then), Err(lifecycle::Refusal::ThresholdNotMet));
    assert!(vetoed.apply(Event::Execute, &live(Level::Calm), then).is_ok());
    let retracted = p.apply(Event::Unapprove(1), &live(Level::High), at(1)).unwrap();
    assert_eq!(retracted.state(), State::Active, "below the threshold of calm");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// Whatever alarms come and go: never before the calm delay, never after the close, and throughout the last
    /// `window_secs` before it.
    #[test]
    fn no_history_of_alarms_empties_a_window(
        delay_secs in 1..=MAX_SECS, window_secs in 1..=MAX_SECS, start in 0i64..2_000_000_000, ask in 0.0f64..1.2,
        raises in prop::collection::vec((0.0f64..1.2, 0u8..3, 0i64..3_000_000), 0..12),
    ) {
        let rule = ClassRule { delay_secs, window_secs, ..RULE };
        let p = queued(&rule, start);
        let moment = |part: f64| start + (part * (p.closes - start) as f64) as i64;
        let now = moment(ask);
        let alarm = raises.iter().filter(|(when, ..)| moment(*when) <= now).fold(Alarm::default(), |alarm, (when, code, lasts)| {
            alarm.raised(level(*code), moment(*when) + lasts)
        });
        let live = Live { class: Class::Param, rule: &rule, config_seqno: 0, voters: 0b11, vetoers: 0b11, level: alarm.level(now) };
        let done = p.apply(Event::Execute, &live, Now { unix: now, slot: 1, epoch: 0 }).map(|p| p.state());
        let possible = (start + delay_secs as i64..=p.closes).contains(&now);
        let certain = (p.closes - window_secs as i64..=p.closes).contains(&now);
        prop_assert!(done.is_err() || possible, "early or late");
        prop_assert!(!certain || done == Ok(State::Executed), "the window is open");
        prop_assert!(p.closes - start <= (MAX_SECS + window_secs) as i64, "the life is bounded");
    }

    /// Whatever a config change leaves behind: if it is allowed, the accepted seats can propose, approve and execute
    /// the next one under every alarm.
    #[test]
    fn an_allowed_council_can_always_change_itself(
        seats in prop::collection::vec(seat(), 2..17), delay_secs in 1..=MAX_SECS, window_secs in 1..=MAX_SECS,
        more in prop_oneof![3 => Just(0u8), 1 => 1u8..3], code in 0u8..3,
    ) {
        let electorate = Electorate::of(seats.iter().copied());
        let mut rules = Class::ALL.map(|class| {
            let approvals = fewest_approvals(class, electorate.voters).saturating_add(more);
            ClassRule { approvals, vetoes: blocking(electorate.voters, approvals), ..RULE }
        });
        rules[4].enabled = 0;
        (rules[3].delay_secs, rules[3].window_secs) = (delay_secs, window_secs);
        prop_assume!(check_votes(&rules, &electorate).is_ok() && check_standing(&rules, &electorate).is_ok());
        let (voters, vetoers) = (mask(seats.iter().copied(), 2), mask(seats.iter().copied(), 4));
        let live = Live { class: Class::Config, rule: &rules[3], config_seqno: 7, voters, vetoers, level: level(code) };
        let mut p = Lifecycle::open(&live, at(0)).unwrap();
        for seat in (0..16u8).filter(|seat| voters & (1 << seat) != 0) {
            p = p.apply(Event::Approve(seat), &live, at(0)).unwrap();
        }
        let opens = p.window(&live).opens;
        let done = p.apply(Event::Execute, &live, Now { unix: opens, slot: 1, epoch: 0 });
        prop_assert_eq!(done.map(|p| p.state()), Ok(State::Executed));
    }

    /// However many emergencies follow each other: one way only, four steps each, inside bounds and budget.
    #[test]
    fn no_chain_of_emergencies_leaves_its_caps(
        news in prop::collection::vec((0i64..=200, 0i64..12 * 86_400), 1..30), up: bool, step in 1u64..20, budget in 0u64..100,
    ) {
        let safe_direction = if up { 1 } else { -1 };
        let spec = Spec {
            flags: EMERGENCY_OK, safe_direction, step_up_abs: step, step_down_abs: step, budget_30d: budget,
            hard_min: 10, soft_min: 20, soft_max: 180, hard_max: 190, min_interval_secs: u64::MAX, ..wide()
        };
        let mut all = [param(100, spec)];
        let mut now = 0;
        let mut held = vec![(0, 100)];
        for (new, wait) in news {
            now += wait;
            let old = all[0].value;
            let request = Request { class: Class::Emergency, proposal: 1, level: Level::High, now: at(now) };
            let moves = [Move::new(0, old, new)];
            if admit_moves(&all, &[], &moves, &request).is_ok() {
                publish(&mut all, &moves, at(now)).unwrap();
                prop_assert_eq!(new > old, up);
                prop_assert!(old.abs_diff(new) <= 4 * step && (20..=180).contains(&new));
                let recent = |since: &&(i64, i64)| since.0 > now - 30 * 86_400;
                prop_assert!(held.iter().rev().filter(recent).all(|(_, value)| value.abs_diff(new) <= budget));
                held.push((now, new));
            }
        }
    }
}
