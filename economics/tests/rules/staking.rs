use economics::{staking::*, stream::Stream};
use proptest::prelude::*;

const WINDOW: i64 = 100;

/// A pool with its vault and positions, as an account holder would drive them.
#[derive(Clone)]
struct Bench {
    pool: PoolState,
    positions: Vec<PositionState>,
    vault: u64,
    now: i64,
}

impl Bench {
    fn new(positions: usize) -> Self {
        Self {
            pool: PoolState::open(WINDOW as u64, 0, 0).unwrap(),
            positions: vec![PositionState::default(); positions],
            vault: 0,
            now: 0,
        }
    }

    fn settled(&mut self, who: usize) -> (Settled<'_>, &mut PositionState) {
        (self.pool.settle(self.now, self.vault), &mut self.positions[who])
    }

    fn stake(&mut self, who: usize, amount: u64) {
        let (mut pool, position) = self.settled(who);
        pool.stake(position, amount).unwrap();
        self.vault += amount;
    }

    fn settle(&mut self, who: usize) {
        let (mut pool, position) = self.settled(who);
        pool.position(position);
    }

    fn unstake(&mut self, who: usize, amount: u64) -> Result<(), Refusal> {
        let (mut pool, position) = self.settled(who);
        pool.request_unstake(position, amount, 5)
    }

    fn withdraw(&mut self, who: usize) -> Result<u64, Refusal> {
        let (mut pool, position) = self.settled(who);
        let paid = pool.withdraw(position)?;
        self.vault -= paid;
        Ok(paid)
    }

    fn claim(&mut self, who: usize) -> Result<u64, Refusal> {
        let (mut pool, position) = self.settled(who);
        let paid = pool.claim(position)?;
        self.vault -= paid;
        Ok(paid)
    }

    /// A reward arrives and is noticed at once.
    fn reward(&mut self, amount: u64) {
        self.vault += amount;
        self.pool.settle(self.now, self.vault);
    }

    /// Stake that has passed its warm-up.
    fn active(amounts: &[u64]) -> Self {
        let mut bench = Self::new(amounts.len());
        for (who, amount) in amounts.iter().enumerate() {
            bench.stake(who, *amount);
        }
        bench.now = WINDOW;
        for who in 0..amounts.len() {
            bench.settle(who);
        }
        bench
    }

    /// `owed·2^64 = Σ credited and uncredited rewards + carry`, in exact arithmetic.
    fn identity_holds(&self) -> bool {
        let acc = join(self.pool.acc);
        let positions: u128 = self
            .positions
            .iter()
            .map(|p| {
                let unsettled = u128::from(p.active).checked_mul(acc - join(p.acc_paid)).unwrap();
                unsettled + (u128::from(p.owed) << 64) + u128::from(p.owed_fraction)
            })
            .sum();
        (u128::from(self.pool.owed) << 64) == positions + u128::from(self.pool.acc_carry)
    }

    fn check(&self) {
        assert!(self.pool.is_conserved(), "{:?}", self.pool);
        assert!(self.vault >= self.pool.accounted);
        let sum = |field: fn(&PositionState) -> u64| self.positions.iter().map(field).sum::<u64>();
        assert_eq!(self.pool.active, sum(|p| p.active));
        assert_eq!(self.pool.cooling, sum(|p| p.cooling));
        assert_eq!(self.pool.totals.staked, sum(|p| p.staked()));
        assert_eq!(self.pool.totals.stakers, sum(|p| u64::from(p.staked() > 0)));
        assert!(sum(|p| p.owed) <= self.pool.owed);
    }
}

fn join([low, high]: [u64; 2]) -> u128 {
    u128::from(low) | u128::from(high) << 64
}

#[test]
fn rewards_follow_stake_and_time() {
    let mut b = Bench::active(&[300, 100]);
    b.reward(1_000);
    b.now = 2 * WINDOW;
    b.settle(0);
    b.now = 2 * WINDOW + WINDOW / 2;
    assert_eq!((b.claim(0), b.claim(1)), (Ok(375), Ok(125)));
    b.now = 3 * WINDOW;
    assert_eq!((b.claim(0), b.claim(1)), (Ok(375), Ok(125)));
    assert_eq!(b.pool.totals.rewards_paid, 1_000);
    assert_eq!(b.claim(0), Err(Refusal::NothingToClaim));
    b.check();
}

#[test]
fn a_warm_up_of_two_windows_catches_nothing_that_had_arrived_before_the_stake() {
    for (warmup, caught) in [(WINDOW, 495), (2 * WINDOW, 0)] {
        let mut b = Bench::active(&[1_000]);
        b.pool.warmup_secs = warmup.unsigned_abs();
        b.positions.push(PositionState::default());
        b.reward(1_000);
        b.now += 1;
        b.stake(1, 1_000);
        b.now += warmup;
        b.settle(1);
        b.now += 10 * WINDOW;
        assert_eq!(b.claim(1).unwrap_or(0), caught, "warm-up of {warmup} s");
    }
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
    b.now = 2 * WINDOW - 1;
    b.stake(2, 1_000_000);
    b.reward(1_000);
    b.now = 2 * WINDOW;
    assert_eq!(b.claim(2), Err(Refusal::NothingToClaim));
    b.unstake(2, 1_000_000).unwrap();
    b.now = 9 * WINDOW;
    assert_eq!(b.claim(2), Err(Refusal::NothingToClaim));
    assert_eq!(b.withdraw(2), Ok(1_000_000));
}

#[test]
fn what_accrued_while_nothing_was_staked_is_not_the_first_stakers_at_once() {
    let mut b = Bench::new(1);
    b.reward(1_000);
    b.now = 50 * WINDOW;
    b.stake(0, 1);
    b.now = 51 * WINDOW;
    b.settle(0);
    assert_eq!(b.claim(0), Err(Refusal::NothingToClaim));
    b.now = 51 * WINDOW + WINDOW / 4;
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
    b.now = WINDOW;
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
    for t in WINDOW..=3 * WINDOW {
        often.now = t;
        often.settle(0);
    }
    once.now = 3 * WINDOW;
    once.settle(0);
    assert_eq!(often.positions[0], once.positions[0]);
    assert!(once.positions[0].owed_fraction > 0);
}

#[test]
fn a_further_stake_restarts_only_the_warm_up_of_what_is_warming() {
    let mut b = Bench::active(&[100]);
    b.stake(0, 50);
    b.now += WINDOW - 1;
    b.stake(0, 7);
    assert_eq!((b.positions[0].active, b.positions[0].warming), (100, 57));
    b.now += WINDOW - 1;
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
    b.now = WINDOW;
    b.stake(0, 7);
    assert_eq!((b.positions[0].active, b.positions[0].warming), (100, 7));
    b.check();
}

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
    assert_eq!(b.unstake(0, 4), Err(Refusal::UnstakePending));
    b.now = 4;
    assert_eq!(b.withdraw(0), Err(Refusal::StillCooling));
    b.now = 5;
    assert_eq!(b.withdraw(0), Ok(4));
    assert_eq!(b.unstake(0, 7), Err(Refusal::InsufficientStake));
    let (mut pool, position) = b.settled(0);
    assert_eq!(pool.stake(position, u64::MAX), Err(Refusal::Overflow));
}

#[test]
fn a_pool_without_a_sound_window_is_refused() {
    assert_eq!(PoolState::open(0, 5, 0).err(), Some(Refusal::UnsoundWindow));
    assert_eq!(PoolState::open(MAX_WINDOW_SECS + 1, 5, 0).err(), Some(Refusal::UnsoundWindow));
    assert_eq!(PoolState::open(5, MAX_WINDOW_SECS + 1, 0).err(), Some(Refusal::UnsoundWindow));
    assert_eq!(PoolState::open(50, 5, 0).unwrap().warmup_secs, 50, "never less than a window");
    assert_eq!(PoolState::open(50, 70, 0).unwrap().warmup_secs, 70);
}

#[test]
fn no_value_of_the_cooldown_traps_principal() {
    for (unbond, unlock) in [(i64::MAX, MAX_UNBOND_SECS), (i64::MIN, 0), (7, 7)] {
        let mut b = Bench::new(1);
        b.stake(0, 10);
        let (mut pool, position) = b.settled(0);
        pool.request_unstake(position, 10, unbond).unwrap();
        b.now = unlock;
        assert_eq!(b.withdraw(0), Ok(10));
    }
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
fn an_empty_position_can_be_closed() {
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

#[test]
fn a_ledger_that_misses_a_unit_is_not_conserved() {
    let mut b = Bench::active(&[10, 20]);
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
        PoolState { active: sound.totals.staked + 1, ..sound },
        PoolState { stream: Stream { queued: 0, ..stream }, ..sound },
        PoolState { stream: Stream { streamed: stream.streaming + 1, ..stream }, ..sound },
    ] {
        assert!(!broken.is_conserved(), "{broken:?}");
    }
}

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
