//! Seats come, go and change; each has its quota.

use {
    crate::world::{Economy, Genesis, PARAM, World, actor, assert_refused},
    governor::{ClassRule, ConfigChange, GovernorError, events::Event},
    solana_address::Address,
    solana_signer::Signer,
};

fn standard() -> (World, Economy) {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.fit();
    let economy = genesis.economy(&mut world);
    world.pass_secs(60);
    (world, economy)
}

fn key(name: &str) -> Address {
    actor(name).pubkey()
}

fn accept(world: &mut World, economy: &Economy, name: &str) {
    let member = world.funded(name);
    world.send_one(economy.gate.accept_seat(member.pubkey()), &[&member]).unwrap();
}

/// The rule of class `class` with other thresholds.
fn thresholds(world: &World, economy: &Economy, class: u8, approvals: u8, vetoes: u8) -> ConfigChange {
    let rule = ClassRule { approvals, vetoes, ..economy.council(world).classes[usize::from(class)] };
    ConfigChange::SetRule { class, rule }
}

#[test]
fn a_new_member_has_no_power_until_its_own_key_accepts() {
    let (mut world, economy) = standard();
    let mut changes = vec![ConfigChange::AddSeat { key: key("member-4"), roles: 7 }];
    for (class, approvals, vetoes) in [(0, 2, 3), (1, 2, 3), (2, 3, 2), (3, 3, 2), (4, 4, 1)] {
        changes.push(thresholds(&world, &economy, class, approvals, vetoes));
    }
    let landed = economy.configure(&mut world, 1, &changes).unwrap();
    assert!(matches!(landed.events()[0], Event::SeatAdded(told) if told.seat == key("member-4") && told.index == 3));
    world.funded("member-4");
    let draft = economy.draft(&world, PARAM, &[(0, 1)]);
    assert_refused(economy.propose(&mut world, "member-4", 2, draft.clone()), GovernorError::SeatNotAccepted);
    assert_refused(economy.raise_alarm(&mut world, "member-4"), GovernorError::SeatNotAccepted);
    accept(&mut world, &economy, "member-4");
    economy.propose(&mut world, "member-4", 2, draft).unwrap();
}

#[test]
fn a_seat_that_nobody_accepted_does_not_count_for_the_next_config() {
    let (mut world, economy) = standard();
    let mut changes = vec![];
    for name in ["stranger-1", "stranger-2"] {
        changes.push(ConfigChange::AddSeat { key: key(name), roles: 7 });
    }
    for (class, approvals, vetoes) in [(0, 3, 3), (1, 3, 3), (2, 4, 2), (3, 4, 2), (4, 5, 1)] {
        changes.push(thresholds(&world, &economy, class, approvals, vetoes));
    }
    assert_refused(economy.configure(&mut world, 1, &changes), GovernorError::CouncilBricked);
}

#[test]
fn the_last_seat_moves_to_the_place_of_a_removed_one_with_its_rights() {
    let (mut world, economy) = standard();
    let mut changes = vec![ConfigChange::RemoveSeat { key: key("member-1") }];
    for (class, approvals, vetoes) in [(0, 2, 1), (1, 2, 1), (2, 2, 1), (3, 2, 1), (4, 2, 1)] {
        changes.push(thresholds(&world, &economy, class, approvals, vetoes));
    }
    economy.configure(&mut world, 1, &changes).unwrap();
    let council = economy.council(&world);
    let keys: Vec<_> = council.seats().iter().map(|seat| (seat.key, seat.accepted)).collect();
    assert_eq!(keys, [(key("member-3"), 1), (key("member-2"), 1)]);
    assert_eq!((council.voters, bytemuck::bytes_of(&council.seats[2])), (2, &[0; size_of::<governor::Seat>()][..]));
    let draft = economy.draft(&world, PARAM, &[(0, 1)]);
    assert_refused(economy.propose(&mut world, "member-1", 2, draft), GovernorError::NotASeat);
    let unknown = ConfigChange::RemoveSeat { key: key("member-1") };
    economy.propose_config(&mut world, "member-2", 3, &[unknown]).unwrap();
    let proposal = economy.gate.proposal(&[3; 32]);
    for member in ["member-2", "member-3"] {
        economy.approve(&mut world, member, &proposal).unwrap();
    }
    world.pass_secs(300);
    assert_refused(economy.execute_config(&mut world, &proposal), GovernorError::NotASeat);
}

#[test]
fn the_last_voter_cannot_be_removed() {
    let (mut world, economy) = standard();
    let remove = |name| ConfigChange::RemoveSeat { key: key(name) };
    let all = ["member-1", "member-2", "member-3"].map(remove);
    assert_refused(economy.configure(&mut world, 1, &all), GovernorError::ThresholdAboveVoters);
}

#[test]
fn roles_are_changed_and_stay_accepted() {
    let (mut world, economy) = standard();
    let set = |name, roles| ConfigChange::SetRoles { key: key(name), roles };
    let landed = economy.configure(&mut world, 11, &[set("member-3", 6)]).unwrap();
    assert!(matches!(landed.events()[0], Event::RolesChanged(told) if (told.old, told.new) == (7, 6)));
    let draft = economy.draft(&world, PARAM, &[(0, 1)]);
    assert_refused(economy.propose(&mut world, "member-3", 2, draft), GovernorError::RoleMissing);
    let proposal = economy.proposed(&mut world);
    economy.approve(&mut world, "member-3", &proposal).unwrap();
    for (seed, roles) in [(3, 0), (4, 8)] {
        assert_refused(economy.configure(&mut world, seed, &[set("member-3", roles)]), GovernorError::UnknownRole);
    }
    assert_refused(economy.configure(&mut world, 5, &[set("nobody", 7)]), GovernorError::NotASeat);
    let no_proposer = ["member-1", "member-2"].map(|name| set(name, 6));
    assert_refused(economy.configure(&mut world, 6, &no_proposer), GovernorError::CouncilBricked);
}

#[test]
fn a_member_cannot_starve_the_queue_beyond_its_quota() {
    let (mut world, economy) = standard();
    for index in 0..2 {
        economy.proposed_by(&mut world, "member-1", index + 1, PARAM, &[(index, 1)]);
    }
    economy.propose_config(&mut world, "member-1", 3, &[ConfigChange::ClearPause]).unwrap();
    assert_eq!(economy.council(&world).seats[0].open, 3);
    let more = economy.draft(&world, PARAM, &[(8, 1)]);
    assert_refused(economy.propose(&mut world, "member-1", 4, more.clone()), GovernorError::QuotaExceeded);
    let config = economy.propose_config(&mut world, "member-1", 4, &[ConfigChange::ClearPause]);
    assert_refused(config, GovernorError::QuotaExceeded);
    economy.propose(&mut world, "member-2", 5, more.clone()).unwrap();

    let [first, second] = [1, 2].map(|seed| economy.gate.proposal(&[seed; 32]));
    economy.cancel(&mut world, "member-1", &first).unwrap();
    assert_eq!(economy.council(&world).seats[0].open, 2);
    for member in ["member-2", "member-3"] {
        economy.veto(&mut world, member, &second).unwrap();
    }
    assert_eq!(economy.council(&world).seats[0].open, 1);
    world.pass_secs(601);
    economy.expire(&mut world, &economy.gate.proposal(&[3; 32])).unwrap();
    assert_eq!(economy.council(&world).seats[0].open, 0);
}
