//! Approving, retracting and vetoing.

use {
    crate::world::{AI, Economy, Outcome, PARAM, World, actor, assert_refused},
    economics::lifecycle::State,
    governor::{GovernorError, events::Event},
    solana_address::Address,
    solana_signer::Signer,
};

fn proposed() -> (World, Economy, Address) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    (world, economy, proposal)
}

/// Approves with what the member believes.
fn approve_as(world: &mut World, economy: &Economy, proposal: &Address, content: [u8; 32], seqno: u64) -> Outcome {
    let member = actor("member-1");
    world.send_one(economy.gate.approve(member.pubkey(), *proposal, content, seqno), &[&member])
}

#[test]
fn the_last_needed_approval_starts_the_clock() {
    let (mut world, economy, proposal) = proposed();
    let first = economy.approve(&mut world, "member-1", &proposal).unwrap();
    assert_eq!(first.event_names(), ["Approved"]);
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Active);
    world.pass_secs(40);
    let second = economy.approve(&mut world, "member-3", &proposal).unwrap();
    let now = world.now();
    let Event::Queued(queued) = second.events()[1] else { panic!("{:?}", second.events()) };
    assert_eq!((queued.eta, queued.until, queued.eta_slot), (now.unix + 100, now.unix + 700, now.slot + 200));
    let life = economy.proposal(&world, &proposal).life;
    assert_eq!((life.state, life.approvals, life.queued_at, life.closes), (1, 0b101, now.unix, now.unix + 700));
}

#[test]
fn a_further_approval_leaves_the_clock_running() {
    let (mut world, economy, proposal) = proposed();
    economy.queue(&mut world, &proposal);
    let before = economy.proposal(&world, &proposal).life;
    world.pass_secs(50);
    let landed = economy.approve(&mut world, "member-3", &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Approved"]);
    let after = economy.proposal(&world, &proposal).life;
    assert_eq!((before.queued_at, before.closes), (after.queued_at, after.closes));
}

#[test]
fn a_content_swapped_after_the_member_looked_is_refused() {
    let (mut world, economy, proposal) = proposed();
    assert_refused(approve_as(&mut world, &economy, &proposal, [1; 32], 1), GovernorError::ContentHashMismatch);
    let member = actor("member-1");
    let veto = economy.gate.veto(member.pubkey(), proposal, [1; 32]);
    assert_refused(world.send_one(veto, &[&member]), GovernorError::ContentHashMismatch);
}

#[test]
fn ten_look_alikes_cannot_share_one_approval() {
    let (mut world, economy, first) = proposed();
    let content = economy.proposal(&world, &first).content_hash;
    let hostile = economy.proposed_by(&mut world, "oracle", 2, AI, &[(1, 25)]);
    assert_ne!(economy.proposal(&world, &hostile).content_hash, content);
    assert_refused(approve_as(&mut world, &economy, &hostile, content, 1), GovernorError::ContentHashMismatch);
}

#[test]
fn an_approval_given_under_another_council_is_void() {
    let (mut world, economy, proposal) = proposed();
    let content = economy.proposal(&world, &proposal).content_hash;
    for seqno in [0, 2] {
        assert_refused(approve_as(&mut world, &economy, &proposal, content, seqno), GovernorError::ConfigChanged);
    }
}

#[test]
fn the_same_seat_counts_once() {
    let (mut world, economy, proposal) = proposed();
    economy.approve(&mut world, "member-1", &proposal).unwrap();
    assert_refused(economy.approve(&mut world, "member-1", &proposal), GovernorError::AlreadyApproved);
    let member = actor("member-2");
    let content = economy.proposal(&world, &proposal).content_hash;
    let approve = economy.gate.approve(member.pubkey(), proposal, content, 1);
    assert_refused(world.send(&[approve.clone(), approve], &[&member]), GovernorError::AlreadyApproved);
    assert_eq!(economy.proposal(&world, &proposal).life.approvals, 1);
}

#[test]
fn approvals_count_until_the_last_second_of_voting() {
    let (mut world, economy, proposal) = proposed();
    world.pass_secs(600);
    economy.approve(&mut world, "member-1", &proposal).unwrap();
    world.pass_secs(1);
    assert_refused(economy.approve(&mut world, "member-2", &proposal), GovernorError::VotingOver);
    assert_refused(economy.unapprove(&mut world, "member-1", &proposal), GovernorError::VotingOver);
}

#[test]
fn an_approval_after_voting_cannot_prop_up_what_an_approver_takes_back() {
    let (mut world, economy, proposal) = proposed();
    world.pass_secs(600);
    economy.queue(&mut world, &proposal);
    world.pass_secs(1);
    assert_refused(economy.approve(&mut world, "member-3", &proposal), GovernorError::VotingOver);
    economy.unapprove(&mut world, "member-1", &proposal).unwrap();
    world.pass_secs(99);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::VotingOver);
    economy.expire(&mut world, &proposal).unwrap();
}

#[test]
fn an_honest_approver_can_retract_and_the_clock_is_cleared() {
    let (mut world, economy, proposal) = proposed();
    economy.queue(&mut world, &proposal);
    world.pass_secs(99);
    let landed = economy.unapprove(&mut world, "member-2", &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Unapproved", "Unqueued"]);
    let life = economy.proposal(&world, &proposal).life;
    assert_eq!((life.state, life.queued_at, life.queued_slot, life.closes), (0, 0, 0, 0));
    world.pass_secs(1);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::NotQueued);
    economy.approve(&mut world, "member-3", &proposal).unwrap();
    world.pass_secs(99);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::DelayNotElapsedSecs);
    world.pass_secs(1);
    economy.execute(&mut world, &proposal).unwrap();
}

#[test]
fn what_was_not_given_cannot_be_retracted() {
    let (mut world, economy, proposal) = proposed();
    assert_refused(economy.unapprove(&mut world, "member-1", &proposal), GovernorError::NotApproved);
}

#[test]
fn enough_vetoes_reject_an_active_proposal_and_free_everything() {
    let (mut world, economy, proposal) = proposed();
    let first = economy.veto(&mut world, "member-1", &proposal).unwrap();
    assert_eq!(first.event_names(), ["VetoCast"]);
    assert_eq!(economy.council(&world).oracles[0].open, 1);
    let second = economy.veto(&mut world, "member-2", &proposal).unwrap();
    assert_eq!(second.event_names(), ["VetoCast", "Rejected"]);
    let closed = economy.proposal(&world, &proposal);
    assert_eq!((closed.state(), closed.life.closed_at), (State::Rejected, world.now().unix));
    assert_eq!(economy.council(&world).oracles[0].open, 0);
    assert_eq!(economy.policy(&world).param(0).unwrap().lock.proposal, 0);
}

#[test]
fn enough_vetoes_stop_a_queued_proposal_until_its_execution() {
    let (mut world, economy, proposal) = proposed();
    economy.approve(&mut world, "member-3", &proposal).unwrap();
    economy.queue(&mut world, &proposal);
    world.pass_secs(100);
    let first = economy.veto(&mut world, "member-1", &proposal).unwrap();
    assert_eq!(first.event_names(), ["VetoCast"]);
    let second = economy.veto(&mut world, "member-2", &proposal).unwrap();
    assert_eq!(second.event_names(), ["VetoCast", "Vetoed"]);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ProposalClosed);
    assert_eq!(economy.value(&world, 0), 80_000);
}

#[test]
fn a_veto_takes_the_seats_own_approval_back() {
    let (mut world, economy, proposal) = proposed();
    economy.queue(&mut world, &proposal);
    let landed = economy.veto(&mut world, "member-1", &proposal).unwrap();
    assert_eq!(landed.event_names(), ["VetoCast", "Unqueued"]);
    assert_eq!(economy.proposal(&world, &proposal).life.approvals, 0b010);
    assert_refused(economy.veto(&mut world, "member-1", &proposal), GovernorError::AlreadyVetoed);
    assert_refused(economy.approve(&mut world, "member-1", &proposal), GovernorError::AlreadyVetoed);
}

#[test]
fn a_minority_can_neither_pass_nor_stop_anything() {
    let (mut world, economy, proposal) = proposed();
    economy.approve(&mut world, "member-1", &proposal).unwrap();
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::NotQueued);
    economy.veto(&mut world, "member-2", &proposal).unwrap();
    economy.approve(&mut world, "member-3", &proposal).unwrap();
    world.pass_secs(100);
    economy.execute(&mut world, &proposal).unwrap();
}

#[test]
fn a_closed_proposal_takes_no_votes() {
    let (mut world, economy, proposal) = proposed();
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    assert_refused(economy.approve(&mut world, "member-1", &proposal), GovernorError::ProposalClosed);
    assert_refused(economy.unapprove(&mut world, "member-1", &proposal), GovernorError::ProposalClosed);
    assert_refused(economy.veto(&mut world, "member-1", &proposal), GovernorError::ProposalClosed);
    assert_refused(economy.cancel(&mut world, "oracle", &proposal), GovernorError::ProposalClosed);
    assert_refused(economy.expire(&mut world, &proposal), GovernorError::ProposalClosed);
}

#[test]
fn a_members_proposal_follows_the_same_path() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed_by(&mut world, "member-1", 1, PARAM, &[(0, -10_000)]);
    economy.queue(&mut world, &proposal);
    world.pass_secs(100);
    economy.execute(&mut world, &proposal).unwrap();
    assert_eq!(economy.value(&world, 0), 70_000);
}
