//! The alarm slows the gate, falls only by time, and never makes a window empty.

use {
    crate::{
        cast::{ALARM, ALARM_COOLDOWN, Cast, DELAY, EVERYBODY, VETOERS, WINDOW, key},
        world::{Outcome, assert_refused},
    },
    economics::{alarm::Level, lifecycle::State, policy::Class},
    governor::{ConfigChange, GovernorError},
    solana_address::Address,
};

fn raise(cast: &mut Cast, who: &str) -> Outcome {
    let instruction = cast.gate.raise_alarm(key(who));
    cast.send(who, instruction)
}

fn level(cast: &Cast) -> Level {
    cast.council().level(cast.world.now().unix)
}

fn queued(cast: &mut Cast, class: Class) -> Address {
    let who = if class == Class::Ai { "oracle" } else { "member" };
    let at = cast.proposed(who, class, &[(0, -1_000)]);
    cast.queue(&at);
    at
}

#[test]
fn only_accepted_seats_with_the_role_veto_raise_the_alarm() {
    let mut cast = Cast::new();
    for who in EVERYBODY.into_iter().filter(|who| !VETOERS.contains(who)) {
        let error = match who {
            "newcomer" => GovernorError::SeatNotAccepted,
            "proposer" | "voter" | "voter-2" | "proposer-voter" => GovernorError::RoleMissing,
            _ => GovernorError::NotASeat,
        };
        assert_refused(raise(&mut cast, who), error);
    }
    assert_eq!(raise(&mut cast, "vetoer").unwrap().event_names(), ["AlarmRaised"]);
    assert_eq!(level(&cast), Level::Raised);
}

#[test]
fn a_second_seat_raises_level_two_and_the_same_seat_cannot() {
    let mut cast = Cast::new();
    raise(&mut cast, "vetoer").unwrap();
    cast.world.pass_secs(1);
    assert_refused(raise(&mut cast, "vetoer"), GovernorError::AlarmCoolingDown);
    raise(&mut cast, "member").unwrap();
    assert_eq!(level(&cast), Level::High);
}

#[test]
fn the_alarm_falls_by_time_alone() {
    let mut cast = Cast::new();
    raise(&mut cast, "vetoer").unwrap();
    cast.world.pass_secs(100);
    raise(&mut cast, "member").unwrap();
    cast.configure_under_alarm(&[ConfigChange::ClearPause]);
    assert_eq!(level(&cast), Level::High, "no configuration clears it");
    cast.world.pass_secs(1);
    assert_eq!(level(&cast), Level::Calm);
    let mut cast = Cast::new();
    raise(&mut cast, "vetoer").unwrap();
    cast.world.pass_secs(ALARM);
    assert_eq!(level(&cast), Level::Raised);
    cast.world.pass_secs(1);
    assert_eq!(level(&cast), Level::Calm);
}

#[test]
fn one_stolen_key_cannot_keep_the_alarm_up() {
    let mut cast = Cast::new();
    let mut calm = 0;
    for second in 0..4 * ALARM_COOLDOWN / 10 {
        let _ = raise(&mut cast, "vetoer");
        assert_ne!(level(&cast), Level::High, "after {second} tens of seconds");
        calm += i64::from(level(&cast) == Level::Calm);
        cast.world.pass_secs(10);
    }
    assert!(calm * 10 >= 4 * (ALARM_COOLDOWN - ALARM) - 40, "calm for {} seconds only", calm * 10);
}

#[test]
fn an_alarm_doubles_and_quadruples_the_delay_of_what_is_queued_already() {
    for (raisers, times) in [(1, 2), (2, 4)] {
        let mut cast = Cast::new();
        let at = cast.proposed("member", Class::Param, &[(0, -1_000)]);
        cast.approved_by(4, &at);
        let closes = cast.proposal(&at).life.closes;
        cast.world.pass_secs(DELAY - 1);
        VETOERS[..raisers].iter().for_each(|who| drop(raise(&mut cast, who).unwrap()));
        cast.world.pass_secs((times - 1) * DELAY);
        assert_refused(cast.execute(&at), GovernorError::DelayNotElapsedSecs);
        cast.world.pass_secs(1);
        assert_eq!(cast.proposal(&at).life.closes, closes, "the end does not move");
        cast.execute(&at).unwrap();
    }
}

#[test]
fn whatever_alarm_comes_a_whole_window_is_left() {
    let mut cast = Cast::new();
    let at = cast.proposed("member", Class::Param, &[(0, -1_000)]);
    cast.approved_by(4, &at);
    cast.world.pass_secs(4 * DELAY - 10);
    for who in &VETOERS[..2] {
        raise(&mut cast, who).unwrap();
    }
    cast.world.pass_secs(9);
    assert_refused(cast.execute(&at), GovernorError::DelayNotElapsedSecs);
    cast.world.pass_secs(1);
    cast.clone().execute(&at).unwrap();
    cast.world.pass_secs(WINDOW);
    cast.clone().execute(&at).unwrap();
    cast.world.pass_secs(1);
    assert_refused(cast.execute(&at), GovernorError::WindowOver);
}

#[test]
fn nothing_that_is_over_comes_back_with_an_alarm() {
    let mut cast = Cast::new();
    let at = queued(&mut cast, Class::Param);
    cast.world.pass_secs(4 * DELAY + WINDOW + 1);
    raise(&mut cast, "vetoer").unwrap();
    assert_refused(cast.execute(&at), GovernorError::WindowOver);
    cast.send_by_anyone(cast.gate.expire(at)).unwrap();
    assert_eq!(cast.proposal(&at).state(), State::Expired);
}

#[test]
fn level_one_halves_the_step_of_the_oracle_and_of_nobody_else() {
    let mut cast = Cast::new();
    let older = cast.proposed("oracle", Class::Ai, &[(1, 25)]);
    cast.queue(&older);
    raise(&mut cast, "vetoer").unwrap();
    let (_, outcome) = cast.propose("oracle", Class::Ai, &[(0, -2_501)]);
    assert_refused(outcome, GovernorError::StepTooLarge);
    cast.proposed("oracle", Class::Ai, &[(0, -2_500)]);
    cast.proposed("member", Class::Param, &[(8, 600)]);
    // Checked again when it is executed.
    cast.world.pass_secs(2 * DELAY);
    assert_refused(cast.execute(&older), GovernorError::StepTooLarge);
    cast.world.pass_secs(ALARM - 2 * DELAY + 1);
    cast.execute(&older).unwrap();
}

#[test]
fn level_two_shuts_the_class_of_the_oracle_and_asks_one_approval_more_of_the_others() {
    let mut cast = Cast::new();
    let ai = queued(&mut cast, Class::Ai);
    let param = cast.proposed("member", Class::Param, &[(1, 5)]);
    cast.queue(&param);
    for who in &VETOERS[..2] {
        raise(&mut cast, who).unwrap();
    }
    let (_, outcome) = cast.propose("oracle", Class::Ai, &[(8, 1)]);
    assert_refused(outcome, GovernorError::ShutByAlarm);
    cast.world.pass_secs(4 * DELAY);
    assert_refused(cast.execute(&ai), GovernorError::ShutByAlarm);
    assert_refused(cast.execute(&param), GovernorError::ApprovalsMissing);
    cast.approve("voter-2", &param).unwrap();
    cast.execute(&param).unwrap();
}

#[test]
fn the_council_can_change_itself_under_every_alarm() {
    let mut cast = Cast::new();
    for who in &VETOERS[..2] {
        raise(&mut cast, who).unwrap();
    }
    cast.configure_under_alarm(&[ConfigChange::SetMemberQuota { quota: 5 }]);
    assert_eq!(cast.council().safeguards.member_quota, 5);
}
