//! The guardian brakes for a while, and can do nothing else.

use {
    crate::{
        cast::{Cast, DELAY, EVERYBODY, PAUSE_GAP, key},
        world::{Outcome, assert_refused},
    },
    economics::{lifecycle::State, pause, policy::Class},
    governor::{ConfigChange, GovernorError},
};

fn pause(cast: &mut Cast, bits: u8, secs: u64) -> Outcome {
    let instruction = cast.gate.pause(key("guardian"), bits, secs);
    cast.send("guardian", instruction)
}

#[test]
fn only_the_guardian_pauses() {
    let mut cast = Cast::new();
    for who in EVERYBODY.into_iter().filter(|who| *who != "guardian") {
        let instruction = cast.gate.pause(key(who), pause::ALL, 60);
        assert_refused(cast.send(who, instruction), GovernorError::NotGuardian);
    }
    let landed = pause(&mut cast, pause::ALL, 60).unwrap();
    assert_eq!(landed.event_names(), ["Paused"]);
    let policy = cast.policy();
    assert_eq!((policy.paused, policy.paused_until), (pause::ALL, cast.world.now().unix + 60));
}

#[test]
fn a_pause_names_known_bits_and_lasts_at_most_seven_days() {
    let mut cast = Cast::new();
    for bits in [0, 16, 128, 255] {
        assert_refused(pause(&mut cast, bits, 60), GovernorError::BadPauseBits);
    }
    for secs in [0, 7 * 86_400 + 1, u64::MAX] {
        assert_refused(pause(&mut cast, pause::ALL, secs), GovernorError::BadPauseLength);
    }
    pause(&mut cast, pause::AI, 7 * 86_400).unwrap();
}

#[test]
fn a_pause_ends_on_its_own_and_the_guardian_can_neither_clear_nor_lengthen_nor_replace_it() {
    let mut cast = Cast::new();
    pause(&mut cast, pause::ALL, 100).unwrap();
    // During the pause, in the gap as long as the pause, and at its last second.
    for wait in [0, 50, 50, 1, 99] {
        cast.world.pass_secs(wait);
        for (bits, secs) in [(pause::ALL, 1), (pause::AI, 60)] {
            assert_refused(pause(&mut cast, bits, secs), GovernorError::PauseTooSoon);
        }
    }
    let ends = cast.policy().paused_until;
    assert!(!cast.policy().is_paused(pause::ALL, ends + 1) && cast.policy().is_paused(pause::EXECUTION, ends));
    cast.world.pass_secs(1);
    pause(&mut cast, pause::EMISSION, 1).unwrap();
    cast.world.pass_secs(PAUSE_GAP + 1);
    assert_refused(pause(&mut cast, pause::ALL, 1), GovernorError::PauseTooSoon);
    cast.world.pass_secs(1);
    pause(&mut cast, pause::ALL, 1).unwrap();
}

#[test]
fn a_pause_stops_what_it_names_and_no_brake_no_emergency_and_no_configuration() {
    let mut cast = Cast::new();
    let ai = cast.proposed("oracle", Class::Ai, &[(0, -1_000)]);
    let param = cast.proposed("member", Class::Param, &[(1, 5)]);
    let doomed = cast.proposed("member", Class::Param, &[(8, 10)]);
    let config = cast.propose_config("member", &[ConfigChange::SetMemberQuota { quota: 3 }]).0;
    for at in [ai, param, config] {
        cast.queue(&at);
    }
    cast.world.pass_secs(DELAY);
    pause(&mut cast, pause::ALL, 150).unwrap();
    assert_refused(cast.execute(&ai), GovernorError::Paused);
    assert_refused(cast.execute(&param), GovernorError::Paused);
    let (_, outcome) = cast.propose("oracle", Class::Ai, &[(1, 1)]);
    let refused = outcome.expect_err("class ai is paused");
    assert_eq!(refused.code, Some(GovernorError::Paused as u32));
    // Brakes.
    let unapprove = cast.gate.unapprove(key("member"), param);
    cast.send("member", unapprove).unwrap();
    cast.veto("vetoer", &param).unwrap();
    let cancel = cast.gate.cancel(key("member"), doomed);
    cast.send("member", cancel).unwrap();
    let alarm = cast.gate.raise_alarm(key("vetoer"));
    cast.clone().send("vetoer", alarm).unwrap();
    // Emergency and configuration.
    let emergency = cast.proposed("guardian", Class::Emergency, &[(0, -4_000)]);
    cast.queue(&emergency);
    cast.world.pass_secs(DELAY);
    cast.execute(&emergency).unwrap();
    cast.execute(&config).unwrap();
    assert!(cast.policy().is_paused(pause::ALL, cast.world.now().unix), "all of this under the pause");
}

#[test]
fn each_bit_stops_only_its_own() {
    for (bits, proposes, executes) in
        [(pause::AI, false, true), (pause::EXECUTION, true, false), (pause::EMISSION | pause::DEPOSITS, true, true)]
    {
        let mut cast = Cast::new();
        let ai = cast.proposed("oracle", Class::Ai, &[(0, -1_000)]);
        cast.queue(&ai);
        cast.world.pass_secs(DELAY);
        pause(&mut cast, bits, 60).unwrap();
        assert_eq!(cast.execute(&ai).is_ok(), executes, "{bits}");
        assert_eq!(cast.propose("oracle", Class::Ai, &[(1, 1)]).1.is_ok(), proposes, "{bits}");
        assert!(cast.propose("member", Class::Param, &[(8, 1)]).1.is_ok(), "{bits}");
    }
}

#[test]
fn a_stolen_guardian_key_can_pause_and_propose_emergencies_and_nothing_else() {
    let mut cast = Cast::new();
    let (gate, who) = (cast.gate, key("guardian"));
    let open = cast.proposed("member", Class::Param, &[(1, 5)]);
    let content = cast.proposal(&open).content_hash;
    for class in [Class::Param, Class::Config, Class::Action] {
        let (_, outcome) = match class {
            Class::Param => cast.propose("guardian", class, &[(8, 1)]),
            _ => cast.propose_config("guardian", &[ConfigChange::ClearPause]),
        };
        assert_refused(outcome, GovernorError::NotASeat);
    }
    let (_, outcome) = cast.propose("guardian", Class::Ai, &[(8, 1)]);
    assert_refused(outcome, GovernorError::NotAnOracle);
    for attempt in [
        gate.approve(who, open, content, 2),
        gate.unapprove(who, open),
        gate.veto(who, open, content),
        gate.raise_alarm(who),
        gate.accept_seat(who),
    ] {
        assert_refused(cast.send("guardian", attempt), GovernorError::NotASeat);
    }
    assert_refused(cast.send("guardian", gate.cancel(who, open)), GovernorError::NotProposer);
    // Its own proposals need the members' approvals like all others.
    let own = cast.proposed("guardian", Class::Emergency, &[(0, -4_000)]);
    assert_refused(cast.approve("guardian", &own), GovernorError::NotASeat);
    cast.world.pass_secs(DELAY);
    assert_refused(cast.execute(&own), GovernorError::NotQueued);
}

#[test]
fn the_guardian_cannot_stop_its_own_replacement() {
    let mut cast = Cast::new();
    let (at, _) = cast.propose_config("member", &[ConfigChange::SetGuardian { key: key("stranger") }]);
    pause(&mut cast, pause::ALL, 7 * 86_400).unwrap();
    let content = cast.proposal(&at).content_hash;
    let veto = cast.gate.veto(key("guardian"), at, content);
    assert_refused(cast.send("guardian", veto), GovernorError::NotASeat);
    cast.queue(&at);
    cast.world.pass_secs(DELAY);
    cast.execute(&at).unwrap();
    assert_refused(pause(&mut cast, pause::ALL, 1), GovernorError::NotGuardian);
    let (_, outcome) = cast.propose("guardian", Class::Emergency, &[(0, -1)]);
    assert_refused(outcome, GovernorError::NotASeat);
    // What it has paused ends on its own or by the council's word, not by the new guardian's.
    assert!(cast.policy().is_paused(pause::ALL, cast.world.now().unix));
    let again = cast.gate.pause(key("stranger"), pause::ALL, 1);
    assert_refused(cast.send("stranger", again), GovernorError::PauseTooSoon);
    cast.configure(&[ConfigChange::ClearPause]);
    assert!(!cast.policy().is_paused(pause::ALL, cast.world.now().unix));
}

#[test]
fn proposals_of_the_guardian_have_a_quota() {
    let mut cast = Cast::new();
    let open: Vec<_> = (0..4).map(|n| cast.proposed("guardian", Class::Emergency, &[(0, -1 - n)])).collect();
    let (_, fifth) = cast.propose("guardian", Class::Emergency, &[(0, -9)]);
    assert_refused(fifth, GovernorError::QuotaExceeded);
    let cancel = cast.gate.cancel(key("guardian"), open[0]);
    cast.send("guardian", cancel).unwrap();
    assert_eq!(cast.proposal(&open[0]).state(), State::Cancelled);
    cast.proposed("guardian", Class::Emergency, &[(0, -9)]);
}
