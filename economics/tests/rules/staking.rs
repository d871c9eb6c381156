mod histories;

use economics::{staking::*, stream::Stream};

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
