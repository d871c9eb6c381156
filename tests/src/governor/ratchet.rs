//! Always the stricter of what was frozen and what is live; loosening never speeds an open proposal.
//!
//! A config change makes every open proposal stale, so that no instruction reaches most of these states:
//! the tests write the bytes.

use {
    crate::world::{Economy, World, assert_refused},
    economics::lifecycle::State,
    governor::{Council, GovernorError, Policy},
    solana_address::Address,
    std::mem::offset_of,
};

fn queued() -> (World, Economy, Address) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    economy.queue(&mut world, &proposal);
    (world, economy, proposal)
}

fn council(world: &mut World, economy: &Economy, change: impl FnOnce(&mut Council)) {
    world.poke(&economy.gate.council, |bytes| change(bytemuck::from_bytes_mut(&mut bytes[8..])));
}

fn policy(world: &mut World, economy: &Economy, change: impl FnOnce(&mut Policy)) {
    world.poke(&economy.gate.policy, |bytes| change(bytemuck::from_bytes_mut(&mut bytes[8..])));
}

#[test]
fn a_delay_lowered_later_does_not_speed_an_older_item() {
    let (mut world, economy, proposal) = queued();
    council(&mut world, &economy, |council| (council.classes[0].delay_secs, council.classes[0].delay_slots) = (1, 1));
    world.pass(99, 199);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::DelayNotElapsedSecs);
    world.pass(1, 0);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::DelayNotElapsedSlots);
}

#[test]
fn a_delay_raised_later_binds_an_older_item() {
    let (mut world, economy, proposal) = queued();
    council(&mut world, &economy, |council| council.classes[0].delay_secs = 200);
    world.pass_secs(199);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::DelayNotElapsedSecs);
    world.pass_secs(1);
    economy.execute(&mut world, &proposal).unwrap();
}

#[test]
fn a_threshold_lowered_later_does_not_pass_an_older_item() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    council(&mut world, &economy, |council| council.classes[0].approvals = 1);
    economy.approve(&mut world, "member-1", &proposal).unwrap();
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Active);
}

#[test]
fn a_threshold_raised_later_binds_an_older_item() {
    let (mut world, economy, proposal) = queued();
    council(&mut world, &economy, |council| council.classes[0].approvals = 3);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ApprovalsMissing);
}

#[test]
fn the_vote_of_a_removed_member_no_longer_counts() {
    let (mut world, economy, proposal) = queued();
    council(&mut world, &economy, |council| council.seats[1].accepted = 0);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ApprovalsMissing);
}

#[test]
fn a_vote_needs_its_role_at_execution_too() {
    let (mut world, economy, proposal) = queued();
    council(&mut world, &economy, |council| (council.seats[1].roles, council.voters) = (5, 2));
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ApprovalsMissing);
}

#[test]
fn a_class_switched_off_publishes_nothing_more() {
    let (mut world, economy, proposal) = queued();
    council(&mut world, &economy, |council| council.classes[0].enabled = 0);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ClassDisabled);
}

#[test]
fn a_changed_council_makes_open_and_queued_proposals_stale() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed(&mut world);
    economy.approve(&mut world, "member-1", &proposal).unwrap();
    council(&mut world, &economy, |council| council.config_seqno = 2);
    assert_refused(economy.approve(&mut world, "member-2", &proposal), GovernorError::ConfigChanged);

    let (mut world, economy, proposal) = queued();
    council(&mut world, &economy, |council| {
        council.config_seqno = 2;
        council.forget_open();
    });
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::ConfigChanged);
    let landed = economy.expire(&mut world, &proposal).unwrap();
    assert_eq!(landed.event_names(), ["Staled"]);
    assert_eq!(economy.proposal(&world, &proposal).state(), State::Stale);
    assert_eq!(economy.policy(&world).param(0).unwrap().lock.proposal, 0);
    assert_eq!(economy.council(&world).oracles[0].open, 0);
}

#[test]
fn bounds_tightened_later_bind_an_older_item() {
    let (mut world, economy, proposal) = queued();
    policy(&mut world, &economy, |policy| policy.params[0].spec.soft_min = 79_500);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::BelowMin);
    policy(&mut world, &economy, |policy| policy.params[0].spec.soft_min = 79_000);
    policy(&mut world, &economy, |policy| policy.params[0].spec.step_down_abs = 999);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::StepTooLarge);
    policy(&mut world, &economy, |policy| policy.params[0].spec.step_down_abs = 1_000);
    economy.execute(&mut world, &proposal).unwrap();
}

#[test]
fn a_value_that_moved_meanwhile_is_not_overwritten() {
    let (mut world, economy, proposal) = queued();
    policy(&mut world, &economy, |policy| policy.params[0].value = 80_001);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::StaleOldValue);
}

#[test]
fn a_group_that_shifted_meanwhile_is_not_broken() {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    let proposal = economy.proposed_by(&mut world, "oracle", 1, 0, &[(2, 100), (3, -100)]);
    economy.queue(&mut world, &proposal);
    policy(&mut world, &economy, |policy| policy.params[4].value = 2_001);
    world.pass_secs(100);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::GroupSum);
    assert_eq!(economy.value(&world, 2), 3_000);
}

#[test]
fn a_clock_that_runs_backwards_does_not_shorten_anything() {
    let (mut world, economy, proposal) = queued();
    world.pass(-1_000, 0);
    assert_refused(economy.execute(&mut world, &proposal), GovernorError::DelayNotElapsedSecs);
    assert_refused(economy.expire(&mut world, &proposal), GovernorError::NotExpired);
}

#[test]
fn the_bytes_that_these_tests_write_are_where_the_program_reads_them() {
    assert_eq!(offset_of!(Council, config_seqno), 48);
    assert_eq!(offset_of!(Policy, params), 128);
}
