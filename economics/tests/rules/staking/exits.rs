//! Leaving: what comes back, when, and what cannot stand in the way.

use super::bench::*;
use economics::{staking::*, time::DAY};

#[test]
fn warming_stake_leaves_before_active_stake() {
    let mut b = Bench::active(&[100]);
    b.stake(0, 50);
    b.unstake(0, 60).unwrap();
    assert_eq!((b.positions[0].active, b.positions[0].warming, b.positions[0].cooling), (90, 0, 60));
    b.check();
}

#[test]
fn every_refusal_has_its_fact() {
    let mut b = Bench::new(1);
    let (mut pool, position) = b.settled(0);
    assert_eq!(pool.stake(position, 0), Err(Refusal::ZeroAmount));
    assert_eq!(pool.request_unstake(position, 0, 0), Err(Refusal::ZeroAmount));
    assert_eq!(pool.request_unstake(position, 1, 0), Err(Refusal::InsufficientStake));
    assert_eq!(pool.withdraw(position), Err(Refusal::NothingToWithdraw));
    assert_eq!(pool.claim(position), Err(Refusal::NothingToClaim));
    b.stake(0, 10);
    b.unstake(0, 4).unwrap();
    b.now = 1;
    assert_eq!(b.unstake(0, 4), Err(Refusal::UnstakePending));
    b.now = 4;
    assert_eq!(b.withdraw(0), Err(Refusal::StillCooling));
    b.now = 5;
    assert_eq!(b.withdraw(0), Ok(4));
    assert_eq!(b.unstake(0, 7), Err(Refusal::InsufficientStake));
    let (mut pool, position) = b.settled(0);
    assert_eq!(pool.stake(position, u64::MAX), Err(Refusal::Overflow));
    position.tier = 1;
    assert_eq!(b.try_stake(0, 1), Err(Refusal::NoSuchTier));
}

#[test]
fn a_refused_step_changes_nothing() {
    let mut b = Bench::active(&[10]);
    b.reward(70);
    b.now += 2 * WINDOW;
    b.settle(0);
    b.unstake(0, 4).unwrap();
    b.now += 1;
    b.settle(0);
    let before = b.clone();
    for refused in [
        b.try_stake(0, 0),
        b.try_stake(0, u64::MAX),
        b.unstake(0, 0),
        b.unstake(0, 1),
        b.unstake(0, u64::MAX),
        b.withdraw(0).map(drop),
    ] {
        assert!(refused.is_err());
        assert_eq!((b.pool, &b.positions, b.vault), (before.pool, &before.positions, before.vault));
    }
}

#[test]
fn a_further_request_joins_the_pending_one_unless_it_would_delay_it() {
    let mut b = Bench::active(&[100]);
    let at = b.now;
    b.unstake(0, 10).unwrap();
    b.unstake(0, 20).unwrap();
    b.now += 1;
    assert_eq!(b.unstake(0, 1), Err(Refusal::UnstakePending));
    b.unbond = 4;
    b.unstake(0, 30).unwrap();
    assert_eq!((b.positions[0].cooling, b.positions[0].unlock_at), (60, at + 5));
    b.unbond = 0;
    b.unstake(0, 40).unwrap();
    assert_eq!((b.positions[0].cooling, b.positions[0].unlock_at), (100, at + 5), "nothing ever moves the second");
    b.check();
    b.now = at + 5;
    assert_eq!(b.withdraw(0), Ok(100));
}

#[test]
fn no_value_of_the_cooldown_traps_principal() {
    for (unbond, unlock) in [(i64::MAX, MAX_UNBOND_SECS), (i64::MIN, 0), (7, 7), (0, 0)] {
        let mut b = Bench::new(1);
        b.unbond = unbond;
        b.stake(0, 10);
        b.unstake(0, 10).unwrap();
        b.now = unlock - 1;
        assert_eq!(b.withdraw(0), Err(Refusal::StillCooling));
        b.now = unlock;
        assert_eq!(b.withdraw(0), Ok(10));
    }
}

#[test]
fn a_lock_runs_inside_the_cooldown_and_not_after_it() {
    let lock = 10 * WINDOW;
    // (asked after, unlocks after): inside the lock, where both ends meet, and after the lock.
    for (asked, unlocks) in
        [(0, lock), (lock - 50, lock), (lock - 49, lock + 1), (lock, lock + 50), (lock + 7, lock + 57)]
    {
        let mut b = Bench::with(tiered(), &[2]);
        b.unbond = 50;
        b.stake(0, 10);
        b.now = asked;
        b.unstake(0, 10).unwrap();
        assert_eq!(b.positions[0].unlock_at, unlocks, "asked after {asked} s");
        b.now = unlocks - 1;
        assert_eq!(b.withdraw(0), Err(Refusal::StillCooling));
        b.now = unlocks;
        assert_eq!(b.withdraw(0), Ok(10));
    }
}

#[test]
fn stake_under_a_lock_can_be_asked_back_in_many_parts() {
    let mut b = Bench::with(tiered(), &[2]);
    b.stake(0, 100);
    for _ in 0..10 {
        b.unstake(0, 10).unwrap();
        b.now += 2 * WINDOW / 10;
    }
    assert_eq!(b.positions[0].unlock_at, 10 * WINDOW);
    b.now = 10 * WINDOW;
    assert_eq!(b.withdraw(0), Ok(100));
    b.check();
}

#[test]
fn a_change_of_the_cooldown_after_the_request_is_not_felt() {
    let mut b = Bench::active(&[10]);
    let at = b.now;
    b.unstake(0, 10).unwrap();
    b.unbond = 30 * DAY;
    b.now += 5;
    b.settle(0);
    assert_eq!(b.positions[0].unlock_at, at + 5);
    assert_eq!(b.withdraw(0), Ok(10));
}

#[test]
fn beyond_the_accumulator_rewards_wait_and_principal_returns() {
    let mut b = Bench::active(&[1, 1]);
    b.pool.acc = [u64::MAX, u64::MAX];
    for p in &mut b.positions {
        p.acc_paid = b.pool.acc;
    }
    b.reward(1_000);
    b.now += 5 * WINDOW;
    assert_eq!(b.claim(0), Err(Refusal::NothingToClaim));
    assert_eq!(b.pool.stream.held(), 1_000, "forfeited back to the queue");
    for who in 0..2 {
        b.unstake(who, 1).unwrap();
    }
    b.now += 5;
    assert_eq!((b.withdraw(0), b.withdraw(1)), (Ok(1), Ok(1)));
    b.check();
    assert_eq!(b.vault, 1_000);
}

#[test]
fn a_credit_that_does_not_fit_is_forfeited_and_principal_returns() {
    let mut b = Bench::active(&[u64::MAX / 2]);
    b.pool.acc = [0, 9];
    b.positions[0].owed = u64::MAX;
    b.unstake(0, u64::MAX / 2).unwrap();
    b.now += 5;
    assert_eq!(b.withdraw(0), Ok(u64::MAX / 2));
    // An accumulator below what was paid cannot be, and does not block either.
    let mut b = Bench::active(&[9]);
    b.positions[0].acc_paid = [0, 1];
    b.unstake(0, 9).unwrap();
    b.now += 5;
    assert_eq!(b.withdraw(0), Ok(9));
}

#[test]
fn a_position_whose_tier_is_gone_still_leaves() {
    // No instruction can do this; whatever did, principal is not lost.
    let mut b = Bench::with(tiered(), &[1]).warmed(&[10]);
    b.positions[0].tier = 9;
    b.now += 10 * WINDOW;
    b.unstake(0, 10).unwrap();
    b.now += 5;
    assert_eq!(b.withdraw(0), Ok(10));
}

#[test]
fn an_empty_position_says_so() {
    let mut b = Bench::active(&[10]);
    assert!(!b.positions[0].is_empty());
    b.unstake(0, 10).unwrap();
    assert!(!b.positions[0].is_empty());
    b.now += 5;
    b.withdraw(0).unwrap();
    assert!(b.positions[0].is_empty());
    b.positions[0].owed = 1;
    assert!(!b.positions[0].is_empty());
}
