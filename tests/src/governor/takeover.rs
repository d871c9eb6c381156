//! Attempts to take the council over, or to leave it unable to act.

use {
    crate::{
        cast::{Cast, DELAY, WINDOW, key},
        world::{actor, assert_refused},
    },
    economics::{lifecycle::State, policy::Class},
    governor::{ClassRule, ConfigChange, GovernorError},
    solana_address::Address,
    solana_signer::Signer,
};

/// The live rule of a class with a part replaced.
fn rule(cast: &Cast, class: Class, change: impl FnOnce(&mut ClassRule)) -> ConfigChange {
    let mut rule = cast.council().classes[usize::from(class.code())];
    change(&mut rule);
    ConfigChange::SetRule { class: class.code(), rule }
}

fn queued(cast: &mut Cast) -> Address {
    let at = cast.proposed("member", Class::Param, &[(0, -1_000)]);
    cast.queue(&at);
    at
}

#[test]
fn a_delay_lowered_just_before_a_takeover_takes_its_own_delay_and_voids_what_is_open() {
    let mut cast = Cast::new();
    let lower = rule(&cast, Class::Param, |rule| (rule.delay_secs, rule.delay_slots) = (10, 5));
    let (config, _) = cast.propose_config("member", &[lower]);
    cast.queue(&config);
    let hostile = queued(&mut cast);
    cast.world.pass(DELAY - 1, 1_000);
    assert_refused(cast.execute(&config), GovernorError::DelayNotElapsedSecs);
    cast.world.pass_secs(1);
    cast.execute(&config).unwrap();
    assert_refused(cast.execute(&hostile), GovernorError::ConfigChanged);
    let again = cast.proposed("member", Class::Param, &[(0, -1_000)]);
    assert_refused(cast.execute(&again), GovernorError::NotQueued);
}

#[test]
fn an_item_approved_before_a_configuration_is_stale_and_can_only_be_expired() {
    let mut cast = Cast::new();
    let older = queued(&mut cast);
    cast.configure(&[ConfigChange::SetMemberQuota { quota: 5 }]);
    assert_refused(cast.execute(&older), GovernorError::ConfigChanged);
    assert_refused(cast.approve("proposer-voter", &older), GovernorError::ConfigChanged);
    assert_refused(cast.veto("vetoer", &older), GovernorError::ConfigChanged);
    let cancel = cast.gate.cancel(key("member"), older);
    assert_refused(cast.send("member", cancel), GovernorError::ConfigChanged);
    let unapprove = cast.gate.unapprove(key("member"), older);
    assert_refused(cast.send("member", unapprove), GovernorError::ConfigChanged);
    let landed = cast.send_by_anyone(cast.gate.expire(older)).unwrap();
    assert_eq!(landed.event_names(), ["Staled"]);
    assert_eq!(cast.proposal(&older).state(), State::Stale);
}

#[test]
fn the_vote_of_a_member_who_is_removed_in_mid_vote_counts_nowhere() {
    let mut cast = Cast::founded();
    let open = cast.proposed("member", Class::Param, &[(0, -1_000)]);
    for who in ["removed", "member"] {
        cast.approve(who, &open).unwrap();
    }
    cast.configure(&[ConfigChange::RemoveSeat { key: key("removed") }]);
    assert_refused(cast.approve("voter", &open), GovernorError::ConfigChanged);
    let again = cast.proposed("member", Class::Param, &[(0, -1_000)]);
    assert_refused(cast.approve("removed", &again), GovernorError::NotASeat);
    cast.approved_by(2, &again);
    assert_eq!(cast.proposal(&again).state(), State::Active, "two of five are not enough");
}

#[test]
fn no_side_door_is_left_to_a_removed_member() {
    let mut cast = Cast::founded();
    let own = cast.proposed("removed", Class::Param, &[(1, 5)]);
    cast.approve("removed", &own).unwrap();
    cast.configure(&[
        ConfigChange::RemoveSeat { key: key("removed") },
        ConfigChange::AddSeat { key: key("newcomer"), roles: 7 },
    ]);
    let who = key("removed");
    let (gate, content) = (cast.gate, cast.proposal(&own).content_hash);
    let open = cast.proposed("member", Class::Param, &[(0, -1_000)]);
    let other = cast.proposal(&open).content_hash;
    let (_, proposed) = cast.propose("removed", Class::Param, &[(1, 5)]);
    assert_refused(proposed, GovernorError::NotASeat);
    let (_, proposed) = cast.propose("removed", Class::Emergency, &[(0, -1)]);
    assert_refused(proposed, GovernorError::NotASeat);
    let (_, proposed) = cast.propose_config("removed", &[ConfigChange::ClearPause]);
    assert_refused(proposed, GovernorError::NotASeat);
    for attempt in [
        gate.accept_seat(who),
        gate.raise_alarm(who),
        gate.approve(who, open, other, 2),
        gate.approve(who, own, content, 2),
        gate.unapprove(who, own),
        gate.veto(who, open, other),
    ] {
        assert_refused(cast.send("removed", attempt), GovernorError::NotASeat);
    }
    assert_refused(cast.send("removed", gate.cancel(who, own)), GovernorError::ConfigChanged);
}

#[test]
fn a_member_who_returns_accepts_again() {
    let mut cast = Cast::new();
    cast.configure(&[
        ConfigChange::RemoveSeat { key: key("voter-2") },
        ConfigChange::AddSeat { key: key("voter-2"), roles: 2 },
    ]);
    let open = cast.proposed("member", Class::Param, &[(0, -1_000)]);
    assert_refused(cast.approve("voter-2", &open), GovernorError::SeatNotAccepted);
    let accept = cast.gate.accept_seat(key("voter-2"));
    cast.send("voter-2", accept).unwrap();
    cast.approve("voter-2", &open).unwrap();
}

#[test]
fn no_configuration_goes_below_the_constitution() {
    let cast = Cast::new();
    for change in [
        rule(&cast, Class::Param, |rule| (rule.delay_secs, rule.delay_slots) = (9, 5)),
        rule(&cast, Class::Ai, |rule| rule.delay_slots = 4),
        rule(&cast, Class::Config, |rule| rule.vetoes = 6),
        rule(&cast, Class::Action, |rule| rule.approvals = 1),
    ] {
        let mut cast = cast.clone();
        let before = cast.council();
        assert_refused(cast.try_configure(&[change]), GovernorError::BelowFloor);
        let after = cast.council();
        assert_eq!((before.classes, before.config_seqno), (after.classes, after.config_seqno));
        assert_eq!(before.floors, after.floors);
    }
}

#[test]
fn no_configuration_leaves_a_council_that_cannot_change_itself() {
    let cast = Cast::new();
    let remove = |names: &[&str]| -> Vec<ConfigChange> {
        names.iter().map(|name| ConfigChange::RemoveSeat { key: key(name) }).collect()
    };
    // Four of the five accepted voters have to agree to a configuration; the newcomer has not accepted.
    let action = |approvals| rule(&cast, Class::Action, |rule| rule.approvals = approvals);
    let too_few = [remove(&["voter", "voter-2"]), vec![action(4)]].concat();
    let nobody_proposes = ["proposer", "proposer-voter", "proposer-vetoer"].map(key).map(|key| {
        let roles = if key == self::key("proposer-voter") { 2 } else { 4 };
        ConfigChange::SetRoles { key, roles }
    });
    let nobody_proposes = [&nobody_proposes[..], &[ConfigChange::SetRoles { key: key("member"), roles: 6 }]].concat();
    let no_config = vec![rule(&cast, Class::Config, |rule| rule.enabled = 0)];
    for changes in [too_few, nobody_proposes, no_config] {
        assert_refused(cast.clone().try_configure(&changes), GovernorError::CouncilBricked);
    }
    let last_voters = remove(&["voter", "voter-2", "proposer-voter", "voter-vetoer"]);
    assert_refused(cast.clone().try_configure(&last_voters), GovernorError::ThresholdAboveVoters);
}

#[test]
fn no_configuration_gives_a_minority_the_power_to_pass_or_to_stop_everything() {
    let cast = Cast::new();
    for (class, approvals, vetoes, error) in [
        (Class::Param, 2, 4, GovernorError::ThresholdBelowMajority),
        (Class::Config, 3, 3, GovernorError::ThresholdBelowMajority),
        (Class::Action, 4, 2, GovernorError::ThresholdBelowMajority),
        (Class::Param, 7, 4, GovernorError::ThresholdAboveVoters),
        (Class::Param, 3, 3, GovernorError::VetoesBelowBlocking),
        (Class::Config, 4, 1, GovernorError::VetoesBelowBlocking),
    ] {
        let change = rule(&cast, class, |rule| (rule.approvals, rule.vetoes) = (approvals, vetoes));
        assert_refused(cast.clone().try_configure(&[change]), error);
    }
    let cast = Cast::founded();
    let remove = ["vetoer", "proposer-vetoer"].map(|name| ConfigChange::RemoveSeat { key: key(name) });
    assert_refused(cast.clone().try_configure(&remove), GovernorError::VetoesAboveSeats);
}

#[test]
fn a_key_holds_one_place_only() {
    let cast = Cast::new();
    for change in [
        ConfigChange::AddSeat { key: key("member"), roles: 7 },
        ConfigChange::AddSeat { key: key("oracle"), roles: 7 },
        ConfigChange::AddSeat { key: key("guardian"), roles: 7 },
        ConfigChange::AddOracle { key: key("member"), model_hash: [1; 32], quota: 1 },
        ConfigChange::AddOracle { key: key("guardian"), model_hash: [1; 32], quota: 1 },
        ConfigChange::SetGuardian { key: key("member") },
        ConfigChange::SetGuardian { key: key("oracle") },
    ] {
        assert_refused(cast.clone().try_configure(&[change]), GovernorError::DuplicateSeat);
    }
    let zero = ConfigChange::AddSeat { key: Address::default(), roles: 7 };
    assert_refused(cast.clone().try_configure(&[zero]), GovernorError::ZeroKey);
    for roles in [0, 8, 255] {
        let change = ConfigChange::AddSeat { key: key("stranger"), roles };
        assert_refused(cast.clone().try_configure(&[change]), GovernorError::UnknownRole);
        let change = ConfigChange::SetRoles { key: key("voter"), roles };
        assert_refused(cast.clone().try_configure(&[change]), GovernorError::UnknownRole);
    }
}

#[test]
fn a_configuration_is_made_whole_or_not_at_all() {
    let mut cast = Cast::new();
    let before = (cast.world.bytes(&cast.gate.council), cast.world.bytes(&cast.gate.policy));
    let changes = [
        ConfigChange::SetGuardian { key: Address::default() },
        ConfigChange::SetSoftBounds { key: economics::key("emission_rate"), min: 0, max: 100_000 },
        ConfigChange::RemoveSeat { key: key("stranger") },
    ];
    let (at, outcome) = cast.propose_config("member", &changes);
    outcome.unwrap();
    let proposed = (cast.world.bytes(&cast.gate.council), cast.world.bytes(&cast.gate.policy));
    assert_ne!(before.0, proposed.0, "the proposal is counted");
    cast.queue(&at);
    cast.world.pass_secs(DELAY);
    assert_refused(cast.execute(&at), GovernorError::NotASeat);
    assert_eq!(proposed, (cast.world.bytes(&cast.gate.council), cast.world.bytes(&cast.gate.policy)));
}

#[test]
fn a_configuration_frees_every_lock_and_quota_and_a_late_expiry_frees_none_twice() {
    let mut cast = Cast::new();
    let stale: Vec<Address> = (1..5).map(|param| cast.proposed("proposer", Class::Param, &free(param))).collect();
    let (_, fifth) = cast.propose("proposer", Class::Param, &[(0, -1)]);
    assert_refused(fifth, GovernorError::QuotaExceeded);
    cast.configure(&[ConfigChange::SetMemberQuota { quota: 4 }]);
    let fresh = cast.proposed("proposer", Class::Param, &free(1));
    for at in &stale {
        cast.send_by_anyone(cast.gate.expire(*at)).unwrap();
    }
    let number = cast.proposal(&fresh).number;
    let policy = cast.policy();
    for change in cast.proposal(&fresh).moves() {
        assert_eq!(policy.param(change.param).unwrap().lock.proposal, number);
    }
    let seat = cast.council().seat_index(&key("proposer")).unwrap();
    assert_eq!(cast.council().seats[usize::from(seat)].open, 1);
}

/// Four bundles that do not touch each other: two single parameters and two coupled groups.
fn free(which: usize) -> Vec<(u8, i64)> {
    [vec![(1, 5)], vec![(2, 100), (3, -100)], vec![(5, 100), (6, -100)], vec![(8, 10)]][which - 1].clone()
}

#[test]
fn an_authority_change_cannot_hide_in_a_routine_proposal() {
    let mut cast = Cast::new();
    let change = [ConfigChange::AddSeat { key: key("stranger"), roles: 1 }];
    let payload = ConfigChange::payload(&change);
    for class in [Class::Ai, Class::Param, Class::Emergency] {
        let draft = governor::PayloadDraft { class: class.code(), rationale_hash: [0; 32], payload: payload.clone() };
        let (id, who) = (cast.id(), if class == Class::Ai { "oracle" } else { "member" });
        let outcome = cast.send(who, cast.gate.propose_payload(key(who), id, draft));
        let refused = outcome.expect_err("a payload in a class of moves");
        let codes = [GovernorError::WrongClass as u32, GovernorError::ModelHashMismatch as u32];
        assert!(refused.code.is_some_and(|code| codes.contains(&code)), "{refused:?}");
    }
    for class in [Class::Config, Class::Action] {
        let (_, outcome) = cast.propose("member", class, &[(0, -1)]);
        assert_refused(outcome, GovernorError::WrongClass);
    }
    // Neither instruction of execution serves the other's class.
    let (config, _) = cast.propose_config("member", &change);
    cast.queue(&config);
    cast.world.pass_secs(DELAY);
    assert_refused(cast.send_by_anyone(cast.gate.execute(config)), GovernorError::WrongClass);
    cast.execute(&config).unwrap();
}

#[test]
fn a_payload_swapped_after_approval_is_refused() {
    let mut cast = Cast::new();
    let (honest, _) = cast.propose_config("member", &[ConfigChange::SetMemberQuota { quota: 5 }]);
    let (hostile, _) = cast.propose_config("member", &[ConfigChange::AddSeat { key: key("stranger"), roles: 7 }]);
    cast.queue(&honest);
    cast.world.pass_secs(DELAY);
    let mut swapped = cast.gate.execute_config(honest);
    let foreign = cast.gate.payload(&hostile);
    swapped.accounts.last_mut().unwrap().pubkey = foreign;
    assert_refused(cast.send_by_anyone(swapped), GovernorError::ForeignPayload);
    let payload = cast.gate.payload(&honest);
    // The last byte of the payload is the quota: 8 + 32 + 8, then 4 bytes of length, 1 of kind.
    cast.world.poke(&payload, |bytes| bytes[8 + 32 + 8 + 5] = 9);
    assert_refused(cast.execute(&honest), GovernorError::PayloadMismatch);
}

#[test]
fn a_configuration_is_proposed_by_members_who_may_and_refused_where_it_cannot_be_read() {
    let mut cast = Cast::new();
    let change = [ConfigChange::ClearPause];
    for (who, error) in [
        ("voter", GovernorError::RoleMissing),
        ("newcomer", GovernorError::SeatNotAccepted),
        ("guardian", GovernorError::NotASeat),
        ("oracle", GovernorError::NotASeat),
        ("stranger", GovernorError::NotASeat),
    ] {
        let (_, outcome) = cast.propose_config(who, &change);
        assert_refused(outcome, error);
    }
    let sound = ConfigChange::payload(&change);
    let count = |count: u32| [&count.to_le_bytes()[..], &sound[4..]].concat();
    for (payload, error) in [
        (vec![], GovernorError::BadPayload),
        (vec![1, 0, 0], GovernorError::BadPayload),
        (count(0), GovernorError::BadChangeCount),
        (count(17), GovernorError::BadChangeCount),
        (count(u32::MAX), GovernorError::BadChangeCount),
        (count(2), GovernorError::BadPayload),
        ([&sound[..], &[0]].concat(), GovernorError::BadPayload),
        (vec![1, 0, 0, 0, 200], GovernorError::BadPayload),
    ] {
        let draft = governor::PayloadDraft { class: Class::Config.code(), rationale_hash: [0; 32], payload };
        let id = cast.id();
        let outcome = cast.send("member", cast.gate.propose_payload(key("member"), id, draft));
        assert_refused(outcome, error);
    }
}

#[test]
fn a_configuration_has_the_same_window_as_everything_else() {
    let mut cast = Cast::new();
    let (at, _) = cast.propose_config("member", &[ConfigChange::ClearPause]);
    cast.queue(&at);
    cast.world.pass_secs(4 * DELAY + WINDOW + 1);
    assert_refused(cast.execute(&at), GovernorError::WindowOver);
    cast.send_by_anyone(cast.gate.expire(at)).unwrap();
    assert_eq!(cast.proposal(&at).state(), State::Expired);
}

#[test]
fn lamports_sent_ahead_do_not_block_a_proposal_or_its_payload() {
    let mut cast = Cast::new();
    let id = [200; 32];
    let proposal = cast.gate.proposal(&id);
    for at in [proposal, cast.gate.payload(&proposal)] {
        cast.world.svm.airdrop(&at, 10_000_000).unwrap();
    }
    let propose = cast.gate.propose_config(key("member"), id, [0; 32], &[ConfigChange::ClearPause]);
    cast.world.send_one(propose, &[&actor("member")]).unwrap();
    assert_eq!(cast.proposal(&proposal).proposer, actor("member").pubkey());
}
