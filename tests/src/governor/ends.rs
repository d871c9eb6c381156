//! Cancelling, expiring, and the seconds at which one thing ends and the next begins.

use {
    crate::world::{AI, Economy, PARAM, World, assert_refused},
    economics::lifecycle::State,
    governor::GovernorError,
    solana_address::Address,
};

fn proposed() -> (World, Economy, Address) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    (world, economy, proposal)
}

#[test]
fn only_the_proposer_can_cancel_and_only_its_own() {
    let (mut world, economy, proposal) = proposed();
    world.funded("stranger");
    for name in ["member-1", "creator", "stranger"] {
        assert_refused(economy.cancel(&mut world, name, &proposal), GovernorError::NotProposer);
    }
    let members = economy.proposed_by(&mut world, "member-1", 2, PARAM, &[(1, 1)]);
    assert_refused(economy.cancel(&mut world, "oracle", &members), GovernorError::NotProposer);
    assert_refused(economy.cancel(&mut world, "member-2", &members), GovernorError::NotProposer);
    economy.cancel(&mut world, "member-1", &members).unwrap();
}

#[test]
fn a_cancelled_proposal_frees_its_locks_and_its_place_in_the_quota() {
    let (mut world, economy, proposal) = proposed();
    economy.queue(&mut world, &proposal);
    let landed = economy.cancel(&mut world, "oracle", &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Cancelled"]);
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Cancelled);
    assert_eq!(economy.policy(&world).param(0).unwrap().lock.proposal, 0);
    assert_eq!(economy.council(&world).oracles[0].open, 0);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ProposalClosed);
}

#[test]
fn an_active_proposal_expires_one_second_after_voting_ends() {
    let (mut world, economy, proposal) = proposed();
    world.pass_secs(600);
    assert_refused(economy.expire(&mut world, &proposal), GovernorError::NotExpired);
    world.pass_secs(1);
    let landed = economy.expire(&mut world, &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Expired"]);
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Expired);
    assert_eq!(economy.policy(&world).param(0).unwrap().lock.proposal, 0);
    assert_eq!(economy.council(&world).oracles[0].open, 0);
}

#[test]
fn execution_and_expiry_share_one_boundary() {
    for (late, executes) in [(0, true), (1, false)] {
        let (mut world, economy, proposal) = proposed();
        economy.queue(&mut world, &proposal);
        world.pass_secs(4 * 100 + 300 + late);
        if executes {
            assert_refused(economy.expire(&mut world, &proposal), GovernorError::NotExpired);
            economy.execute(&mut world, &proposal).unwrap();
        } else {
            assert_refused(economy.execute(&mut world, &proposal), GovernorError::WindowOver);
            assert_refused(economy.cancel(&mut world, "oracle", &proposal), GovernorError::WindowOver);
            economy.expire(&mut world, &proposal).unwrap();
        }
    }
}

#[test]
fn an_approved_item_cannot_lie_dormant() {
    let (mut world, economy, proposal) = proposed();
    economy.queue(&mut world, &proposal);
    world.pass_secs(30 * 86_400);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::WindowOver);
    assert_eq!(economy.value(&world, 0), 80_000);
}

#[test]
fn a_queued_proposal_that_lost_its_approvals_after_voting_can_only_expire() {
    let (mut world, economy, proposal) = proposed();
    world.pass_secs(600);
    economy.queue(&mut world, &proposal);
    world.pass_secs(50);
    economy.unapprove(&mut world, "member-1", &proposal).unwrap();
    assert_refused(economy.approve(&mut world, "member-3", &proposal), GovernorError::VotingOver);
    economy.expire(&mut world, &proposal).unwrap();
}

#[test]
fn every_end_gives_the_oracle_its_place_back() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    for seed in 1..=6 {
        let proposal = economy.proposed_by(&mut world, "oracle", seed, AI, &[(1, 1)]);
        match seed % 3 {
            0 => economy.cancel(&mut world, "oracle", &proposal).map(drop),
            1 => {
                world.pass_secs(601);
                economy.expire(&mut world, &proposal).map(drop)
            }
            _ => {
                economy.veto(&mut world, "member-1", &proposal).unwrap();
                economy.veto(&mut world, "member-2", &proposal).map(drop)
            }
        }
        .unwrap();
        assert_eq!(economy.council(&world).oracles[0].open, 0);
    }
    assert_eq!(economy.council(&world).oracles[0].proposed, 6);
}
