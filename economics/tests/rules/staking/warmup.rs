//! When new stake begins to earn.

use super::bench::*;
use economics::staking::*;

#[test]
fn a_stake_shares_nothing_that_had_arrived_before_it() {
    // The shortest warm-up ends before the reward has flown; the stake waits for it all the same.
    for warmup in [WINDOW, 2 * WINDOW] {
        for at in 0..WINDOW {
            let mut b = Bench::active(&[1_000]);
            b.pool.warmup_secs = warmup.unsigned_abs();
            b.positions.push(PositionState::default());
            b.now += at;
            b.reward(1_000);
            b.stake(1, 1_000);
            b.now = b.positions[1].active_from;
            b.settle(1);
            b.now += 10 * WINDOW;
            assert_eq!((b.claim(1), b.claim(0)), (Err(Refusal::NothingToClaim), Ok(1_000)), "{warmup} s, second {at}");
        }
    }
}

#[test]
fn the_wait_is_the_warm_up_or_the_rest_of_two_windows() {
    for (warmup, at, wait) in [(WINDOW, 0, 2 * WINDOW), (WINDOW, 30, 170), (WINDOW, 99, 101), (175, 30, 175)] {
        let mut b = Bench::new(1);
        b.pool.warmup_secs = warmup.unsigned_abs();
        b.now = 3 * WINDOW + at;
        b.stake(0, 1);
        assert_eq!(b.positions[0].active_from - b.now, wait, "warm-up of {warmup} s, second {at} of a window");
    }
}

#[test]
fn stake_becomes_active_with_the_second_of_its_warm_up_and_not_before() {
    let mut b = Bench::new(1);
    b.stake(0, 7);
    b.now = WARM - 1;
    b.settle(0);
    assert_eq!((b.positions[0].active, b.pool.shares), (0, 0));
    b.now = WARM;
    b.settle(0);
    assert_eq!((b.positions[0].active, b.pool.shares), (7, 7));
}

#[test]
fn a_stake_of_one_window_earns_nothing() {
    let mut b = Bench::active(&[1_000, 0x7]);
    b.positions.push(PositionState::default());
    b.reward(5_000);
    b.now += 1;
    b.stake(2, 1_000_000);
    b.reward(5_000);
    b.now += WINDOW;
    b.unstake(2, 1_000_000).unwrap();
    b.now += 10 * WINDOW;
    assert_eq!(b.claim(2), Err(Refusal::NothingToClaim));
    assert_eq!(b.withdraw(2), Ok(1_000_000));
    b.check();
}

#[test]
fn stake_claim_and_unstake_around_a_reward_in_one_second_earn_nothing() {
    let mut b = Bench::active(&[10, 10]);
    b.positions.push(PositionState::default());
    b.reward(1_000);
    b.now += WINDOW - 1;
    b.stake(2, 1_000_000);
    b.reward(1_000);
    b.now += 1;
    assert_eq!(b.claim(2), Err(Refusal::NothingToClaim));
    b.unstake(2, 1_000_000).unwrap();
    b.now += 8 * WINDOW;
    assert_eq!(b.claim(2), Err(Refusal::NothingToClaim));
    assert_eq!(b.withdraw(2), Ok(1_000_000));
}

#[test]
fn a_further_stake_restarts_only_the_warm_up_of_what_is_warming() {
    let mut b = Bench::active(&[100]);
    b.stake(0, 50);
    b.now += WARM - 1;
    b.stake(0, 7);
    assert_eq!((b.positions[0].active, b.positions[0].warming), (100, 57));
    b.now = b.positions[0].active_from - 1;
    b.settle(0);
    assert_eq!((b.positions[0].active, b.positions[0].warming), (100, 57));
    b.now += 1;
    b.settle(0);
    assert_eq!((b.positions[0].active, b.positions[0].warming), (157, 0));
}

#[test]
fn a_further_stake_after_the_warm_up_leaves_what_has_warmed_up_active() {
    let mut b = Bench::new(1);
    b.stake(0, 100);
    b.now = WARM;
    b.stake(0, 7);
    assert_eq!((b.positions[0].active, b.positions[0].warming), (100, 7));
    b.check();
}

#[test]
fn a_pool_without_a_sound_window_is_refused() {
    assert_eq!(PoolState::open(0, 5, 0).err(), Some(Refusal::UnsoundWindow));
    assert_eq!(PoolState::open(MAX_WINDOW_SECS + 1, 5, 0).err(), Some(Refusal::UnsoundWindow));
    assert_eq!(PoolState::open(5, MAX_WINDOW_SECS + 1, 0).err(), Some(Refusal::UnsoundWindow));
    assert_eq!(PoolState::open(50, 5, 0).unwrap().warmup_secs, 50, "never less than a window");
    assert_eq!(PoolState::open(50, 70, 0).unwrap().warmup_secs, 70);
}
