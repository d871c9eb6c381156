//! The ends of the number range: nothing, one unit, u64::MAX, and an accumulator at the end of its life.

use super::bench::*;
use economics::{staking::*, stream::Stream};

#[test]
fn the_largest_amounts_pass() {
    let mut b = Bench::active(&[u64::MAX / 2, 1]);
    b.reward(u64::MAX - b.vault);
    b.now += 2 * WINDOW;
    b.settle(0);
    b.settle(1);
    assert!(b.identity_holds());
    b.check();
    let paid = b.claim(0).unwrap();
    assert!(paid > u64::MAX / 2 - 2);
    b.unstake(0, u64::MAX / 2).unwrap();
    b.now += 5;
    assert_eq!(b.withdraw(0), Ok(u64::MAX / 2));
    b.check();
}

#[test]
fn one_staker_of_everything_earns_everything() {
    let flexible = PoolState::open(WINDOW as u64, 0, 0).unwrap().with_principal_apart();
    let mut b = Bench::with(flexible, &[0]).warmed(&[u64::MAX]);
    assert_eq!(b.try_stake(0, 1), Err(Refusal::Overflow));
    b.reward(u64::MAX);
    b.now += 2 * WINDOW;
    assert_eq!(b.claim(0), Ok(u64::MAX));
    b.unstake(0, u64::MAX).unwrap();
    assert_eq!(b.try_stake(0, 1), Err(Refusal::Overflow), "what cools is principal as well");
    b.now += 5;
    assert_eq!(b.withdraw(0), Ok(u64::MAX));
    assert_eq!((b.principal, b.vault), (0, 0));
    b.check();
}

#[test]
fn stake_whose_shares_could_not_be_counted_is_refused_and_the_last_that_can_is_not() {
    let highest = tiers(&[(0, 10_000), (9, MAX_MULTIPLIER_BPS)]);
    let pool = PoolState::open(WINDOW as u64, 0, 0).unwrap().with_tiers(highest).unwrap();
    let most = u64::MAX / 10;
    let mut b = Bench::with(pool, &[1, 0]);
    assert_eq!(b.try_stake(0, most + 1), Err(Refusal::Overflow));
    assert_eq!(
        b.try_stake(1, most + 1),
        Err(Refusal::Overflow),
        "whatever the tier, so that room cannot be taken away"
    );
    let mut b = b.warmed(&[most]);
    assert_eq!(b.pool.shares, most * 10);
    assert_eq!(b.try_stake(1, 1), Err(Refusal::Overflow));
    b.reward(u64::MAX - b.vault);
    b.now += 2 * WINDOW;
    assert_eq!(b.compound(0), Err(Refusal::Overflow), "rewards without room stay claimable");
    assert!(b.claim(0).unwrap() >= u64::MAX - most - 1);
    b.check();
}

#[test]
fn one_unit_is_staked_earned_compounded_and_withdrawn() {
    for tier in 0..3 {
        let mut b = Bench::with(tiered(), &[tier]).warmed(&[1]);
        b.reward(1);
        b.now += 2 * WINDOW;
        b.settle(0);
        // 2 shares of 2.5 are counted: the reward of one unit is theirs as well.
        let owed = b.positions[0].owed;
        let fraction = u128::from(b.positions[0].owed_fraction) + u128::from(b.pool.acc_carry);
        assert_eq!((u128::from(owed) << 64) + fraction, 1 << 64, "tier {tier}");
        if owed == 1 {
            assert_eq!(b.compound(0), Ok(1));
        }
        let staked = b.positions[0].staked();
        b.now += 20 * WINDOW;
        b.unstake(0, staked).unwrap();
        b.now += 5;
        assert_eq!(b.withdraw(0), Ok(staked));
        b.check();
    }
}

#[test]
fn a_unit_among_the_richest_loses_a_fraction_and_no_principal() {
    let mut b = Bench::active(&[1, u64::MAX / 4]);
    b.reward(1_000);
    b.now += 2 * WINDOW;
    assert_eq!(b.claim(0), Err(Refusal::NothingToClaim));
    assert!(b.positions[0].owed_fraction > 0);
    b.unstake(0, 1).unwrap();
    b.now += 5;
    assert_eq!(b.withdraw(0), Ok(1));
}

#[test]
fn the_accumulator_ends_its_life_and_rewards_begin_to_wait_and_every_principal_returns() {
    // One unit of stake raises the accumulator by 2^64 per unit of reward: the fastest way to its end.
    let mut b = Bench::with(tiered().with_principal_apart(), &[0, 2]).warmed(&[1, 1]);
    let (mut arrived, mut claimed) = (0u128, 0u128);
    let mut reward = |b: &mut Bench, amount: u64| {
        b.reward(amount);
        b.now += 2 * WINDOW;
        arrived += u128::from(amount);
        claimed += (0..2).map(|who| u128::from(b.claim(who).unwrap_or(0))).sum::<u128>();
        assert!(b.pool.is_conserved() && claimed + u128::from(b.vault) == arrived);
        u64::try_from(arrived - claimed).unwrap()
    };
    for _ in 0..4 {
        assert!(reward(&mut b, u64::MAX / 2) < 3, "all but the dust is paid");
    }
    assert_eq!(b.pool.acc[1] >> 62, 2, "two thirds of its life are over");
    reward(&mut b, u64::MAX / 2);
    for _ in 0..3 {
        reward(&mut b, u64::MAX / 4);
    }
    assert!(b.pool.stream.held() >= u64::MAX / 4, "what would end it waits in the queue");
    for who in 0..2 {
        b.now += 20 * WINDOW;
        b.unstake(who, 1).unwrap();
        b.now += 5;
        assert_eq!(b.withdraw(who), Ok(1));
    }
    assert_eq!(b.principal, 0);
}

#[test]
fn clocks_at_the_ends_of_time_stop_nobody() {
    for start in [i64::MIN, i64::MAX - 3 * WINDOW, 0] {
        let mut b = Bench::with(PoolState::open(WINDOW as u64, 0, start).unwrap(), &[0]);
        b.now = start;
        b.stake(0, 10);
        b.reward(7);
        for jump in [i64::MAX, i64::MIN, start, i64::MAX] {
            b.now = jump;
            b.settle(0);
            b.check();
        }
        b.unstake(0, 10).unwrap();
        assert_eq!(b.withdraw(0), Ok(10));
        b.check();
    }
}

#[test]
fn a_ledger_that_misses_a_unit_is_not_conserved() {
    let mut b = Bench::with(tiered(), &[0, 2]).warmed(&[10, 20]);
    b.unstake(1, 5).unwrap();
    b.reward(1_000);
    b.now += WINDOW + WINDOW / 2;
    b.reward(70);
    b.settle(0);
    let sound = b.pool;
    assert!(sound.is_conserved() && sound.owed > 0 && sound.stream.held() > 70);
    let stream = sound.stream;
    for broken in [
        PoolState { accounted: sound.accounted + 1, ..sound },
        PoolState { accounted: sound.accounted - 1, ..sound },
        PoolState { owed: sound.owed + 1, ..sound },
        PoolState { owed: u64::MAX, ..sound },
        PoolState { cooling: 0, ..sound },
        PoolState { principal_apart: 1, ..sound },
        PoolState { active: sound.totals.staked + 1, ..sound },
        PoolState { shares: sound.active - 1, ..sound },
        PoolState { shares: sound.active * 5 / 2 + 1, ..sound },
        PoolState { stream: Stream { queued: 0, ..stream }, ..sound },
        PoolState { stream: Stream { streamed: stream.streaming + 1, ..stream }, ..sound },
    ] {
        assert!(!broken.is_conserved(), "{broken:?}");
    }
}
