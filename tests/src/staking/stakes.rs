//! `stake`.

use staking::{Position, StakingError, events::Event};

use super::bench::*;
use crate::world::{assert_refused, assert_refused_with};

#[test]
fn stake_credits_what_arrives_and_tells_both_amounts() {
    let mut bench = Bench::new();
    let landed = bench.stake("alice", 100 * ONE).unwrap();

    assert_eq!(bench.balance("alice"), HAS - 100 * ONE);
    assert_eq!((bench.vault(), bench.pool().accounted), (99 * ONE, 99 * ONE));
    assert_eq!((bench.pool().totals.staked, bench.pool().totals.stakers, bench.pool().active), (99 * ONE, 1, 0));
    let position = bench.position("alice");
    assert_eq!((position.warming, position.active), (99 * ONE, 0));
    assert_eq!(position.active_from, bench.world.now().unix + WARM);
    let [Event::Staked(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((told.requested, told.credited, told.staked), (100 * ONE, 99 * ONE, 99 * ONE));
    assert_eq!((told.pool, told.owner, told.active_from), (bench.stakes.pool, key("alice"), position.active_from));
}

#[test]
fn a_first_stake_creates_the_position_at_the_owners_expense_and_a_second_adds_to_it() {
    let mut bench = Bench::new();
    let lamports = bench.world.svm.get_balance(&key("alice")).unwrap();
    bench.stake_net("alice", ONE);
    let position: Position = bench.world.load(&bench.stakes.position(&key("alice")));
    assert_eq!((position.card.pool, position.card.owner), (bench.stakes.pool, key("alice")));
    assert!(bench.world.svm.get_balance(&key("alice")).unwrap() < lamports);

    bench.stake_net("alice", 2 * ONE);
    bench.stake_net("bob", 4 * ONE);
    assert_eq!((bench.position("alice").warming, bench.position("bob").warming), (3 * ONE, 4 * ONE));
    assert_eq!((bench.pool().totals.staked, bench.pool().totals.stakers), (7 * ONE, 2));
}

#[test]
fn a_further_stake_restarts_the_warm_up_of_what_still_warms_and_leaves_the_active_alone() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 5 * ONE);
    bench.stake_net("alice", ONE);
    bench.world.pass_secs(WINDOW - 1);
    bench.stake_net("alice", ONE);
    let position = bench.position("alice");
    assert_eq!((position.active, position.warming), (5 * ONE, 2 * ONE));
    // One second before the window ends: its queue flows until the end of the next one.
    assert_eq!(position.active_from, bench.world.now().unix + WINDOW + 1);
}

#[test]
fn stake_becomes_active_with_the_second_of_its_warm_up_and_not_before() {
    let mut bench = Bench::new();
    bench.stake_net("alice", ONE);
    bench.world.pass_secs(WARM - 1);
    bench.settle("alice").unwrap();
    assert_eq!((bench.position("alice").active, bench.pool().active), (0, 0));
    bench.world.pass_secs(1);
    bench.settle("alice").unwrap();
    assert_eq!((bench.position("alice").active, bench.pool().active), (ONE, ONE));
}

#[test]
fn a_stake_that_the_fee_eats_whole_is_refused() {
    let mut bench = Bench::new();
    assert_refused(bench.stake("alice", 1), StakingError::NothingCredited);
    assert_eq!((bench.balance("alice"), bench.vault()), (HAS, 0));
}

#[test]
fn a_stake_of_nothing_is_refused() {
    let mut bench = Bench::new();
    assert_refused(bench.stake("alice", 0), StakingError::ZeroAmount);
}

#[test]
fn nobody_stakes_more_than_they_have() {
    let mut bench = Bench::new();
    for amount in [HAS + 1, u64::MAX] {
        assert_refused_with(bench.stake("alice", amount), "Custom(1)");
    }
    bench.stake("alice", HAS).unwrap();
}

#[test]
fn nobody_stakes_the_tokens_of_another() {
    let mut bench = Bench::new();
    let theft = bench.stakes.stake(key("bob"), bench.tokens("alice"), ONE);
    assert_refused_with(signed(&mut bench.world, theft, &["bob"]), "Custom(4)");
    let unsigned = {
        let mut stake = bench.stakes.stake(key("alice"), bench.tokens("alice"), ONE);
        stake.accounts[0].is_signer = false;
        stake
    };
    assert_refused_with(signed(&mut bench.world, unsigned, &[]), "MissingRequiredSignature");
    assert_eq!(bench.balance("alice"), HAS);
}

#[test]
fn staking_from_the_vault_itself_is_refused() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 10 * ONE);
    let loops = bench.stakes.stake(key("alice"), bench.stakes.vault, ONE);
    assert_refused_with(signed(&mut bench.world, loops, &["alice"]), "Custom(2040)");
}

#[test]
fn lamports_sent_ahead_to_its_address_do_not_stop_a_position() {
    let mut bench = Bench::new();
    let at = bench.stakes.position(&key("alice"));
    bench.world.svm.airdrop(&at, 1_000_000).unwrap();
    bench.stake_net("alice", ONE);
    assert_eq!(bench.position("alice").warming, ONE);
}

#[test]
fn a_stake_beyond_what_the_ledger_can_count_is_refused() {
    let mut bench = Bench::new();
    bench.poke_pool(|pool| {
        pool.accounted = u64::MAX - ONE;
        pool.stream.queued = u64::MAX - ONE;
    });
    let vault = bench.stakes.vault;
    bench.poke_tokens(&vault, u64::MAX - 100 * ONE);
    assert_refused(bench.stake("alice", 10 * ONE), StakingError::Overflow);
}

#[test]
fn a_settlement_comes_first_so_that_a_stake_never_shares_what_fell_due_before() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 1 << 20);
    bench.reward(1_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench.stake_net("alice", 9 << 20);
    assert_eq!((bench.position("alice").owed, bench.pool().owed), (1_000, 1_000));
    assert_eq!((bench.position("alice").active, bench.position("alice").warming), (1 << 20, 9 << 20));
}
