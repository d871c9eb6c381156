//! Emergencies: a few parameters, one direction, quickly, and seldom.

use {
    crate::{
        cast::{Cast, DELAY, EMERGENCY_GAP, key},
        world::assert_refused,
    },
    economics::policy::Class,
    governor::{ConfigChange, GovernorError},
};

#[test]
fn members_and_the_guardian_propose_emergencies_and_nobody_else() {
    let mut cast = Cast::new();
    for (who, error) in [
        ("voter", GovernorError::RoleMissing),
        ("vetoer", GovernorError::RoleMissing),
        ("newcomer", GovernorError::SeatNotAccepted),
        ("removed", GovernorError::NotASeat),
        ("oracle", GovernorError::NotASeat),
        ("stranger", GovernorError::NotASeat),
    ] {
        assert_refused(cast.propose(who, Class::Emergency, &[(0, -1_000)]).1, error);
    }
    for who in ["guardian", "member", "proposer"] {
        cast.proposed(who, Class::Emergency, &[(0, -1_000)]);
    }
}

#[test]
fn an_emergency_moves_only_what_it_may_in_the_safe_direction_and_inside_the_limits() {
    let mut cast = Cast::new();
    for (by, error) in [
        (vec![(0, 1_000)], GovernorError::UnsafeDirection),
        (vec![(1, -5)], GovernorError::NotAllowedForClass),
        (vec![(0, -20_001)], GovernorError::StepTooLarge),
        (vec![(0, 0)], GovernorError::NoChange),
        (vec![(0, -90_000)], GovernorError::BelowMin),
        (vec![(0, -1), (0, -2)], GovernorError::DuplicateParam),
    ] {
        assert_refused(cast.propose("guardian", Class::Emergency, &by).1, error);
    }
    cast.proposed("guardian", Class::Emergency, &[(0, -20_000)]);
}

#[test]
fn an_emergency_asks_for_no_interval_and_a_fix_is_possible_right_after_the_fault() {
    let mut cast = Cast::new();
    let fault = cast.proposed("member", Class::Param, &[(0, 10_000)]);
    cast.queue(&fault);
    cast.world.pass_secs(DELAY);
    cast.execute(&fault).unwrap();
    let (_, outcome) = cast.propose("member", Class::Param, &[(0, -10_000)]);
    assert_refused(outcome, GovernorError::TooSoonSecs);
    let fix = cast.proposed("guardian", Class::Emergency, &[(0, -10_000)]);
    cast.queue(&fix);
    cast.world.pass_secs(DELAY);
    cast.execute(&fix).unwrap();
    assert_eq!(cast.policy().param(0).unwrap().value, 80_000);
}

#[test]
fn no_open_proposal_holds_an_emergency_up() {
    let mut cast = Cast::new();
    let holder = cast.proposed("member", Class::Param, &[(0, 1_000)]);
    cast.queue(&holder);
    let emergency = cast.proposed("guardian", Class::Emergency, &[(0, -5_000)]);
    cast.queue(&emergency);
    cast.world.pass_secs(DELAY);
    assert_eq!(lock_of(&cast), cast.proposal(&holder).number, "and nobody loses a lock to a mere proposal");
    cast.execute(&emergency).unwrap();
    assert_eq!(lock_of(&cast), 0, "what was made for another value holds nothing up");
    cast.world.pass_secs(100);
    let refused = cast.execute(&holder).expect_err("it was made for another value");
    assert_eq!(refused.code, Some(GovernorError::StaleOldValue as u32));
    cast.proposed("member", Class::Param, &[(0, -1_000)]);
}

/// Number of the proposal that holds the first parameter.
fn lock_of(cast: &Cast) -> u64 {
    cast.policy().param(0).unwrap().lock.proposal
}

#[test]
fn between_two_emergencies_lies_the_economys_gap() {
    let mut cast = Cast::new();
    let first = cast.proposed("guardian", Class::Emergency, &[(0, -1_000)]);
    cast.queue(&first);
    cast.world.pass_secs(DELAY);
    cast.execute(&first).unwrap();
    let (_, outcome) = cast.propose("member", Class::Emergency, &[(0, -1_000)]);
    assert_refused(outcome, GovernorError::EmergencyTooSoon);
    cast.world.pass_secs(EMERGENCY_GAP - 1);
    let (_, outcome) = cast.propose("member", Class::Emergency, &[(0, -1_000)]);
    assert_refused(outcome, GovernorError::EmergencyTooSoon);
    cast.world.pass_secs(1);
    cast.proposed("member", Class::Emergency, &[(0, -1_000)]);
}

#[test]
fn the_gap_is_asked_again_when_an_emergency_is_executed() {
    let mut cast = Cast::new();
    let both = [-1_000, -2_000].map(|by| cast.proposed("guardian", Class::Emergency, &[(0, by)]));
    both.iter().for_each(|at| cast.queue(at));
    cast.world.pass_secs(DELAY);
    cast.execute(&both[1]).unwrap();
    assert_refused(cast.execute(&both[0]), GovernorError::EmergencyTooSoon);
}

#[test]
fn many_emergencies_stay_inside_the_thirty_day_budget() {
    let mut cast = Cast::new();
    let mut refused = None;
    for _ in 0..6 {
        let (at, outcome) = cast.propose("guardian", Class::Emergency, &[(0, -15_000)]);
        if let Err(no) = outcome {
            refused = no.code;
            break;
        }
        cast.queue(&at);
        cast.world.pass_secs(DELAY);
        cast.execute(&at).unwrap();
        cast.world.pass_secs(EMERGENCY_GAP);
    }
    assert_eq!(refused, Some(GovernorError::BudgetExceeded as u32));
    assert_eq!(cast.policy().param(0).unwrap().value, 80_000 - 4 * 15_000);
}

#[test]
fn an_emergency_needs_two_thirds_and_its_delay() {
    let mut cast = Cast::new();
    let at = cast.proposed("guardian", Class::Emergency, &[(0, -1_000)]);
    cast.approved_by(3, &at);
    cast.world.pass_secs(DELAY);
    assert_refused(cast.execute(&at), GovernorError::NotQueued);
    cast.approve("voter-2", &at).unwrap();
    cast.world.pass_secs(DELAY - 1);
    assert_refused(cast.execute(&at), GovernorError::DelayNotElapsedSecs);
    cast.world.pass_secs(1);
    cast.execute(&at).unwrap();
}

#[test]
fn a_removed_guardians_emergency_is_stale() {
    let mut cast = Cast::new();
    let at = cast.proposed("guardian", Class::Emergency, &[(0, -1_000)]);
    cast.queue(&at);
    cast.configure(&[ConfigChange::SetGuardian { key: key("stranger") }]);
    assert_refused(cast.execute(&at), GovernorError::ConfigChanged);
}
