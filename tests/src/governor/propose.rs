//! Opening a proposal: who, in which class, on what ground.

use {
    crate::world::{AI, Economy, Genesis, PARAM, World, actor, assert_refused, provenance},
    governor::{Council, GovernorError, NO_ORACLE, Provenance, events::Event, hash::Content},
    solana_signer::Signer,
};

#[test]
fn a_proposal_keeps_what_was_asked_and_locks_its_parameters() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let draft = economy.draft(&world, AI, &[(0, -1_000), (1, 5)]);
    let landed = economy.propose(&mut world, "oracle", 9, draft.clone()).unwrap();
    let (now, address) = (world.now(), economy.gate.proposal(&[9; 32]));

    let proposal = economy.proposal(&world, &address);
    assert_eq!((proposal.council, proposal.proposer), (economy.gate.council, actor("oracle").pubkey()));
    assert_eq!((proposal.id, proposal.number, proposal.class, proposal.oracle), ([9; 32], 1, AI, 0));
    assert_eq!(proposal.moves(), draft.moves);
    assert_eq!(proposal.provenance, provenance());
    assert_eq!((proposal.life.approvals, proposal.life.vetoes, proposal.life.state), (0, 0, 0));
    assert_eq!((proposal.life.voting_until, proposal.life.config_seqno), (now.unix + 600, 1));
    let lock = economy.policy(&world).param(1).unwrap().lock;
    assert_eq!((lock.proposal, lock.until), (1, now.unix + 600 + 4 * 100 + 300));
    let council = economy.council(&world);
    assert_eq!((council.proposal_count, council.oracles[0].open, council.oracles[0].proposed), (1, 1, 1));
    let Event::Proposed(told) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    assert_eq!((told.proposal, told.content_hash, told.unix), (address, proposal.content_hash, now.unix));
}

#[test]
fn the_content_hash_is_known_before_the_proposal_is_sent() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let draft = economy.draft(&world, AI, &[(0, -1_000), (1, 5)]);
    let content = Content {
        council: &economy.gate.council,
        id: &[3; 32],
        class: AI,
        parent_version: 0,
        config_seqno: 1,
        moves: &draft.moves,
        payload_hash: &[0; 32],
        provenance: &draft.provenance,
    };
    let expected = content.hash();
    economy.propose(&mut world, "oracle", 3, draft.clone()).unwrap();
    assert_eq!(economy.proposal(&world, &economy.gate.proposal(&[3; 32])).content_hash, expected);
}

#[test]
fn padding_in_a_draft_does_not_reach_the_chain() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let clean = economy.draft(&world, AI, &[(0, -1_000)]);
    let mut dirty = clean.clone();
    dirty.moves[0]._pad = [9; 7];
    dirty.provenance.forecast._pad = [9; 7];
    economy.propose(&mut world, "oracle", 1, dirty).unwrap();
    let proposal = economy.proposal(&world, &economy.gate.proposal(&[1; 32]));
    assert_eq!((proposal.moves(), proposal.provenance), (clean.moves.as_slice(), clean.provenance));
}

#[test]
fn the_proposers_own_vote_is_not_counted() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed_by(&mut world, "member-1", 1, PARAM, &[(0, 1)]);
    assert_eq!(economy.proposal(&world, &proposal).life.approvals, 0);
    assert_eq!(economy.proposal(&world, &proposal).oracle, NO_ORACLE);
}

#[test]
fn nothing_is_proposed_before_the_seal() {
    let mut world = World::new();
    let genesis = Genesis::standard();
    genesis.begin(&mut world).unwrap();
    genesis.fill(&mut world).unwrap();
    world.funded("oracle");
    let economy = Economy { gate: genesis.gate() };
    let draft = economy.draft(&world, AI, &[(0, 1)]);
    assert_refused(economy.propose(&mut world, "oracle", 1, draft), GovernorError::GenesisNotSealed);
}

#[test]
fn a_class_that_is_unknown_or_not_enabled_is_refused() {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.charter.classes[2].enabled = 0;
    let economy = genesis.economy(&mut world);
    for class in [2, 5, 255] {
        let draft = economy.draft(&world, class, &[(0, -1)]);
        assert_refused(economy.propose(&mut world, "member-1", 1, draft), GovernorError::ClassDisabled);
    }
}

#[test]
fn class_ai_belongs_to_oracles_and_class_param_to_members() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    world.funded("stranger");
    for name in ["member-1", "creator", "stranger"] {
        let draft = economy.draft(&world, AI, &[(0, 1)]);
        assert_refused(economy.propose(&mut world, name, 1, draft), GovernorError::NotAnOracle);
    }
    for name in ["oracle", "creator", "stranger"] {
        let draft = economy.draft(&world, PARAM, &[(0, 1)]);
        assert_refused(economy.propose(&mut world, name, 1, draft), GovernorError::NotASeat);
    }
}

#[test]
fn an_oracle_cannot_starve_the_queue_beyond_its_quota() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    economy.proposed_by(&mut world, "oracle", 1, AI, &[(0, 1)]);
    let second = economy.proposed_by(&mut world, "oracle", 2, AI, &[(1, 1)]);
    let third = economy.draft(&world, AI, &[(8, 1)]);
    assert_refused(economy.propose(&mut world, "oracle", 3, third.clone()), GovernorError::QuotaExceeded);
    economy.cancel(&mut world, "oracle", &second).unwrap();
    economy.propose(&mut world, "oracle", 3, third).unwrap();
}

#[test]
fn a_model_swapped_silently_is_refused() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let mut draft = economy.draft(&world, AI, &[(0, 1)]);
    draft.provenance = Provenance { model_hash: [8; 32], ..provenance() };
    assert_refused(economy.propose(&mut world, "oracle", 1, draft), GovernorError::ModelHashMismatch);
}

#[test]
fn a_proposal_for_another_version_of_the_policy_is_refused() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let mut draft = economy.draft(&world, AI, &[(0, 1)]);
    draft.parent_version = 1;
    assert_refused(economy.propose(&mut world, "oracle", 1, draft), GovernorError::ParentVersionMismatch);
}

#[test]
fn the_same_decision_cannot_be_submitted_twice() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let first = economy.proposed_by(&mut world, "oracle", 1, AI, &[(0, 1)]);
    let before = world.bytes(&first);
    let again = economy.draft(&world, AI, &[(1, 1)]);
    assert!(economy.propose(&mut world, "oracle", 1, again.clone()).is_err());
    assert_eq!(world.bytes(&first), before);
    economy.cancel(&mut world, "oracle", &first).unwrap();
    assert!(economy.propose(&mut world, "oracle", 1, again).is_err(), "a closed proposal is not revived");
}

#[test]
fn a_proposal_leaves_values_and_version_as_they_are() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let before = economy.policy(&world);
    let proposal = economy.proposed(&mut world);
    economy.queue(&mut world, &proposal);
    let after = economy.policy(&world);
    assert_eq!((before.version, before.published_at), (after.version, after.published_at));
    for (old, new) in before.params().iter().zip(after.params()) {
        assert_eq!(
            (old.value, old.previous, old.changed_at, old.budget),
            (new.value, new.previous, new.changed_at, new.budget)
        );
    }
    let council: Council = world.load(&economy.gate.council);
    assert_eq!((council.executed, council.chain_head), (0, [0; 32]));
}
