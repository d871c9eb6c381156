//! Limits of moves, on the bytecode; their arithmetic is tested natively in `economics`.

use {
    crate::world::{AI, Economy, Genesis, Outcome, PARAM, World, assert_refused},
    economics::{Now, time::DAY},
    governor::{GovernorError, Move},
};

fn standard() -> (World, Economy) {
    let mut world = World::new();
    let economy = Economy::standard(&mut world);
    (world, economy)
}

/// Proposes as the oracle.
fn asked(world: &mut World, economy: &Economy, by: &[(u8, i64)]) -> Outcome {
    let draft = economy.draft(world, AI, by);
    economy.propose(world, "oracle", 1, draft)
}

#[test]
fn a_proposal_without_moves_is_refused() {
    let (mut world, economy) = standard();
    assert_refused(asked(&mut world, &economy, &[]), GovernorError::NoMoves);
}

#[test]
fn a_proposal_with_nine_moves_is_refused() {
    let (mut world, economy) = standard();
    let nine: Vec<_> = (0..9).map(|n| (n, 1)).collect();
    assert_refused(asked(&mut world, &economy, &nine), GovernorError::TooManyMoves);
}

#[test]
fn a_parameter_that_does_not_exist_is_refused() {
    let (mut world, economy) = standard();
    for index in [9, 31, 32, 255] {
        assert_refused(asked(&mut world, &economy, &[(index, 1)]), GovernorError::UnknownParam);
    }
}

#[test]
fn two_moves_of_one_parameter_are_refused() {
    let (mut world, economy) = standard();
    assert_refused(asked(&mut world, &economy, &[(0, 1), (0, 2)]), GovernorError::DuplicateParam);
}

#[test]
fn a_parameter_closed_to_the_oracle_is_open_to_members() {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.params[8].spec.flags = 0;
    let economy = genesis.economy(&mut world);
    world.pass_secs(60);
    assert_refused(asked(&mut world, &economy, &[(8, 1)]), GovernorError::NotAllowedForClass);
    economy.proposed_by(&mut world, "member-1", 1, PARAM, &[(8, 1)]);
}

#[test]
fn a_move_from_another_value_than_the_live_one_is_refused() {
    let (mut world, economy) = standard();
    let mut draft = economy.draft(&world, AI, &[(0, -10)]);
    draft.moves[0] = Move::new(0, 79_999, 79_989);
    assert_refused(economy.propose(&mut world, "oracle", 1, draft), GovernorError::StaleOldValue);
}

#[test]
fn a_move_that_changes_nothing_is_refused() {
    let (mut world, economy) = standard();
    assert_refused(asked(&mut world, &economy, &[(0, 0)]), GovernorError::NoChange);
    assert_refused(asked(&mut world, &economy, &[(0, 10), (1, 0)]), GovernorError::NoChange);
}

#[test]
fn values_outside_the_bounds_are_refused_and_never_clamped() {
    let (mut world, economy) = standard();
    for (index, by, error) in [
        (1, -101, GovernorError::BelowMin),
        (1, 401, GovernorError::AboveMax),
        (0, i64::MAX - 80_000, GovernorError::AboveMax),
        (0, i64::MIN, GovernorError::BelowMin),
    ] {
        assert_refused(asked(&mut world, &economy, &[(index, by)]), error);
    }
}

#[test]
fn a_step_of_the_oracle_is_one_and_of_a_member_two() {
    let (mut world, economy) = standard();
    for (who, class, by) in [("oracle", AI, 5_001), ("oracle", AI, -5_001), ("member-1", PARAM, 10_001)] {
        let draft = economy.draft(&world, class, &[(0, by)]);
        assert_refused(economy.propose(&mut world, who, 1, draft), GovernorError::StepTooLarge);
    }
    let proposal = economy.proposed_by(&mut world, "oracle", 1, AI, &[(0, 5_000)]);
    economy.cancel(&mut world, "oracle", &proposal).unwrap();
    economy.proposed_by(&mut world, "member-1", 2, PARAM, &[(0, -10_000)]);
}

#[test]
fn a_value_in_the_wrong_unit_is_refused() {
    let (mut world, economy) = standard();
    let mut draft = economy.draft(&world, AI, &[(1, 1)]);
    draft.moves[0].new = 1;
    assert_refused(economy.propose(&mut world, "oracle", 1, draft), GovernorError::StepTooLarge);
}

#[test]
fn a_parameter_rests_between_changes_in_seconds() {
    let (mut world, economy) = standard();
    economy.change(&mut world, 1, &[(0, 100)]);
    world.pass_secs(59);
    let draft = economy.draft(&world, AI, &[(0, 100)]);
    assert_refused(economy.propose(&mut world, "oracle", 2, draft), GovernorError::TooSoonSecs);
    world.pass_secs(1);
    economy.proposed_by(&mut world, "oracle", 2, AI, &[(0, 100)]);
}

#[test]
fn a_parameter_rests_between_changes_in_epochs() {
    let mut world = World::new();
    let mut genesis = Genesis::standard();
    genesis.params[1].spec.min_interval_epochs = 2;
    let economy = genesis.economy(&mut world);
    world.pass_secs(600);
    let now = world.now();
    world.set_now(Now { epoch: now.epoch + 1, ..now });
    assert_refused(asked(&mut world, &economy, &[(1, 1)]), GovernorError::TooSoonEpochs);
    world.set_now(Now { epoch: now.epoch + 2, ..now });
    asked(&mut world, &economy, &[(1, 1)]).unwrap();
}

#[test]
fn many_legal_small_steps_do_not_reach_an_extreme_within_thirty_days() {
    let (mut world, economy) = standard();
    for seed in 1..=4 {
        economy.change(&mut world, seed, &[(0, 5_000)]);
        world.pass_secs(DAY);
    }
    let draft = economy.draft(&world, PARAM, &[(0, 1)]);
    assert_refused(economy.propose(&mut world, "member-1", 5, draft.clone()), GovernorError::BudgetExceeded);
    world.pass_secs(36 * DAY);
    economy.propose(&mut world, "member-1", 5, draft).unwrap();
}

#[test]
fn a_look_alike_of_an_open_proposal_finds_its_parameter_locked() {
    let (mut world, economy) = standard();
    let first = economy.proposed(&mut world);
    for (who, class) in [("oracle", AI), ("member-1", PARAM)] {
        let draft = economy.draft(&world, class, &[(0, -1_000)]);
        assert_refused(economy.propose(&mut world, who, 2, draft), GovernorError::Locked);
    }
    economy.cancel(&mut world, "oracle", &first).unwrap();
    economy.proposed_by(&mut world, "member-1", 2, PARAM, &[(0, -1_000)]);
}

#[test]
fn a_lock_ends_on_its_own_when_its_proposal_can_no_longer_act() {
    let (mut world, economy) = standard();
    economy.proposed(&mut world);
    let draft = economy.draft(&world, PARAM, &[(0, 1)]);
    world.pass_secs(600 + 4 * 100 + 300);
    assert_refused(economy.propose(&mut world, "member-1", 2, draft.clone()), GovernorError::Locked);
    world.pass_secs(1);
    economy.propose(&mut world, "member-1", 2, draft).unwrap();
}

#[test]
fn a_late_expiry_does_not_free_the_lock_of_the_next_proposal() {
    let (mut world, economy) = standard();
    let first = economy.proposed(&mut world);
    world.pass_secs(1_301);
    economy.proposed_by(&mut world, "member-1", 2, PARAM, &[(0, 1)]);
    economy.expire(&mut world, &first).unwrap();
    assert_eq!(economy.policy(&world).param(0).unwrap().lock.proposal, 2);
}

#[test]
fn a_coupled_group_moves_as_a_whole_or_not_at_all() {
    let (mut world, economy) = standard();
    assert_refused(asked(&mut world, &economy, &[(2, 100)]), GovernorError::GroupIncomplete);
    assert_refused(asked(&mut world, &economy, &[(2, 100), (3, -99)]), GovernorError::GroupSum);
    assert_refused(asked(&mut world, &economy, &[(2, 100), (5, -100)]), GovernorError::GroupIncomplete);
    let proposal = economy.proposed_by(&mut world, "oracle", 1, AI, &[(2, 100), (3, -100), (5, 50), (7, -50)]);
    economy.queue(&mut world, &proposal);
    world.pass_secs(100);
    economy.execute(&mut world, &proposal).unwrap();
    let policy = economy.policy(&world);
    let values: Vec<_> = policy.params().iter().map(|param| param.value).collect();
    assert_eq!(values[2..8], [3_100, 4_900, 2_000, 6_050, 2_500, 1_450]);
}
