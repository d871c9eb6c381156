//! What each key cannot do, whoever has stolen it.

use {
    crate::world::{AI, Economy, PARAM, World, actor, assert_refused, assert_refused_with},
    governor::{GovernorError, client::Gate},
    solana_address::Address,
    solana_instruction::Instruction,
    solana_signer::Signer,
};

fn proposed() -> (World, Economy, Address) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    (world, economy, proposal)
}

/// Everything that is refused to a key without seat and oracle seat.
fn is_powerless(world: &mut World, economy: &Economy, name: &str, proposal: &Address) {
    world.funded(name);
    let ai = economy.draft(world, AI, &[(1, 1)]);
    assert_refused(economy.propose(world, name, 8, ai), GovernorError::NotAnOracle);
    let param = economy.draft(world, PARAM, &[(1, 1)]);
    assert_refused(economy.propose(world, name, 8, param), GovernorError::NotASeat);
    assert_refused(economy.approve(world, name, proposal), GovernorError::NotASeat);
    assert_refused(economy.unapprove(world, name, proposal), GovernorError::NotASeat);
    assert_refused(economy.veto(world, name, proposal), GovernorError::NotASeat);
    assert_refused(economy.cancel(world, name, proposal), GovernorError::NotProposer);
}

#[test]
fn a_stranger_can_only_execute_and_expire() {
    let (mut world, economy, proposal) = proposed();
    is_powerless(&mut world, &economy, "stranger", &proposal);
}

#[test]
fn the_creator_has_no_power_after_the_seal() {
    let (mut world, economy, proposal) = proposed();
    is_powerless(&mut world, &economy, "creator", &proposal);
}

#[test]
fn whoever_pays_has_no_power() {
    let (mut world, economy, proposal) = proposed();
    is_powerless(&mut world, &economy, "payer", &proposal);
}

#[test]
fn a_stolen_oracle_key_can_only_propose_within_limits_and_cancel_its_own() {
    let (mut world, economy, proposal) = proposed();
    assert_refused(economy.approve(&mut world, "oracle", &proposal), GovernorError::NotASeat);
    assert_refused(economy.unapprove(&mut world, "oracle", &proposal), GovernorError::NotASeat);
    assert_refused(economy.veto(&mut world, "oracle", &proposal), GovernorError::NotASeat);
    let param = economy.draft(&world, PARAM, &[(1, 1)]);
    assert_refused(economy.propose(&mut world, "oracle", 2, param), GovernorError::NotASeat);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::NotQueued);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
}

#[test]
fn a_spammer_cannot_keep_parameters_locked_against_the_other_members() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let (gate, one, two) = (economy.gate, actor("member-1"), actor("member-2"));
    for round in 1..=3 {
        let spam = economy.proposed_by(&mut world, "oracle", round, AI, &[(0, 1)]);
        let content = economy.proposal(&world, &spam).content_hash;
        let draft = economy.draft(&world, PARAM, &[(0, -1_000)]);
        let displace = [
            gate.veto(one.pubkey(), spam, content),
            gate.veto(two.pubkey(), spam, content),
            gate.propose(one.pubkey(), [100 + round; 32], draft),
        ];
        world.send(&displace, &[&one, &two]).unwrap();
        let again = economy.draft(&world, AI, &[(0, 1)]);
        assert_refused(economy.propose(&mut world, "oracle", 50 + round, again), GovernorError::Locked);
        economy.cancel(&mut world, "member-1", &gate.proposal(&[100 + round; 32])).unwrap();
    }
}

#[test]
fn one_stolen_member_key_changes_nothing() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed_by(&mut world, "member-1", 1, PARAM, &[(0, 10_000)]);
    economy.approve(&mut world, "member-1", &proposal).unwrap();
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::NotQueued);
    assert_eq!(economy.value(&world, 0), 80_000);
}

#[test]
fn every_signature_is_really_asked_for() {
    let (mut world, economy, proposal) = proposed();
    let gate: Gate = economy.gate;
    let content = economy.proposal(&world, &proposal).content_hash;
    let (one, oracle) = (actor("member-1").pubkey(), actor("oracle").pubkey());
    let draft = economy.draft(&world, AI, &[(1, 1)]);
    let unsigned: [Instruction; 6] = [
        gate.propose(oracle, [2; 32], draft),
        gate.approve(one, proposal, content, 1),
        gate.unapprove(one, proposal),
        gate.veto(one, proposal, content),
        gate.cancel(oracle, proposal),
        gate.accept_seat(one),
    ];
    for mut instruction in unsigned {
        for account in &mut instruction.accounts {
            account.is_signer = false;
        }
        assert_refused_with(world.send_one(instruction, &[]), "MissingRequiredSignature");
    }
}
