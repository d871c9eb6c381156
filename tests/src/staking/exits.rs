//! `request_unstake` and `withdraw`: principal always comes back.

use economics::staking::MAX_UNBOND_SECS;
use staking::{StakingError, events::Event};

use super::bench::*;
use crate::world::{assert_refused, assert_refused_with};

#[test]
fn request_unstake_stops_the_earning_and_starts_the_unbonding_time() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    let landed = bench.request("alice", 4 * ONE).unwrap();
    let (position, pool) = (bench.position("alice"), bench.pool());
    assert_eq!((position.active, position.cooling), (6 * ONE, 4 * ONE));
    assert_eq!((pool.active, pool.cooling, pool.totals.staked, pool.totals.stakers), (6 * ONE, 4 * ONE, 6 * ONE, 1));
    let unlock_at = bench.world.now().unix + UNBOND;
    let [Event::UnstakeRequested(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((told.amount, told.unlock_at, position.unlock_at), (4 * ONE, unlock_at, unlock_at));
    assert_eq!((told.owner, told.staked), (key("alice"), 6 * ONE));
}

#[test]
fn stake_that_still_warms_leaves_first() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.stake_net("alice", 5 * ONE);
    bench.request("alice", 7 * ONE).unwrap();
    assert_eq!((bench.position("alice").active, bench.position("alice").warming), (8 * ONE, 0));
}

#[test]
fn withdraw_pays_the_principal_with_the_second_of_its_unlocking_and_not_before() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND - 1);
    assert_refused(bench.withdraw("alice"), StakingError::StillCooling);
    bench.world.pass_secs(1);
    let before = bench.balance("alice");
    let landed = bench.withdraw("alice").unwrap();
    assert_eq!(bench.balance("alice") - before, 10 * ONE - ONE / 10);
    assert_eq!((bench.vault(), bench.pool().accounted, bench.pool().totals.stakers), (0, 0, 0));
    let [Event::Withdrawn(told)] = events(&landed)[..] else { panic!("one event") };
    assert_eq!((told.requested, told.credited), (10 * ONE, 10 * ONE - ONE / 10));
    assert_refused(bench.withdraw("alice"), StakingError::NothingToWithdraw);
}

#[test]
fn the_unbonding_time_is_frozen_when_it_is_asked_for() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.request("alice", 10 * ONE).unwrap();
    let unlock_at = bench.position("alice").unlock_at;
    let economy = bench.economy;
    economy.change(&mut bench.world, 1, &[(8, 600)]);
    assert_eq!(economy.value(&bench.world, 8), UNBOND + 600);
    bench.settle("alice").unwrap();
    assert_eq!(bench.position("alice").unlock_at, unlock_at);
    bench.world.pass_secs((unlock_at - bench.world.now().unix).max(0));
    bench.withdraw("alice").unwrap();

    bench.stake_active("bob", ONE);
    bench.request("bob", ONE).unwrap();
    assert_eq!(bench.position("bob").unlock_at, bench.world.now().unix + UNBOND + 600);
}

#[test]
fn no_value_of_the_parameter_traps_principal() {
    for (value, secs) in [(i64::MIN, 0), (-1, 0), (0, 0), (i64::MAX, MAX_UNBOND_SECS)] {
        let mut bench = Bench::new();
        bench.stake_net("alice", ONE);
        bench.poke_unbond(value);
        bench.request("alice", ONE).unwrap();
        assert_eq!(bench.position("alice").unlock_at, bench.world.now().unix + secs, "{value}");
        bench.world.pass_secs(secs);
        bench.withdraw("alice").unwrap();
    }
}

#[test]
fn a_policy_that_lost_the_parameter_would_not_trap_principal() {
    let mut bench = Bench::new();
    bench.stake_net("alice", ONE);
    let at = 8 + std::mem::offset_of!(governor::Policy, params_len);
    bench.world.poke(&bench.stakes.policy, |data| data[at] = 8);
    bench.request("alice", ONE).unwrap();
    assert_eq!(bench.position("alice").unlock_at, bench.world.now().unix + MAX_UNBOND_SECS);
}

#[test]
fn a_policy_that_cannot_be_read_any_more_does_not_trap_principal() {
    for ruin in ["another owner", "another kind", "cut off", "gone"] {
        let mut bench = Bench::new();
        bench.stake_net("alice", ONE);
        let mut policy = bench.world.svm.get_account(&bench.stakes.policy).unwrap();
        match ruin {
            "another owner" => policy.owner = staking::ID,
            "another kind" => policy.data[0] ^= 1,
            "cut off" => policy.data.truncate(100),
            _ => policy = Default::default(),
        }
        bench.world.svm.set_account(bench.stakes.policy, policy).unwrap();
        bench.request("alice", ONE).unwrap_or_else(|refused| panic!("{ruin}: {refused:?}"));
        assert_eq!(bench.position("alice").unlock_at, bench.world.now().unix + MAX_UNBOND_SECS);
        bench.world.pass_secs(MAX_UNBOND_SECS);
        bench.withdraw("alice").unwrap();
    }
}

#[test]
fn a_request_that_would_delay_the_pending_one_is_refused() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 10 * ONE);
    bench.request("alice", ONE).unwrap();
    bench.world.pass_secs(1);
    assert_refused(bench.request("alice", ONE), StakingError::UnstakePending);
    bench.world.pass_secs(UNBOND);
    bench.withdraw("alice").unwrap();
    bench.request("alice", ONE).unwrap();
}

#[test]
fn nobody_asks_back_nothing_or_more_than_they_staked() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 10 * ONE);
    assert_refused(bench.request("alice", 0), StakingError::ZeroAmount);
    for amount in [10 * ONE + 1, u64::MAX] {
        assert_refused(bench.request("alice", amount), StakingError::InsufficientStake);
    }
}

#[test]
fn rewards_earned_before_the_exit_stay_due_and_none_come_after() {
    let mut bench = Bench::new();
    let share = 1 << 20;
    bench.stake_active("alice", share);
    bench.stake_active("bob", share);
    bench.reward(2_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(WINDOW + WINDOW / 2);
    bench.request("alice", share).unwrap();
    bench.world.pass_secs(WINDOW);
    bench.settle("alice").unwrap();
    bench.settle("bob").unwrap();
    assert_eq!((bench.position("alice").owed, bench.position("bob").owed), (500, 1_500));
    bench.claim("alice").unwrap();
}

#[test]
fn nobody_asks_back_or_withdraws_what_is_not_theirs() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 10 * ONE);
    let mut request = bench.stakes.request_unstake(key("alice"), ONE);
    request.accounts[0].pubkey = key("bob");
    assert_refused(signed(&mut bench.world, request, &["bob"]), StakingError::NotOwner);
    let mut request = bench.stakes.request_unstake(key("alice"), ONE);
    request.accounts[0].is_signer = false;
    assert_refused_with(signed(&mut bench.world, request, &[]), "MissingRequiredSignature");

    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    let mut withdraw = bench.stakes.withdraw(key("alice"), bench.tokens("bob"));
    withdraw.accounts[0].pubkey = key("bob");
    assert_refused(signed(&mut bench.world, withdraw, &["bob"]), StakingError::NotOwner);
    let mut withdraw = bench.stakes.withdraw(key("alice"), bench.tokens("bob"));
    withdraw.accounts[0].is_signer = false;
    assert_refused_with(signed(&mut bench.world, withdraw, &[]), "MissingRequiredSignature");
    assert_eq!(bench.position("alice").cooling, 10 * ONE);
}

#[test]
fn a_payment_into_the_vault_itself_is_refused() {
    let mut bench = Bench::new();
    bench.stake_net("alice", 10 * ONE);
    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    let loops = bench.stakes.withdraw(key("alice"), bench.stakes.vault);
    assert_refused_with(signed(&mut bench.world, loops, &["alice"]), "Custom(2040)");
}

#[test]
fn an_exit_works_when_the_vault_is_short_while_everything_that_pays_rewards_is_refused() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.stake_active("bob", 10 * ONE);
    bench.reward(1_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    let vault = bench.stakes.vault;
    bench.poke_tokens(&vault, 15 * ONE);
    for refused in [bench.settle("alice"), bench.claim("alice"), bench.stake("bob", ONE)] {
        assert_refused(refused, StakingError::VaultShort);
    }
    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    bench.withdraw("alice").unwrap();
}

#[test]
fn an_exit_works_when_the_ledger_is_broken_while_everything_else_is_refused() {
    let mut bench = Bench::new();
    bench.stake_active("alice", 10 * ONE);
    bench.reward(1_000);
    bench.settle("alice").unwrap();
    bench.world.pass_secs(2 * WINDOW);
    bench.poke_pool(|pool| pool.totals.staked += 1);
    for refused in [bench.settle("alice"), bench.claim("alice"), bench.stake("alice", ONE)] {
        assert_refused(refused, StakingError::LedgerBroken);
    }
    bench.request("alice", 10 * ONE).unwrap();
    bench.world.pass_secs(UNBOND);
    bench.withdraw("alice").unwrap();
}
