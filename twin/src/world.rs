//! One economy in motion.

use economics::{
    emission::{IssuerState, Reading},
    fees::split,
    policy::Move,
    staking::PoolState,
    time::{Now, YEAR},
};

use crate::{
    STEP_SECS,
    agents::{Agents, KINDS},
    levers::Levers,
    market::Market,
    outcome::{Day, Funds, Outcome, Tally},
    rng::Stream,
    scenario::{Demand, EPOCH_SECS, Scenario},
};

/// All state of a run; made once, reset for each run.
#[derive(Debug)]
pub struct World {
    pub(crate) agents: Agents,
    pub(crate) market: Market,
    pub(crate) pool: PoolState,
    /// Balance of the pool's token account.
    pub(crate) vault: u64,
    pub(crate) levers: Levers,
    issuer: IssuerState,
    pub(crate) now: Now,
    start: Now,
    pub(crate) max_transfer_fee: u64,
    pub(crate) fee_bps: u16,
    pub(crate) demand: Demand,
    pub(crate) intensity: f64,
    pub(crate) supply: u64,
    treasury: u64,
    contributors: u64,
    treasury_start: u64,
    contributors_start: u64,
    /// Fees withheld in token accounts.
    pub(crate) withheld: u64,
    /// Tokens of everyone who is no agent.
    pub(crate) outside: u64,
    pub(crate) start_price: f64,
    /// Outsiders' random walk of value, 1 at the start.
    pub(crate) noise: f64,
    /// Smoothed yield of staking, per year, now and at the start.
    pub(crate) apr: f64,
    apr_start: f64,
    inflow: f64,
    /// Smoothed daily change of price.
    pub(crate) trend: f64,
    /// Smoothed absolute daily change of price.
    pub(crate) wobble: f64,
    /// Use by utility users today, and smoothed, relative to what they could.
    pub(crate) use_today: (f64, f64),
    pub(crate) usage: f64,
    pub(crate) usage_start: f64,
    pub(crate) staked_start: f64,
    pub(crate) supply_start: f64,
    /// Quote micro that agents traded today.
    pub(crate) volume: f64,
    tally: Tally,
}

impl World {
    /// The world at the start of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self::fresh(scenario, Agents::default())
    }

    fn fresh(scenario: &Scenario, agents: Agents) -> Self {
        let unix = scenario.start.unix;
        let window = scenario.window_secs.clamp(1, economics::staking::MAX_WINDOW_SECS);
        let warmup = scenario.warmup_secs.min(economics::staking::MAX_WINDOW_SECS);
        let mut world = Self {
            agents,
            market: scenario.market,
            pool: PoolState::open(window, warmup, unix).expect("the window was clamped to what a pool takes"),
            vault: 0,
            levers: Levers::new(scenario),
            issuer: scenario.issuer,
            now: scenario.start,
            start: scenario.start,
            max_transfer_fee: scenario.max_transfer_fee,
            fee_bps: scenario.fee_bps,
            demand: scenario.demand,
            intensity: scenario.intensity,
            supply: scenario.supply,
            treasury: scenario.treasury,
            contributors: scenario.contributors,
            treasury_start: scenario.treasury,
            contributors_start: scenario.contributors,
            withheld: 0,
            outside: 0,
            start_price: scenario.market.price(),
            noise: 1.0,
            apr: 0.0,
            apr_start: 1.0,
            inflow: 0.0,
            trend: 0.0,
            wobble: scenario.demand.volatility * 0.8,
            use_today: (0.0, 0.0),
            usage: 1.0,
            usage_start: 1.0,
            staked_start: 0.0,
            supply_start: scenario.supply as f64,
            volume: 0.0,
            tally: Tally::default(),
        };
        world.populate(scenario);
        world
    }

    /// Back to the start, keeping the memory of the agents.
    pub fn reset(&mut self, scenario: &Scenario) {
        let agents = std::mem::take(&mut self.agents);
        *self = Self::fresh(scenario, agents);
    }

    fn populate(&mut self, scenario: &Scenario) {
        let price = self.market.price();
        self.agents.reset(&scenario.agents, price);
        for (i, agent) in scenario.agents.iter().enumerate() {
            self.open_position(i, agent.staked);
        }
        let held = self.held_by_insiders();
        self.outside = self.supply.saturating_sub(held);
        // Where the parts exceed the stated supply, the parts are right.
        self.supply = held.saturating_add(self.outside);
        self.supply_start = self.supply as f64;
        self.issuer.base_supply = self.supply;
        self.issuer.burned = self.issuer.ever_minted.saturating_sub(self.supply);
        self.staked_start = self.staked_share();
        self.usage = self.use_factor();
        self.usage_start = self.usage;
        let weights = self.levers.weights();
        let yearly = self.supply as f64 * self.levers.rate().value as f64 / 1e6;
        let from_fees = scenario.fees_per_day as f64 * self.levers.stakers_bps() as f64 / 1e4;
        self.inflow = yearly * weights[0] as f64 / 1e4 * STEP_SECS as f64 / YEAR as f64 + from_fees;
        self.apr = self.yield_now();
        self.apr_start = self.apr;
        self.tally = Tally::new(price, self.supply);
    }

    /// Stake that was active before the start.
    fn open_position(&mut self, i: usize, staked: u64) {
        let (now, warm) = (self.now.unix, self.now.unix.saturating_add_unsigned(self.pool.warmup_secs));
        let position = &mut self.agents.position[i];
        if self.pool.settle(now, self.vault).stake(position, staked).is_ok() {
            self.vault = self.vault.saturating_add(staked);
            // Warmed up long ago; no reward has flowed yet, so the order does not matter.
            position.active_from = now.min(warm);
            self.pool.settle(now, self.vault).position(position);
        }
    }

    /// Plays one day.
    pub fn step(&mut self, moves: &[Move], stream: Stream, day: u32, is_mark: bool) {
        self.tick(day);
        self.levers.advance(moves, self.now);
        self.fee_bps = self.levers.fee_bps(self.now);
        let minted = self.emit();
        let before = self.market.price();
        (self.volume, self.use_today) = (0.0, (0.0, 0.0));
        self.outsiders(stream, day);
        for i in 0..self.agents.len() {
            self.act(i, stream.draws(i as u32, day));
        }
        let (fees, burned) = self.collect();
        self.roll();
        self.remember(before);
        let day = Day {
            price: self.market.price(),
            staked_share: self.staked_share(),
            supply: self.supply,
            minted,
            burned,
            fees,
            turnover: self.volume / (self.market.quote as f64).max(1.0),
            is_mark,
        };
        self.tally.add(day);
    }

    /// Figures of the run so far.
    pub fn outcome(&self) -> Outcome {
        let (mut gain, mut count, mut stayed) = ([0.0; KINDS], [0.0; KINDS], 0usize);
        let price = self.market.price();
        for i in 0..self.agents.len() {
            let kind = self.agents.kind[i].index();
            let start = self.agents.start_wealth[i].max(1.0);
            gain[kind] += (self.agents.wealth(i, price) + self.agents.consumed[i]) / start - 1.0;
            count[kind] += 1.0;
            stayed += usize::from(!self.agents.left[i]);
        }
        for kind in 0..KINDS {
            gain[kind] /= f64::max(count[kind], 1.0);
        }
        let retention = stayed as f64 / self.agents.len().max(1) as f64;
        let funds = Funds {
            treasury: self.treasury,
            treasury_income: self.treasury.saturating_sub(self.treasury_start),
            contributors_income: self.contributors.saturating_sub(self.contributors_start),
        };
        self.tally.finish(funds, retention, gain)
    }

    /// Staked share of supply.
    pub fn staked_share(&self) -> f64 {
        self.pool.totals.staked as f64 / self.supply.max(1) as f64
    }

    /// Every base unit is somewhere, and the pool's ledger closes.
    pub fn is_conserved(&self) -> bool {
        let held = self.held_by_insiders().saturating_add(self.outside);
        held == self.supply && self.pool.is_conserved() && self.vault >= self.pool.accounted && self.issuer.is_sound()
    }

    fn held_by_insiders(&self) -> u64 {
        let liquid = self.agents.liquid.iter().fold(0u64, |sum, x| sum.saturating_add(*x));
        [self.vault, self.market.tokens, self.treasury, self.contributors, self.withheld]
            .iter()
            .fold(liquid, |sum, x| sum.saturating_add(*x))
    }

    fn tick(&mut self, day: u32) {
        let past = (i64::from(day) + 1) * STEP_SECS;
        let epochs = past.unsigned_abs() / EPOCH_SECS;
        self.now = Now {
            unix: self.start.unix.saturating_add(past),
            slot: self.start.slot.saturating_add(epochs * 432_000),
            epoch: self.start.epoch.saturating_add(epochs),
        };
    }

    /// Mints what is due and brings it to the gauges.
    fn emit(&mut self) -> u64 {
        let emission = self.issuer.emit(self.levers.rate(), &self.levers.weights(), self.now);
        let [stakers, contributors, treasury] = emission.gauges;
        self.vault = self.vault.saturating_add(stakers);
        self.contributors = self.contributors.saturating_add(contributors);
        self.treasury = self.treasury.saturating_add(treasury);
        self.supply = self.supply.saturating_add(emission.amount);
        self.inflow = 0.7 * self.inflow + 0.3 * stakers as f64;
        self.pool.settle(self.now.unix, self.vault);
        emission.amount
    }

    /// Collects and splits what was withheld; burning lowers the supply.
    fn collect(&mut self) -> (u64, u64) {
        let parts = split(self.withheld, self.levers.burn_bps(), self.levers.stakers_bps());
        self.withheld = 0;
        self.supply = self.supply.saturating_sub(parts.burn);
        self.issuer.book_fees(parts.total());
        self.issuer.book_supply(self.supply);
        self.vault = self.vault.saturating_add(parts.stakers);
        self.treasury = self.treasury.saturating_add(parts.treasury);
        self.inflow += 0.3 * parts.stakers as f64;
        (parts.total(), parts.burn)
    }

    fn roll(&mut self) {
        let reading = Reading { supply: self.supply, pool: self.pool.totals, treasury: self.treasury };
        // Refused only where a period is longer than a day; then it is rolled later.
        let _ = self.issuer.roll(self.levers.rate(), &reading, self.now);
    }

    /// Updates what agents see tomorrow.
    fn remember(&mut self, before: f64) {
        let change = self.market.price() / before - 1.0;
        self.trend = 0.7 * self.trend + 0.3 * change;
        self.wobble = 0.9 * self.wobble + 0.1 * change.abs();
        self.apr = self.yield_now();
        let (used, possible) = self.use_today;
        if possible > 0.0 {
            self.usage = 0.8 * self.usage + 0.2 * used / possible;
        }
    }

    /// Yield relative to that of the start; 1 where there was none.
    pub(crate) fn relative_yield(&self) -> f64 {
        if self.apr_start > 0.0 { self.apr / self.apr_start } else { 1.0 }
    }

    /// Rewards of a day on what is staked, per year.
    fn yield_now(&self) -> f64 {
        let staked = (self.pool.totals.staked as f64).max(self.supply as f64 * 1e-4);
        self.inflow * (YEAR as f64 / STEP_SECS as f64) / staked.max(1.0)
    }
}
