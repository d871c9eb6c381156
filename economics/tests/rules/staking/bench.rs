//! A pool with its vaults and positions, as account holders would drive them.

use economics::staking::*;

pub const WINDOW: i64 = 100;
/// Nothing is active sooner: the warm-up of one window, or the window in which the queue flows.
pub const WARM: i64 = 2 * WINDOW;

#[derive(Clone, Debug)]
pub struct Bench {
    pub pool: PoolState,
    pub positions: Vec<PositionState>,
    /// Where rewards arrive; holds the principal too unless it lies apart.
    pub vault: u64,
    /// The principal, where it lies apart.
    pub principal: u64,
    pub now: i64,
    /// The policy's cooldown in seconds.
    pub unbond: i64,
}

impl Bench {
    /// A flexible pool with one vault.
    pub fn new(positions: usize) -> Self {
        Self::with(PoolState::open(WINDOW as u64, 0, 0).unwrap(), &vec![0; positions])
    }

    /// A pool with positions in the tiers.
    pub fn with(pool: PoolState, tiers: &[u8]) -> Self {
        let positions = tiers.iter().map(|tier| PositionState::in_tier(*tier)).collect();
        Self { pool, positions, vault: 0, principal: 0, now: 0, unbond: 5 }
    }

    pub fn settled(&mut self, who: usize) -> (Settled<'_>, &mut PositionState) {
        (self.pool.settle(self.now, self.vault), &mut self.positions[who])
    }

    pub fn try_stake(&mut self, who: usize, amount: u64) -> Result<(), Refusal> {
        let (mut pool, position) = self.settled(who);
        pool.stake(position, amount)?;
        *self.principal_vault() += amount;
        Ok(())
    }

    pub fn stake(&mut self, who: usize, amount: u64) {
        self.try_stake(who, amount).unwrap();
    }

    pub fn settle(&mut self, who: usize) {
        let (mut pool, position) = self.settled(who);
        pool.position(position);
    }

    pub fn unstake(&mut self, who: usize, amount: u64) -> Result<(), Refusal> {
        let unbond = self.unbond;
        let (mut pool, position) = self.settled(who);
        pool.request_unstake(position, amount, unbond)
    }

    pub fn withdraw(&mut self, who: usize) -> Result<u64, Refusal> {
        let (mut pool, position) = self.settled(who);
        let paid = pool.withdraw(position)?;
        *self.principal_vault() -= paid;
        Ok(paid)
    }

    pub fn claim(&mut self, who: usize) -> Result<u64, Refusal> {
        let (mut pool, position) = self.settled(who);
        let paid = pool.claim(position)?;
        self.vault -= paid;
        Ok(paid)
    }

    pub fn compound(&mut self, who: usize) -> Result<u64, Refusal> {
        let (mut pool, position) = self.settled(who);
        pool.compound(position)
    }

    /// A reward arrives and is noticed at once.
    pub fn reward(&mut self, amount: u64) {
        self.vault += amount;
        self.pool.settle(self.now, self.vault);
    }

    /// Stake that has passed its warm-up, at the second [`WARM`].
    pub fn active(amounts: &[u64]) -> Self {
        Self::new(amounts.len()).warmed(amounts)
    }

    /// Stakes these amounts and lets them warm up.
    pub fn warmed(mut self, amounts: &[u64]) -> Self {
        for (who, amount) in amounts.iter().enumerate() {
            self.stake(who, *amount);
        }
        self.now += WARM;
        for who in 0..amounts.len() {
            self.settle(who);
        }
        self
    }

    pub fn principal_vault(&mut self) -> &mut u64 {
        if self.pool.principal_apart == 0 { &mut self.vault } else { &mut self.principal }
    }

    pub fn shares(&self, position: &PositionState) -> u64 {
        self.pool.tier(position.tier).unwrap().shares(position.active).unwrap()
    }

    /// `owed·2^64 = Σ credited and uncredited rewards + carry`, in exact arithmetic.
    pub fn identity_holds(&self) -> bool {
        let acc = join(self.pool.acc);
        let of = |p: &PositionState| {
            let unsettled = u128::from(self.shares(p)).checked_mul(acc - join(p.acc_paid)).unwrap();
            unsettled + (u128::from(p.owed) << 64) + u128::from(p.owed_fraction)
        };
        let positions: u128 = self.positions.iter().map(of).sum();
        (u128::from(self.pool.owed) << 64) == positions + u128::from(self.pool.acc_carry)
    }

    pub fn check(&self) {
        assert!(self.pool.is_conserved(), "{:?}", self.pool);
        assert!(self.vault >= self.pool.accounted);
        if self.pool.principal_apart != 0 {
            assert_eq!(self.principal, self.pool.principal(), "nothing but principal lies there");
        }
        let sum = |field: &dyn Fn(&PositionState) -> u64| self.positions.iter().map(field).sum::<u64>();
        assert_eq!(self.pool.active, sum(&|p| p.active));
        assert_eq!(self.pool.shares, sum(&|p| self.shares(p)));
        assert_eq!(self.pool.cooling, sum(&|p| p.cooling));
        assert_eq!(self.pool.totals.staked, sum(&|p| p.staked()));
        assert_eq!(self.pool.totals.stakers, sum(&|p| u64::from(p.staked() > 0)));
        assert!(sum(&|p| p.owed) <= self.pool.owed);
    }
}

pub fn join([low, high]: [u64; 2]) -> u128 {
    u128::from(low) | u128::from(high) << 64
}

/// Tiers with locks in seconds and multipliers in bps.
pub fn tiers(terms: &[(u64, u64)]) -> [Tier; TIERS] {
    let mut tiers = [Tier::default(); TIERS];
    for (tier, (lock_secs, multiplier_bps)) in tiers.iter_mut().zip(terms) {
        *tier = Tier { lock_secs: *lock_secs, multiplier_bps: *multiplier_bps };
    }
    tiers
}

/// A pool with three tiers: none, three windows for 1.5 times, ten windows for 2.5 times the shares.
pub fn tiered() -> PoolState {
    let terms = [(0, 10_000), (3 * WINDOW as u64, 15_000), (10 * WINDOW as u64, 25_000)];
    PoolState::open(WINDOW as u64, 0, 0).unwrap().with_tiers(tiers(&terms)).unwrap()
}
