//! Random histories of several stakers against exact identities.

use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Act {
    Wait(i64),
    Stake(usize, u64),
    Unstake(usize, u64),
    Withdraw(usize),
    Claim(usize),
    Settle(usize),
    Reward(u64),
    /// A donation that nobody has noticed yet.
    Donate(u64),
}

fn acts(amounts: std::ops::Range<u64>) -> impl Strategy<Value = Vec<Act>> {
    let who = || 0usize..4;
    let act = prop_oneof![
        // Now and then the clock jumps back.
        4 => prop_oneof![4 => 0i64..4, 4 => 0..WINDOW, 4 => Just(WINDOW), 4 => 0..4 * WINDOW, 1 => -2 * WINDOW..0]
            .prop_map(Act::Wait),
        3 => (who(), amounts.clone()).prop_map(|(w, a)| Act::Stake(w, a)),
        2 => (who(), amounts.clone()).prop_map(|(w, a)| Act::Unstake(w, a)),
        2 => who().prop_map(Act::Withdraw),
        2 => who().prop_map(Act::Claim),
        2 => who().prop_map(Act::Settle),
        2 => amounts.clone().prop_map(Act::Reward),
        1 => amounts.prop_map(Act::Donate),
    ];
    prop::collection::vec(act, 1..80)
}

fn amounts() -> impl Strategy<Value = std::ops::Range<u64>> {
    prop_oneof![Just(1..10u64), Just(1..1_000_000), Just(1..u64::MAX / 300), Just(1..u64::MAX / 3)]
}

/// Drives the bench; returns (staked, withdrawn, arrived, claimed) of each position and in all.
fn drive(b: &mut Bench, acts: &[Act], mut each: impl FnMut(&Bench)) -> [u128; 4] {
    let [mut staked, mut withdrawn, mut arrived, mut claimed] = [0u128; 4];
    for act in acts {
        let room = u64::MAX - b.vault;
        match *act {
            Act::Wait(secs) => b.now += secs,
            Act::Stake(who, amount) if amount <= room => {
                b.stake(who, amount);
                staked += u128::from(amount);
            }
            Act::Unstake(who, amount) => drop(b.unstake(who, amount)),
            Act::Withdraw(who) => withdrawn += u128::from(b.withdraw(who).unwrap_or(0)),
            Act::Claim(who) => claimed += u128::from(b.claim(who).unwrap_or(0)),
            Act::Settle(who) => b.settle(who),
            Act::Reward(amount) if amount <= room => {
                b.reward(amount);
                arrived += u128::from(amount);
            }
            Act::Donate(amount) if amount <= room => {
                b.vault += amount;
                arrived += u128::from(amount);
            }
            _ => {}
        }
        each(b);
    }
    [staked, withdrawn, arrived, claimed]
}

/// Everybody leaves, once the clock is past every second it has shown; no step may be refused.
fn everybody_leaves(b: &mut Bench) -> (u128, u128) {
    b.now += 200 * WINDOW;
    let (mut principal, mut rewards) = (0, 0);
    for who in 0..b.positions.len() {
        for _ in 0..2 {
            b.now += 10;
            principal += u128::from(b.withdraw(who).unwrap_or(0));
            let left = b.positions[who].staked();
            if left > 0 {
                b.unstake(who, left).unwrap();
            }
        }
        b.now += 10;
        principal += u128::from(b.withdraw(who).unwrap_or(0));
        rewards += u128::from(b.claim(who).unwrap_or(0));
        assert!(b.positions[who].is_empty());
    }
    (principal, rewards)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_unit_is_accounted_for_after_every_step(acts in amounts().prop_flat_map(acts)) {
        let mut b = Bench::new(4);
        let [staked, withdrawn, arrived, claimed] = drive(&mut b, &acts, |b| {
            b.check();
            // The identity needs products within 128 bits: skip the end of the accumulator's life.
            if b.pool.acc[1] < 1 << 32 && b.pool.totals.staked < 1 << 32 {
                assert!(b.identity_holds());
            }
        });
        prop_assert_eq!(u128::from(b.vault), staked + arrived - withdrawn - claimed);
        let (principal, rewards) = everybody_leaves(&mut b);
        b.check();
        prop_assert_eq!(withdrawn + principal, staked, "principal returns to the unit");
        prop_assert!(claimed + rewards <= arrived, "nobody earns more than what arrived");
        prop_assert_eq!(b.pool.totals.staked + b.pool.cooling + b.pool.totals.stakers, 0);
    }

    #[test]
    fn without_rewards_nobody_gains_and_nobody_loses(acts in amounts().prop_flat_map(acts)) {
        let quiet: Vec<Act> = acts.into_iter().filter(|a| !matches!(a, Act::Reward(_) | Act::Donate(_))).collect();
        let mut b = Bench::new(4);
        let [staked, withdrawn, _, claimed] = drive(&mut b, &quiet, |_| {});
        let (principal, rewards) = everybody_leaves(&mut b);
        prop_assert_eq!((withdrawn + principal, claimed + rewards, b.vault), (staked, 0, 0));
    }

    #[test]
    fn extra_settlements_in_any_order_change_no_ones_reward(
        stakes in prop::collection::vec(1u64..1_000_000, 3), rewards in prop::collection::vec((0i64..150, 1u64..1_000_000), 1..8),
        extra in prop::collection::vec((0i64..1_200, 0usize..3), 0..40),
    ) {
        // The same arrivals at the same times, with and without somebody settling in between.
        let run = |extra: &[(i64, usize)]| {
            let mut b = Bench::active(&stakes);
            let mut steps: Vec<(i64, Option<u64>, usize)> = extra.iter().map(|(t, who)| (WINDOW + t, None, *who)).collect();
            let mut t = WINDOW;
            for (wait, amount) in &rewards {
                t += wait;
                steps.push((t, Some(*amount), 0));
            }
            steps.sort_by_key(|(t, amount, _)| (*t, amount.is_none()));
            for (t, amount, who) in steps {
                b.now = t;
                match amount {
                    Some(amount) => b.reward(amount),
                    None => b.settle(who),
                }
            }
            b.now = 2_000;
            for who in 0..3 {
                b.settle(who);
            }
            assert!(b.identity_holds());
            b
        };
        let (with, without) = (run(&extra), run(&[]));
        prop_assert_eq!(with.positions, without.positions);
        prop_assert_eq!(with.pool.owed, without.pool.owed);
        prop_assert_eq!(with.pool.acc_carry, without.pool.acc_carry);
    }

    #[test]
    fn equal_stakes_earn_equally_and_split_stakes_earn_what_one_earns(
        stake in 2u64..1_000_000, other in 1u64..1_000_000, reward in 1u64..u64::MAX / 2, at in 0i64..500,
    ) {
        let half = stake / 2;
        let run = |amounts: &[u64]| {
            let mut b = Bench::active(amounts);
            b.reward(reward);
            b.now += at;
            for who in 0..amounts.len() {
                b.settle(who);
            }
            b.positions.iter().map(|p| (u128::from(p.owed) << 64) + u128::from(p.owed_fraction)).collect::<Vec<_>>()
        };
        let one = run(&[2 * half, other]);
        let two = run(&[half, half, other]);
        prop_assert_eq!(two[0], two[1]);
        prop_assert_eq!(two[0] + two[1], one[0]);
        prop_assert_eq!(two[2], one[1]);
    }

    #[test]
    fn a_stake_taken_back_within_one_window_earns_nothing(
        resident in 1u64..1_000_000, visit in 1u64..u64::MAX / 1_000, rewards in prop::collection::vec(1u64..1_000_000, 1..5),
        arrive in 0i64..WINDOW, stay in 0i64..=WINDOW,
    ) {
        let mut b = Bench::active(&[resident]);
        b.positions.push(PositionState::default());
        for reward in &rewards {
            b.reward(*reward);
            b.now += WINDOW / 2;
        }
        b.now += arrive;
        b.stake(1, visit);
        b.reward(1_000);
        b.now += stay;
        b.settle(1);
        b.unstake(1, visit).unwrap();
        b.now += 20 * WINDOW;
        prop_assert_eq!(b.claim(1), Err(Refusal::NothingToClaim));
        prop_assert_eq!(b.withdraw(1), Ok(visit));
        prop_assert_eq!(b.positions[1].owed_fraction, 0);
    }
}
