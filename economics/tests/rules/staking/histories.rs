//! Random histories of several stakers against exact identities.

use super::bench::*;
use economics::staking::*;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Act {
    Wait(i64),
    Stake(usize, u64),
    Unstake(usize, u64),
    Withdraw(usize),
    Claim(usize),
    Compound(usize),
    Settle(usize),
    Reward(u64),
    /// A donation that nobody has noticed yet.
    Donate(u64),
    /// The policy's cooldown changes.
    Unbond(i64),
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
        1 => who().prop_map(Act::Compound),
        2 => who().prop_map(Act::Settle),
        2 => amounts.clone().prop_map(Act::Reward),
        1 => amounts.prop_map(Act::Donate),
        1 => prop_oneof![0i64..3 * WINDOW, any::<i64>()].prop_map(Act::Unbond),
    ];
    prop::collection::vec(act, 1..80)
}

fn amounts() -> impl Strategy<Value = std::ops::Range<u64>> {
    prop_oneof![Just(1..10u64), Just(1..1_000_000), Just(1..u64::MAX / 300), Just(1..u64::MAX / 3)]
}

/// Flexible; tiered with one vault; tiered with two.
fn pools() -> impl Strategy<Value = Bench> {
    prop_oneof![
        Just(Bench::new(4)),
        Just(Bench::with(tiered(), &[0, 1, 2, 2])),
        Just(Bench::with(tiered().with_principal_apart(), &[0, 1, 2, 2])),
    ]
}

/// What went in and out of the pool, base units.
#[derive(Clone, Copy, Debug, Default)]
struct Flows {
    staked: u128,
    withdrawn: u128,
    arrived: u128,
    claimed: u128,
    compounded: u128,
}

/// Drives the bench.
fn drive(b: &mut Bench, acts: &[Act], mut each: impl FnMut(&Bench)) -> Flows {
    let mut flows = Flows::default();
    for act in acts {
        let room = u64::MAX - b.vault;
        match *act {
            Act::Wait(secs) => b.now += secs,
            Act::Stake(who, amount) if amount <= room && b.try_stake(who, amount).is_ok() => {
                flows.staked += u128::from(amount);
            }
            Act::Unstake(who, amount) => drop(b.unstake(who, amount)),
            Act::Withdraw(who) => flows.withdrawn += u128::from(b.withdraw(who).unwrap_or(0)),
            Act::Claim(who) => flows.claimed += u128::from(b.claim(who).unwrap_or(0)),
            Act::Compound(who) => flows.compounded += u128::from(b.compound(who).unwrap_or(0)),
            Act::Settle(who) => b.settle(who),
            Act::Reward(amount) if amount <= room => {
                b.reward(amount);
                flows.arrived += u128::from(amount);
            }
            Act::Donate(amount) if amount <= room => {
                b.vault += amount;
                flows.arrived += u128::from(amount);
            }
            Act::Unbond(secs) => b.unbond = secs,
            _ => {}
        }
        each(b);
    }
    flows
}

/// Everybody leaves, once the clock is past every second it has shown; no step may be refused.
fn everybody_leaves(b: &mut Bench) -> (u128, u128) {
    b.unbond = 5;
    b.now += 400 * WINDOW + MAX_UNBOND_SECS;
    let (mut principal, mut rewards) = (0, 0);
    for who in 0..b.positions.len() {
        principal += u128::from(b.withdraw(who).unwrap_or(0));
        let left = b.positions[who].staked();
        if left > 0 {
            b.unstake(who, left).unwrap();
            b.now += 5;
            principal += u128::from(b.withdraw(who).unwrap());
        }
        rewards += u128::from(b.claim(who).unwrap_or(0));
        assert!(b.positions[who].is_empty());
    }
    (principal, rewards)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_unit_is_accounted_for_after_every_step(mut b in pools(), acts in amounts().prop_flat_map(acts)) {
        let flows = drive(&mut b, &acts, |b| {
            b.check();
            // The identity needs products within 128 bits: skip the end of the accumulator's life.
            if b.pool.acc[1] < 1 << 32 && b.pool.totals.staked < 1 << 30 {
                assert!(b.identity_holds());
            }
        });
        let held = u128::from(b.vault) + u128::from(b.principal);
        prop_assert_eq!(held, flows.staked + flows.arrived - flows.withdrawn - flows.claimed);
        let (principal, rewards) = everybody_leaves(&mut b);
        b.check();
        let put_in = flows.staked + flows.compounded;
        prop_assert_eq!(flows.withdrawn + principal, put_in, "principal returns to the unit");
        prop_assert!(flows.claimed + flows.compounded + rewards <= flows.arrived, "nobody earns more than what arrived");
        prop_assert_eq!(b.pool.principal() + b.pool.totals.stakers + b.pool.shares, 0);
        // What is not paid waits in the stream, or is the dust of each position: less than one unit.
        let dust = u128::from(b.pool.owed);
        let waiting = u128::from(b.vault - b.pool.accounted) + u128::from(b.pool.stream.held());
        prop_assert_eq!(flows.arrived - flows.claimed - flows.compounded - rewards, dust + waiting);
        if b.pool.acc[1] < 1 << 32 {
            prop_assert!(dust <= b.positions.len() as u128, "dust of {}", dust);
        }
    }

    #[test]
    fn without_rewards_nobody_gains_and_nobody_loses(mut b in pools(), acts in amounts().prop_flat_map(acts)) {
        let quiet: Vec<Act> = acts.into_iter().filter(|a| !matches!(a, Act::Reward(_) | Act::Donate(_))).collect();
        let flows = drive(&mut b, &quiet, |_| {});
        let (principal, rewards) = everybody_leaves(&mut b);
        prop_assert_eq!((flows.withdrawn + principal, flows.claimed + rewards, b.vault), (flows.staked, 0, 0));
    }

    #[test]
    fn extra_settlements_in_any_order_change_no_ones_reward(
        stakes in prop::collection::vec(1u64..1_000_000, 3), rewards in prop::collection::vec((0i64..150, 1u64..1_000_000), 1..8),
        extra in prop::collection::vec((0i64..1_200, 0usize..3), 0..40), last in Just(vec![0, 1, 2]).prop_shuffle(),
    ) {
        // The same arrivals at the same times, with and without somebody settling in between.
        let run = |extra: &[(i64, usize)], last: &[usize]| {
            let mut b = Bench::with(tiered(), &[0, 1, 2]).warmed(&stakes);
            let start = b.now;
            let mut steps: Vec<(i64, Option<u64>, usize)> = extra.iter().map(|(t, who)| (start + t, None, *who)).collect();
            let mut t = start;
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
            b.now = start + 2_000;
            for who in last {
                b.settle(*who);
            }
            assert!(b.identity_holds());
            b
        };
        let (with, without) = (run(&extra, &last), run(&[], &[0, 1, 2]));
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

    #[test]
    fn a_newcomer_shares_nothing_that_arrived_before_however_long_it_stays(
        resident in 1u64..1_000_000, visit in 1u64..u64::MAX / 1_000, tier in 0u8..3,
        rewards in prop::collection::vec((1u64..1_000_000, 0..3 * WINDOW, any::<bool>()), 1..6),
        looks in prop::collection::vec(0..WINDOW, 0..6),
    ) {
        let mut b = Bench::with(tiered(), &[0, tier]).warmed(&[resident]);
        for (reward, wait, noticed) in rewards {
            if noticed { b.reward(reward) } else { b.vault += reward }
            b.now += wait;
        }
        b.stake(1, visit);
        for wait in looks {
            b.now += wait;
            b.settle(1);
        }
        b.now += 20 * WINDOW;
        b.settle(1);
        b.now += 20 * WINDOW;
        b.settle(1);
        prop_assert_eq!((b.positions[1].owed, b.positions[1].owed_fraction), (0, 0));
        prop_assert_eq!(b.positions[1].active, visit);
    }
}
