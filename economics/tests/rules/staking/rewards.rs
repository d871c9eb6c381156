//! Who earns what: worked examples.

use super::bench::*;
use economics::staking::*;

#[test]
fn rewards_follow_stake_and_time() {
    let mut b = Bench::active(&[300, 100]);
    b.reward(1_000);
    b.now += WINDOW;
    b.settle(0);
    b.now += WINDOW / 2;
    assert_eq!((b.claim(0), b.claim(1)), (Ok(375), Ok(125)));
    b.now += WINDOW / 2;
    assert_eq!((b.claim(0), b.claim(1)), (Ok(375), Ok(125)));
    assert_eq!(b.pool.totals.rewards_paid, 1_000);
    assert_eq!(b.claim(0), Err(Refusal::NothingToClaim));
    b.check();
}

#[test]
fn what_accrued_while_nothing_was_staked_is_not_the_first_stakers_at_once() {
    let mut b = Bench::new(1);
    b.reward(1_000);
    b.now = 50 * WINDOW;
    b.stake(0, 1);
    b.now += WARM;
    b.settle(0);
    b.now += WINDOW;
    assert_eq!(b.claim(0), Err(Refusal::NothingToClaim));
    b.now += WINDOW / 4;
    assert_eq!(b.claim(0), Ok(250), "it flows through a window as any other reward");
    b.check();
}

#[test]
fn a_donation_does_not_cheat_the_next_depositor() {
    // First depositor inflation: one unit staked, then a large donation before the victim's stake.
    let mut b = Bench::new(2);
    b.stake(0, 1);
    b.vault += 1_000_000;
    b.stake(1, 1_999_999);
    b.now = WARM;
    b.settle(0);
    b.settle(1);
    b.now = 20 * WINDOW;
    assert_eq!(b.claim(1), Ok(999_999));
    assert_eq!(b.claim(0), Err(Refusal::NothingToClaim), "half a unit, against a million spent");
    b.unstake(1, 1_999_999).unwrap();
    b.now += 5;
    assert_eq!(b.withdraw(1), Ok(1_999_999));
}

#[test]
fn settling_somebody_every_second_takes_nothing_from_them() {
    let mut often = Bench::active(&[3, 1_000_000]);
    often.reward(333_333);
    let mut once = often.clone();
    for _ in 0..2 * WINDOW {
        often.now += 1;
        often.settle(0);
    }
    once.now += 2 * WINDOW;
    once.settle(0);
    assert_eq!(often.positions[0], once.positions[0]);
    assert!(once.positions[0].owed_fraction > 0);
}

#[test]
fn compounding_moves_what_is_owed_into_warming_stake_and_no_token() {
    let mut b = Bench::active(&[300, 100]);
    b.reward(1_000);
    b.now += 2 * WINDOW;
    let vault = b.vault;
    assert_eq!(b.compound(0), Ok(750));
    assert_eq!((b.vault, b.pool.accounted), (vault, vault));
    assert_eq!((b.positions[0].active, b.positions[0].warming, b.positions[0].owed), (300, 750, 0));
    assert_eq!((b.pool.totals.staked, b.pool.totals.rewards_paid, b.pool.owed), (1_150, 750, 250));
    assert_eq!(b.compound(0), Err(Refusal::NothingToClaim));
    b.check();
    b.now += WARM;
    b.settle(0);
    assert_eq!(b.pool.shares, 1_150);
}

#[test]
fn compounding_after_everything_was_asked_back_counts_the_staker_again() {
    let mut b = Bench::active(&[10]);
    b.reward(1_000);
    b.now += 2 * WINDOW;
    b.unstake(0, 10).unwrap();
    assert_eq!(b.pool.totals.stakers, 0);
    assert_eq!(b.compound(0), Ok(1_000));
    assert_eq!(b.pool.totals.stakers, 1);
    b.check();
}

#[test]
fn rewards_of_another_mint_are_never_stake() {
    let mut b = Bench::with(tiered().with_principal_apart(), &[0]).warmed(&[10]);
    b.reward(1_000);
    b.now += 2 * WINDOW;
    assert_eq!(b.compound(0), Err(Refusal::NotCompoundable));
    assert_eq!(b.claim(0), Ok(1_000));
}

#[test]
fn principal_that_lies_apart_never_meets_the_rewards() {
    let mut b = Bench::with(tiered().with_principal_apart(), &[0, 2]).warmed(&[100, 100]);
    assert_eq!((b.principal, b.vault, b.pool.accounted), (200, 0, 0));
    b.reward(700);
    // Whatever reaches the principal's vault by another way than a deposit is not a reward.
    b.principal += 5;
    b.now += 2 * WINDOW;
    assert_eq!((b.claim(0), b.claim(1)), (Ok(200), Ok(500)));
    b.principal -= 5;
    b.unstake(0, 100).unwrap();
    b.now += 5;
    assert_eq!(b.withdraw(0), Ok(100));
    assert_eq!((b.principal, b.vault, b.pool.accounted), (100, 0, 0));
    b.check();
}
