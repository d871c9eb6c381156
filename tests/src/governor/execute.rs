//! Publishing: after the delay, all or nothing, by anyone.

use {
    crate::world::{AI, Economy, PARAM, World, actor, assert_refused},
    economics::lifecycle::State,
    governor::{
        GovernorError,
        events::Event,
        hash::{Content, chain_link},
    },
    solana_address::Address,
    solana_signer::Signer,
};

fn queued() -> (World, Economy, Address) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    economy.queue(&mut world, &proposal);
    (world, economy, proposal)
}

#[test]
fn an_approved_proposal_is_published_as_the_next_version() {
    let (mut world, economy, proposal) = queued();
    world.pass_secs(100);
    let landed = economy.execute(&mut world, &proposal).unwrap();
    let now = world.now();

    assert_eq!(landed.event_names(), ["ParamChanged", "PolicyPublished"]);
    let policy = economy.policy(&world);
    assert_eq!((policy.version, policy.published_at), (1, now.unix));
    let param = policy.param(0).unwrap();
    assert_eq!(
        (param.value, param.previous, param.changed_at, param.changed_epoch),
        (79_000, 80_000, now.unix, now.epoch)
    );
    assert_eq!(param.lock.proposal, 0);
    let closed = economy.proposal(&world, &proposal);
    assert_eq!((closed.state(), closed.life.closed_at), (State::Executed, now.unix));
    let oracle = economy.council(&world).oracles[0];
    assert_eq!((oracle.open, oracle.executed), (0, 1));
    let Event::ParamChanged(change) = landed.events()[0] else { panic!("{:?}", landed.events()) };
    assert_eq!((change.key, change.old, change.new), (economics::key("emission_rate"), 80_000, 79_000));
}

#[test]
fn execution_one_second_early_is_refused() {
    let (mut world, economy, proposal) = queued();
    world.pass(99, 10_000);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::DelayNotElapsedSecs);
}

#[test]
fn execution_one_slot_early_is_refused_however_fast_the_clock_ran() {
    let (mut world, economy, proposal) = queued();
    world.pass(200, 199);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::DelayNotElapsedSlots);
    world.pass(0, 1);
    economy.execute(&mut world, &proposal).unwrap();
}

#[test]
fn create_vote_and_execute_in_one_transaction_is_refused() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let (gate, oracle) = (economy.gate, actor("oracle"));
    let (one, two) = (actor("member-1"), actor("member-2"));
    let address = gate.proposal(&[1; 32]);
    let draft = economy.draft(&world, AI, &[(0, -1_000)]);
    let content = Content {
        council: &gate.council,
        id: &[1; 32],
        class: AI,
        parent_version: 0,
        config_seqno: 1,
        moves: &draft.moves,
        payload_hash: &[0; 32],
        provenance: &draft.provenance,
    }
    .hash();
    let all = [
        gate.propose(oracle.pubkey(), [1; 32], draft),
        gate.approve(one.pubkey(), address, content, 1),
        gate.approve(two.pubkey(), address, content, 1),
        gate.execute(address),
    ];
    assert_refused(world.send(&all, &[&oracle, &one, &two]), GovernorError::DelayNotElapsedSecs);
}

#[test]
fn what_is_not_approved_is_not_executed() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::NotQueued);
}

#[test]
fn a_proposal_is_executed_once() {
    let (mut world, economy, proposal) = queued();
    world.pass_secs(100);
    economy.execute(&mut world, &proposal).unwrap();
    let again = economy.gate.execute(proposal);
    assert_refused(world.send_one(again, &[]), GovernorError::ProposalClosed);
    assert_eq!(economy.policy(&world).version, 1);
}

#[test]
fn anyone_executes_and_gains_nothing() {
    let (mut world, economy, proposal) = queued();
    world.pass_secs(100);
    let balances = |world: &World| {
        [economy.gate.council, economy.gate.policy, proposal].map(|address| world.svm.get_balance(&address))
    };
    let (before, payer) = (balances(&world), actor("payer").pubkey());
    let money = world.svm.get_balance(&payer).unwrap();
    economy.execute(&mut world, &proposal).unwrap();
    assert_eq!(balances(&world), before);
    assert!(world.svm.get_balance(&payer).unwrap() < money);
}

#[test]
fn the_chain_head_is_recomputed_from_what_was_executed() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let mut head = [0; 32];
    for (seed, by) in [(1, 10), (2, -20), (3, 30)] {
        world.pass_secs(60);
        let proposal = economy.proposed_by(&mut world, "oracle", seed, AI, &[(0, by)]);
        economy.queue(&mut world, &proposal);
        world.pass_secs(100);
        let landed = economy.execute(&mut world, &proposal).unwrap();
        let Event::PolicyPublished(told) = landed.events()[1] else { panic!("{:?}", landed.events()) };
        let content = economy.proposal(&world, &proposal).content().hash();
        let expected = chain_link(&head, &content, u64::from(seed), world.now().unix);
        assert_eq!((told.parent, told.chain_head), (head, expected));
        assert_eq!(economy.council(&world).chain_head, expected);
        head = expected;
    }
    assert_eq!(economy.council(&world).executed, 3);
}

#[test]
fn two_open_proposals_on_different_parameters_do_not_disturb_each_other() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let first = economy.proposed_by(&mut world, "oracle", 1, AI, &[(0, -100)]);
    let second = economy.proposed_by(&mut world, "member-1", 2, PARAM, &[(1, 10)]);
    economy.queue(&mut world, &first);
    economy.queue(&mut world, &second);
    world.pass_secs(100);
    economy.execute(&mut world, &second).unwrap();
    economy.execute(&mut world, &first).unwrap();
    assert_eq!((economy.value(&world, 0), economy.value(&world, 1)), (79_900, 110));
    assert_eq!(economy.policy(&world).version, 2);
}
