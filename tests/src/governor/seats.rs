//! Seats have no power before their own keys have accepted them.

use {
    crate::world::{AI, Economy, Genesis, PARAM, World, actor, assert_refused},
    governor::{Council, GovernorError},
    solana_signer::Signer,
};

fn accept(world: &mut World, economy: &Economy, name: &str) -> crate::world::Outcome {
    let member = world.funded(name);
    world.send_one(economy.gate.accept_seat(member.pubkey()), &[&member])
}

/// A sealed economy in which nobody has accepted a seat.
fn sealed(world: &mut World, genesis: &Genesis) -> Economy {
    genesis.lay(world).unwrap();
    world.funded("oracle");
    world.pass_secs(60);
    Economy { gate: genesis.gate() }
}

#[test]
fn a_seat_is_accepted_by_its_own_key_once() {
    let mut world = World::new();
    let economy = sealed(&mut world, &Genesis::standard());
    let landed = accept(&mut world, &economy, "member-2").unwrap();
    assert_eq!(landed.event_names(), ["SeatAccepted"]);
    let council: Council = world.load(&economy.gate.council);
    assert_eq!(council.seats().iter().map(|seat| seat.accepted).collect::<Vec<_>>(), [0, 1, 0]);
    assert_refused(accept(&mut world, &economy, "member-2"), GovernorError::SeatAlreadyAccepted);
}

#[test]
fn a_stranger_cannot_accept_a_seat() {
    let mut world = World::new();
    let economy = sealed(&mut world, &Genesis::standard());
    assert_refused(accept(&mut world, &economy, "stranger"), GovernorError::NotASeat);
    assert_refused(accept(&mut world, &economy, "oracle"), GovernorError::NotASeat);
}

#[test]
fn nothing_is_proposed_before_enough_voters_have_accepted() {
    let mut world = World::new();
    let economy = sealed(&mut world, &Genesis::standard());
    accept(&mut world, &economy, "member-1").unwrap();
    let draft = economy.draft(&world, AI, &[(0, 1)]);
    assert_refused(economy.propose(&mut world, "oracle", 1, draft.clone()), GovernorError::CouncilNotReady);
    accept(&mut world, &economy, "member-2").unwrap();
    economy.propose(&mut world, "oracle", 1, draft).unwrap();
}

#[test]
fn a_seat_that_is_not_accepted_can_do_nothing() {
    let mut world = World::new();
    let economy = sealed(&mut world, &Genesis::standard());
    accept(&mut world, &economy, "member-1").unwrap();
    accept(&mut world, &economy, "member-2").unwrap();
    world.funded("member-3");
    let proposal = economy.proposed(&mut world);
    let draft = economy.draft(&world, PARAM, &[(1, 1)]);
    assert_refused(economy.propose(&mut world, "member-3", 2, draft), GovernorError::SeatNotAccepted);
    assert_refused(economy.approve(&mut world, "member-3", &proposal), GovernorError::SeatNotAccepted);
    assert_refused(economy.unapprove(&mut world, "member-3", &proposal), GovernorError::SeatNotAccepted);
    assert_refused(economy.veto(&mut world, "member-3", &proposal), GovernorError::SeatNotAccepted);
}

#[test]
fn a_seat_does_only_what_its_roles_allow() {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    let roles = [("proposer", 1), ("vetoer", 4), ("voter", 2)];
    genesis.seats.extend(roles.map(|(name, roles)| (name.to_owned(), roles)));
    genesis.fit();
    let economy = genesis.economy(&mut world);
    world.pass_secs(60);
    let proposal = economy.proposed(&mut world);

    let draft = economy.draft(&world, PARAM, &[(1, 1)]);
    for name in ["voter", "vetoer"] {
        assert_refused(economy.propose(&mut world, name, 2, draft.clone()), GovernorError::RoleMissing);
    }
    for name in ["proposer", "vetoer"] {
        assert_refused(economy.approve(&mut world, name, &proposal), GovernorError::RoleMissing);
        assert_refused(economy.unapprove(&mut world, name, &proposal), GovernorError::RoleMissing);
    }
    for name in ["proposer", "voter"] {
        assert_refused(economy.veto(&mut world, name, &proposal), GovernorError::RoleMissing);
    }
    economy.propose(&mut world, "proposer", 2, draft).unwrap();
    economy.approve(&mut world, "voter", &proposal).unwrap();
    economy.veto(&mut world, "vetoer", &proposal).unwrap();
    assert_ne!(actor("voter").pubkey(), actor("vetoer").pubkey());
}
