//! Locks and multipliers.

use super::bench::*;
use economics::staking::*;
use proptest::prelude::*;

#[test]
fn rewards_follow_shares_and_not_tokens() {
    let mut b = Bench::with(tiered(), &[0, 1, 2]).warmed(&[100, 100, 100]);
    assert_eq!((b.pool.active, b.pool.shares), (300, 500));
    b.reward(1_000);
    b.now += 2 * WINDOW;
    assert_eq!((b.claim(0), b.claim(1), b.claim(2)), (Ok(200), Ok(300), Ok(500)));
    b.check();
}

#[test]
fn a_multiplier_holds_until_the_stake_is_asked_back_and_not_a_second_longer() {
    let mut b = Bench::with(tiered(), &[0, 2]).warmed(&[100, 100]);
    // The lock is over; the multiplier stays while the stake does.
    b.now += 50 * WINDOW;
    b.reward(700);
    b.now += 2 * WINDOW;
    assert_eq!((b.claim(0), b.claim(1)), (Ok(200), Ok(500)));
    b.unstake(1, 60).unwrap();
    assert_eq!(b.pool.shares, 100 + 100);
    b.reward(200);
    b.now += 2 * WINDOW;
    assert_eq!((b.claim(0), b.claim(1)), (Ok(100), Ok(100)));
    b.check();
}

#[test]
fn the_lock_begins_with_each_deposit_for_all_of_the_position() {
    let mut b = Bench::with(tiered(), &[2, 1]);
    b.stake(0, 10);
    assert_eq!(b.positions[0].locked_until, 10 * WINDOW);
    b.now = 4 * WINDOW;
    b.stake(0, 1);
    b.stake(1, 1);
    assert_eq!(b.positions[0].locked_until, 14 * WINDOW);
    assert_eq!(b.positions[1].locked_until, 7 * WINDOW, "a position has the lock of its own tier");
    b.now = WINDOW;
    b.stake(0, 1);
    assert_eq!(b.positions[0].locked_until, 14 * WINDOW, "a clock that goes back shortens nothing");
}

#[test]
fn what_is_compounded_is_locked_like_a_deposit() {
    let mut b = Bench::with(tiered(), &[1]).warmed(&[100]);
    b.reward(150);
    b.now += 20 * WINDOW;
    assert_eq!(b.compound(0), Ok(150));
    assert_eq!(b.positions[0].locked_until, b.now + 3 * WINDOW);
}

#[test]
fn tiers_that_nobody_could_rely_on_are_refused() {
    let open = |terms: &[(u64, u64)]| PoolState::open(1, 1, 0).unwrap().with_tiers(tiers(terms)).map(drop);
    let unsound = Err(Refusal::UnsoundTiers);
    assert_eq!(open(&[]), unsound, "no tier at all");
    assert_eq!(open(&[(0, 9_999)]), unsound, "less than one share per unit");
    assert_eq!(open(&[(0, MAX_MULTIPLIER_BPS + 1)]), unsound);
    assert_eq!(open(&[(MAX_LOCK_SECS + 1, 10_000)]), unsound);
    assert_eq!(open(&[(0, 10_000), (0, 20_000)]), unsound, "two of the same lock");
    assert_eq!(open(&[(5, 10_000), (4, 20_000)]), unsound, "a shorter lock after a longer one");
    assert_eq!(open(&[(0, 20_000), (9, 19_999)]), unsound, "a longer lock that earns less");
    assert_eq!(open(&[(0, 10_000), (0, 0), (9, 20_000)]), unsound, "a gap");
    assert_eq!(open(&[(0, 10_000), (9, 0)]), unsound, "a lock in an empty place");
    assert_eq!(open(&[(0, u64::MAX)]), unsound);
    assert_eq!(open(&[(u64::MAX, 10_000)]), unsound);
    assert_eq!(open(&[(0, 10_000)]), Ok(()));
    assert_eq!(open(&[(9, 10_000)]), Ok(()), "a pool may have locked tiers only");
    assert_eq!(open(&[(0, 10_000), (1, 10_000), (2, 12_500), (MAX_LOCK_SECS, MAX_MULTIPLIER_BPS)]), Ok(()));
}

#[test]
fn only_the_pools_own_tiers_exist() {
    let pool = tiered();
    assert_eq!(pool.tier(0), Some(Tier { lock_secs: 0, multiplier_bps: 10_000 }));
    assert_eq!(pool.tier(2).map(|tier| tier.multiplier_bps), Some(25_000));
    for nowhere in [3, 4, 255] {
        assert_eq!(pool.tier(nowhere), None);
        let mut b = Bench::with(pool, &[nowhere]);
        assert_eq!(b.try_stake(0, 1), Err(Refusal::NoSuchTier));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn shares_are_the_exact_quotient_rounded_down(amount: u64, multiplier_bps in prop_oneof![10_000..=MAX_MULTIPLIER_BPS, any::<u64>()]) {
        let exact = u128::from(amount) * u128::from(multiplier_bps) / 10_000;
        let shares = Tier { lock_secs: 0, multiplier_bps }.shares(amount);
        prop_assert!(shares.is_none() || shares == u64::try_from(exact).ok());
        if multiplier_bps <= MAX_MULTIPLIER_BPS {
            prop_assert_eq!(shares, u64::try_from(exact).ok());
        }
    }

    #[test]
    fn splitting_a_stake_never_gives_more_shares(a in 0..u64::MAX / 20, b in 0..u64::MAX / 20, multiplier_bps in 10_000..=MAX_MULTIPLIER_BPS) {
        let tier = Tier { lock_secs: 0, multiplier_bps };
        let shares = |amount| tier.shares(amount).unwrap();
        prop_assert!(shares(a) + shares(b) <= shares(a + b));
        prop_assert!(shares(a + b) - shares(a) - shares(b) <= 1, "one share is the dust of a split");
    }
}
