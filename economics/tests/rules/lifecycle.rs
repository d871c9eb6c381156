use economics::{Now, alarm::Level, lifecycle::*, policy::Class};
use proptest::prelude::*;

mod model;

const RULE: ClassRule = ClassRule {
    delay_secs: 100,
    delay_slots: 10,
    voting_secs: 1_000,
    window_secs: 50,
    approvals: 2,
    vetoes: 2,
    enabled: 1,
    _pad: [0; 5],
};

const LIVE: Live<'static> =
    Live { class: Class::Param, rule: &RULE, config_seqno: 5, voters: 0b111, vetoers: 0b1110, level: Level::Calm };

const LEVELS: [Level; 3] = [Level::Calm, Level::Raised, Level::High];

/// The last second of what was queued at second 10: four delays and the window.
const CLOSES: i64 = 10 + 400 + 50;

fn at(unix: i64, slot: u64) -> Now {
    Now { unix, slot, epoch: 0 }
}

fn opened() -> Lifecycle {
    Lifecycle::open(&LIVE, at(0, 0)).unwrap()
}

/// Approved by seats 0 and 1 at second 10, slot 20.
fn queued() -> Lifecycle {
    let one = opened().apply(Event::Approve(0), &LIVE, at(9, 19)).unwrap();
    one.apply(Event::Approve(1), &LIVE, at(10, 20)).unwrap()
}

fn refused(p: Lifecycle, event: Event, live: &Live, now: Now) -> Refusal {
    p.apply(event, live, now).unwrap_err()
}

#[test]
fn a_proposal_of_a_disabled_class_is_refused() {
    let rule = ClassRule { enabled: 0, ..RULE };
    let live = Live { rule: &rule, ..LIVE };
    assert_eq!(Lifecycle::open(&live, at(0, 0)), Err(Refusal::ClassDisabled));
    assert_eq!(refused(opened(), Event::Approve(0), &live, at(0, 0)), Refusal::ClassDisabled);
    assert_eq!(refused(queued(), Event::Execute, &live, at(110, 30)), Refusal::ClassDisabled);
    let unapproved = queued().apply(Event::Unapprove(0), &live, at(11, 21));
    assert_eq!(unapproved.unwrap().state(), State::Active, "brakes always work");
}

#[test]
fn a_proposal_without_enough_accepted_voters_is_refused() {
    let live = Live { voters: 0b100, ..LIVE };
    assert_eq!(Lifecycle::open(&live, at(0, 0)), Err(Refusal::NotEnoughVoters));
}

#[test]
fn a_new_proposal_keeps_when_and_under_what_it_was_made() {
    let p = Lifecycle::open(&LIVE, at(7, 9)).unwrap();
    assert_eq!((p.created_at, p.created_slot, p.config_seqno), (7, 9, 5));
    assert_eq!((p.delay_secs, p.delay_slots, p.window_secs), (100, 10, 50));
    assert_eq!((p.voting_until, p.threshold, p.veto_threshold), (1_007, 2, 2));
    assert_eq!((p.state(), p.queued_at, p.closes, p.closed_at), (State::Active, 0, 0, 0));
}

#[test]
fn reaching_the_threshold_starts_the_clock() {
    let p = queued();
    assert_eq!(p.state(), State::Queued);
    assert_eq!((p.queued_at, p.queued_slot, p.closes), (10, 20, CLOSES));
    assert_eq!(p.window(&LIVE), Window { opens: 110, closes: CLOSES });
}

#[test]
fn falling_below_the_threshold_clears_the_clock() {
    let p = queued().apply(Event::Unapprove(1), &LIVE, at(60, 40)).unwrap();
    assert_eq!(p.state(), State::Active);
    assert_eq!((p.queued_at, p.queued_slot, p.closes), (0, 0, 0));
    let again = p.apply(Event::Approve(2), &LIVE, at(70, 50)).unwrap();
    assert_eq!(again.window(&LIVE).opens, 170, "the delay starts anew");
}

#[test]
fn an_approval_above_the_threshold_does_not_restart_the_clock() {
    let p = queued().apply(Event::Approve(2), &LIVE, at(60, 40)).unwrap();
    assert_eq!((p.queued_at, p.closes), (10, CLOSES));
    let p = p.apply(Event::Unapprove(0), &LIVE, at(61, 41)).unwrap();
    assert_eq!((p.state(), p.closes), (State::Queued, CLOSES));
}

#[test]
fn execute_is_refused_a_second_and_a_slot_early_and_a_second_late() {
    assert_eq!(refused(queued(), Event::Execute, &LIVE, at(109, 99)), Refusal::DelaySecsNotElapsed);
    assert_eq!(refused(queued(), Event::Execute, &LIVE, at(110, 29)), Refusal::DelaySlotsNotElapsed);
    assert_eq!(refused(queued(), Event::Execute, &LIVE, at(CLOSES + 1, 99)), Refusal::WindowOver);
    for unix in [110, CLOSES] {
        let p = queued().apply(Event::Execute, &LIVE, at(unix, 30)).unwrap();
        assert_eq!((p.state(), p.closed_at), (State::Executed, unix));
    }
}

#[test]
fn execute_below_the_threshold_is_refused() {
    assert_eq!(refused(opened(), Event::Execute, &LIVE, at(110, 30)), Refusal::NotQueued);
    let one_left = Live { voters: 0b101, ..LIVE };
    let answer = refused(queued(), Event::Execute, &one_left, at(110, 30));
    assert_eq!(answer, Refusal::ThresholdNotMet, "the vote of a removed member does not count");
}

#[test]
fn tightening_bites_an_open_proposal() {
    let strict = ClassRule { delay_secs: 130, delay_slots: 40, approvals: 3, ..RULE };
    let slower = ClassRule { approvals: 2, ..strict };
    let ask = |rule: &ClassRule, unix, slot| {
        queued().apply(Event::Execute, &Live { rule, ..LIVE }, at(unix, slot)).map(|p| p.state())
    };
    let window = queued().window(&Live { rule: &slower, ..LIVE });
    assert_eq!(window, Window { opens: 140, closes: CLOSES }, "a longer delay opens later and closes as it was said");
    assert_eq!(ask(&strict, 150, 99), Err(Refusal::ThresholdNotMet));
    assert_eq!(ask(&slower, 139, 99), Err(Refusal::DelaySecsNotElapsed));
    assert_eq!(ask(&slower, 140, 59), Err(Refusal::DelaySlotsNotElapsed));
    assert_eq!(ask(&slower, CLOSES, 60), Ok(State::Executed), "the window closes when it was said to");
    assert_eq!(ask(&slower, CLOSES + 1, 60), Err(Refusal::WindowOver));
}

#[test]
fn loosening_never_speeds_an_open_proposal() {
    let loose = ClassRule { delay_secs: 0, delay_slots: 0, approvals: 1, vetoes: 3, ..RULE };
    let live = Live { rule: &loose, ..LIVE };
    let one = opened().apply(Event::Approve(0), &live, at(0, 0)).unwrap();
    assert_eq!(one.state(), State::Active);
    assert_eq!(refused(queued(), Event::Execute, &live, at(109, 99)), Refusal::DelaySecsNotElapsed);
    assert_eq!(refused(queued(), Event::Execute, &live, at(110, 29)), Refusal::DelaySlotsNotElapsed);
    let vetoed = queued().apply(Event::Veto(2), &live, at(11, 21)).unwrap();
    let vetoed = vetoed.apply(Event::Veto(3), &live, at(11, 21)).unwrap();
    assert_eq!(vetoed.state(), State::Vetoed, "two vetoes still suffice");
}

#[test]
fn an_alarm_stretches_the_delay_of_what_is_queued() {
    for (level, opens) in LEVELS.into_iter().zip([110, 210, 410]) {
        let voters = Live { level, ..LIVE };
        let p = queued().apply(Event::Approve(2), &LIVE, at(11, 21)).unwrap();
        assert_eq!(refused(p, Event::Execute, &voters, at(opens - 1, 99)), Refusal::DelaySecsNotElapsed);
        assert_eq!(p.apply(Event::Execute, &voters, at(opens, 30)).unwrap().state(), State::Executed);
    }
}

#[test]
fn a_high_alarm_asks_one_approval_more_but_never_more_than_there_are_voters() {
    let high = Live { level: Level::High, ..LIVE };
    assert_eq!(refused(queued(), Event::Execute, &high, at(CLOSES, 99)), Refusal::ThresholdNotMet);
    let two = opened().apply(Event::Approve(0), &high, at(9, 19)).unwrap();
    let two = two.apply(Event::Approve(1), &high, at(10, 20)).unwrap();
    assert_eq!(two.state(), State::Active);
    let three = two.apply(Event::Approve(2), &high, at(11, 21)).unwrap();
    assert_eq!((three.state(), three.queued_at), (State::Queued, 11));
    assert_eq!((high.needed(1), high.needed(2), high.needed(3), high.needed(4)), (3, 3, 3, 4));
    let calm = Live { level: Level::Raised, ..LIVE };
    assert_eq!((calm.needed(1), calm.needed(2), calm.needed(3)), (2, 2, 3));
}

#[test]
fn a_high_alarm_shuts_class_ai() {
    let shut = Live { class: Class::Ai, level: Level::High, voters: 0b11, ..LIVE };
    assert_eq!(Lifecycle::open(&shut, at(0, 0)), Err(Refusal::ShutByAlarm));
    assert_eq!(refused(queued(), Event::Execute, &shut, at(CLOSES, 99)), Refusal::ShutByAlarm);
    let open = Live { level: Level::Raised, ..shut };
    assert!(Lifecycle::open(&open, at(0, 0)).is_ok());
    assert_eq!(queued().apply(Event::Execute, &open, at(210, 30)).unwrap().state(), State::Executed);
    assert_eq!(
        queued().apply(Event::Cancel, &shut, at(11, 21)).unwrap().state(),
        State::Cancelled,
        "brakes always work"
    );
}

#[test]
fn enough_objections_of_stakers_end_it_like_vetoes() {
    assert_eq!(opened().apply(Event::Object, &LIVE, at(1, 1)).unwrap().state(), State::Rejected);
    let vetoed = queued().apply(Event::Object, &LIVE, at(11, 21)).unwrap();
    assert_eq!((vetoed.state(), vetoed.closed_at), (State::Vetoed, 11));
    assert_eq!(refused(vetoed, Event::Object, &LIVE, at(11, 21)), Refusal::Closed);
    assert_eq!(queued().runs(&LIVE, at(CLOSES, 0)), Ok(()));
    assert_eq!(queued().runs(&LIVE, at(CLOSES + 1, 0)), Err(Refusal::WindowOver));
    assert_eq!(vetoed.runs(&LIVE, at(11, 21)), Err(Refusal::Closed));
}

#[test]
fn a_moved_configuration_leaves_nothing_but_expiry() {
    let live = Live { config_seqno: 6, ..LIVE };
    for p in [opened(), queued()] {
        for event in [Event::Approve(2), Event::Unapprove(0), Event::Veto(2), Event::Cancel, Event::Execute] {
            assert_eq!(refused(p, event, &live, at(110, 30)), Refusal::ConfigMoved);
        }
        let stale = p.apply(Event::Expire, &live, at(11, 30)).unwrap();
        assert_eq!(stale.state(), State::Stale);
    }
}

#[test]
fn vetoes_reject_before_and_veto_after_approval() {
    let early = opened().apply(Event::Veto(1), &LIVE, at(1, 1)).unwrap();
    assert_eq!(early.state(), State::Active);
    let early = early.apply(Event::Veto(3), &LIVE, at(2, 2)).unwrap();
    assert_eq!((early.state(), early.closed_at), (State::Rejected, 2));
    let late = queued().apply(Event::Veto(2), &LIVE, at(11, 21)).unwrap();
    let late = late.apply(Event::Veto(3), &LIVE, at(12, 22)).unwrap();
    assert_eq!(late.state(), State::Vetoed);
}

#[test]
fn a_veto_takes_back_the_seats_own_approval() {
    let p = queued().apply(Event::Veto(1), &LIVE, at(11, 21)).unwrap();
    assert_eq!((p.state(), p.approvals, p.closes), (State::Active, 0b001, 0));
    assert_eq!(refused(p, Event::Approve(1), &LIVE, at(12, 22)), Refusal::AlreadyVetoed);
    assert_eq!(refused(p, Event::Veto(1), &LIVE, at(12, 22)), Refusal::AlreadyVetoed);
}

#[test]
fn seats_act_only_in_their_role_and_once() {
    let now = at(1, 1);
    assert_eq!(refused(opened(), Event::Approve(3), &LIVE, now), Refusal::NotAVoter);
    assert_eq!(refused(opened(), Event::Veto(0), &LIVE, now), Refusal::NotAVetoer);
    assert_eq!(refused(opened(), Event::Unapprove(0), &LIVE, now), Refusal::NotApproved);
    assert_eq!(refused(queued(), Event::Approve(0), &LIVE, at(11, 21)), Refusal::AlreadyApproved);
    for seat in [16, 17, 32, 255] {
        let all = Live { voters: u16::MAX, vetoers: u16::MAX, ..LIVE };
        assert_eq!(refused(opened(), Event::Approve(seat), &all, now), Refusal::NotAVoter);
        assert_eq!(refused(opened(), Event::Veto(seat), &all, now), Refusal::NotAVetoer);
        assert_eq!(refused(opened(), Event::Unapprove(seat), &all, now), Refusal::NotApproved);
    }
}

#[test]
fn expiry_is_refused_while_time_is_left_and_given_after_it() {
    assert_eq!(refused(opened(), Event::Expire, &LIVE, at(1_000, 0)), Refusal::NotOver);
    assert_eq!(opened().apply(Event::Expire, &LIVE, at(1_001, 0)).unwrap().state(), State::Expired);
    assert_eq!(refused(queued(), Event::Expire, &LIVE, at(CLOSES, 0)), Refusal::NotOver);
    assert_eq!(queued().apply(Event::Expire, &LIVE, at(CLOSES + 1, 0)).unwrap().state(), State::Expired);
}

#[test]
fn votes_after_the_time_for_votes_are_refused() {
    assert_eq!(refused(opened(), Event::Approve(0), &LIVE, at(1_001, 0)), Refusal::VotingOver);
    assert_eq!(refused(queued(), Event::Approve(2), &LIVE, at(CLOSES + 1, 0)), Refusal::WindowOver);
    let late = opened().apply(Event::Approve(0), &LIVE, at(999, 0)).unwrap();
    let late = late.apply(Event::Approve(1), &LIVE, at(1_000, 0)).unwrap();
    assert!(late.apply(Event::Approve(2), &LIVE, at(1_000, 0)).is_ok());
    assert_eq!(refused(late, Event::Approve(2), &LIVE, at(1_001, 0)), Refusal::VotingOver, "also while queued");
}

#[test]
fn an_ended_proposal_takes_nothing() {
    let ended = queued().apply(Event::Cancel, &LIVE, at(11, 21)).unwrap();
    assert_eq!(ended.state(), State::Cancelled);
    for event in [Event::Approve(2), Event::Unapprove(0), Event::Veto(2), Event::Cancel, Event::Execute, Event::Expire]
    {
        assert_eq!(refused(ended, event, &LIVE, at(110, 30)), Refusal::Closed);
    }
    let unknown = Lifecycle { state: 99, ..queued() };
    assert_eq!(refused(unknown, Event::Execute, &LIVE, at(110, 30)), Refusal::Closed);
}

#[test]
fn a_rule_is_sound_only_if_it_can_work() {
    assert_eq!(MAX_SECS, 1_209_600, "14 days");
    assert!(RULE.is_sound(3, 3));
    assert!(!RULE.is_sound(1, 3) && !RULE.is_sound(3, 1));
    for broken in [
        ClassRule { approvals: 0, ..RULE },
        ClassRule { vetoes: 0, ..RULE },
        ClassRule { delay_secs: 0, ..RULE },
        ClassRule { delay_secs: MAX_SECS + 1, ..RULE },
        ClassRule { voting_secs: 0, ..RULE },
        ClassRule { voting_secs: MAX_SECS + 1, ..RULE },
        ClassRule { window_secs: 0, ..RULE },
        ClassRule { window_secs: MAX_SECS + 1, ..RULE },
        ClassRule { delay_slots: 0, ..RULE },
        ClassRule { delay_slots: 251, window_secs: 500, ..RULE },
        ClassRule { delay_slots: 151, ..RULE },
        ClassRule { delay_slots: u64::MAX, ..RULE },
    ] {
        assert!(!broken.is_sound(3, 3), "{broken:?}");
    }
    assert!(ClassRule { delay_slots: 250, window_secs: 500, ..RULE }.is_sound(3, 3));
    assert!(ClassRule { delay_slots: 150, ..RULE }.is_sound(3, 3));
}

#[test]
fn a_rule_keeps_its_floor_only_if_it_is_as_strict_everywhere() {
    assert!(RULE.keeps(&RULE));
    assert!(RULE.keeps(&ClassRule::default()));
    for floor in [
        ClassRule { approvals: 3, ..RULE },
        ClassRule { vetoes: 1, ..RULE },
        ClassRule { delay_secs: 101, ..RULE },
        ClassRule { delay_slots: 11, ..RULE },
    ] {
        assert!(!RULE.keeps(&floor), "{floor:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_alarm_makes_a_window_empty_or_moves_its_end(queued_at: i64, delay: u64, length: u64) {
        let windows = LEVELS.map(|level| window(queued_at, delay, length, level));
        let [calm, raised, high] = windows;
        prop_assert!(queued_at <= calm.opens && calm.opens <= raised.opens && raised.opens <= high.opens);
        prop_assert!(windows.iter().all(|w| w.opens <= w.closes && w.closes == calm.closes));
        if let Some(end) = high.opens.checked_add_unsigned(length) {
            prop_assert_eq!(end, calm.closes, "a whole window is left after the longest delay");
        }
    }

    #[test]
    fn a_delay_is_stretched_to_fourteen_days_at_most_and_never_shortened(delay: u64, short in 0..MAX_SECS) {
        for (level, times) in LEVELS.into_iter().zip([1, 2, 4]) {
            prop_assert!(stretched(delay, level) >= delay);
            prop_assert_eq!(stretched(short, level), (short * times).min(MAX_SECS));
            prop_assert!(stretched(delay, level) <= delay.max(MAX_SECS));
        }
    }

    #[test]
    fn under_every_history_of_alarms_an_approved_proposal_has_its_whole_window_and_then_ends(
        delay in 1..=MAX_SECS, length in 1..=MAX_SECS, voting in 1..=MAX_SECS, slots in 1u64..100, created in 0..i64::MAX / 2,
        approve_after in 0..=MAX_SECS, into in 0..=MAX_SECS,
        raises in prop::collection::vec((0..=6 * MAX_SECS, 1u8..=2, 1..=MAX_SECS), 0..8),
    ) {
        let rule = ClassRule { delay_secs: delay, window_secs: length, voting_secs: voting, delay_slots: slots, ..RULE };
        let alarm = raises.iter().fold(economics::alarm::Alarm::default(), |alarm, (at, level, lasts)| {
            alarm.raised(Level::from_u8(*level).unwrap(), created + (at + lasts) as i64)
        });
        let calm = Live { rule: &rule, ..LIVE };
        let live = |unix: i64| Live { level: alarm.level(unix), ..calm };
        let p = Lifecycle::open(&live(created), at(created, 0)).unwrap();
        let approved = created + approve_after.min(voting) as i64;
        let p = [0, 1, 2].into_iter().fold(p, |p, seat| p.apply(Event::Approve(seat), &live(approved), at(approved, 0)).unwrap());
        prop_assert_eq!(p.state(), State::Queued);
        let opens = approved + (4 * delay).min(MAX_SECS).max(delay) as i64;
        let when = opens + into.min(length) as i64;
        let done = p.apply(Event::Execute, &live(when), at(when, slots));
        prop_assert_eq!(done.map(|p| p.state()), Ok(State::Executed), "whatever the alarm, this is late enough");
        prop_assert_eq!(p.apply(Event::Expire, &live(when), at(when, slots)), Err(Refusal::NotOver));
        let early = approved + delay as i64 - 1;
        prop_assert_eq!(p.apply(Event::Execute, &live(early), at(early, slots)), Err(Refusal::DelaySecsNotElapsed));
        prop_assert!(p.closes <= p.latest_end(), "locks last as long");
        let over = p.closes + 1;
        prop_assert_eq!(p.apply(Event::Execute, &live(over), at(over, slots)), Err(Refusal::WindowOver));
        prop_assert_eq!(p.apply(Event::Expire, &live(over), at(over, 0)).map(|p| p.state()), Ok(State::Expired));
    }

    #[test]
    fn no_number_makes_it_panic(words in any::<[u64; 12]>(), live in any::<[u64; 5]>(), masks in any::<(u16, u16, u64)>(), now in any::<(i64, u64)>(), seat: u8) {
        let p: Lifecycle = bytemuck::cast(words);
        let rule: ClassRule = bytemuck::cast(live);
        let (class, level) = (Class::ALL[usize::from(seat % 5)], LEVELS[usize::from(seat % 3)]);
        let live = Live { class, rule: &rule, config_seqno: masks.2, voters: masks.0, vetoers: masks.1, level };
        let now = at(now.0, now.1);
        for state in 0..3 {
            let p = Lifecycle { state, config_seqno: masks.2, ..p };
            for event in [Event::Approve(seat), Event::Unapprove(seat), Event::Veto(seat), Event::Cancel, Event::Object, Event::Execute, Event::Expire] {
                let _ = p.apply(event, &live, now);
            }
            let _ = p.latest_end();
        }
        let _ = rule.is_sound(seat, seat);
        let _ = Lifecycle::open(&live, now);
    }
}
