//! One economy in motion.

use std::sync::Arc;

use economics::{
    policy::Move,
    time::{Now, YEAR},
};

use crate::{
    HOURS, STEP_SECS,
    agents::{Agents, Kind},
    chain::Chain,
    climate::{Attack, Climate, Flow, Validators},
    habits::Habits,
    market::Market,
    outcome::Tally,
    packs::Running,
    payroll::Payroll,
    reading::Memory,
    real::{exp, ln},
    rewards::Lists,
    scenario::{Demand, Governance, Scenario},
    shock::{Forces, Shock},
    steering::Steering,
};

/// All state of a run; made once, reset for each run.
#[derive(Debug)]
pub struct World {
    pub(crate) agents: Agents,
    pub(crate) market: Market,
    /// Shares of the market's liquidity.
    pub(crate) shares: u64,
    pub chain: Chain,
    pub(crate) start: Now,
    /// Hours since the start; the hour that is being played.
    pub(crate) hour: u32,
    /// The same in days.
    pub(crate) today: f32,
    /// Tokens of everyone who is no agent.
    pub(crate) outside: u64,
    pub(crate) demand: Demand,
    pub(crate) habits: Habits,
    pub(crate) governance: Governance,
    pub(crate) intensity: f64,
    pub(crate) delay_secs: u64,
    pub(crate) shocks: Vec<Shock>,
    pub(crate) path: Option<Arc<[f64]>>,
    pub(crate) forces: Forces,
    /// `Demand::volatility`, drift and reversion per hour.
    pub(crate) hourly_deviation: f64,
    pub(crate) hourly_drift: f64,
    pub(crate) hourly_reversion: f64,
    pub(crate) start_price: f64,
    pub(crate) staked_start: f64,
    pub(crate) supply_start: f64,
    /// Treasury and contributors at the start, base units.
    pub(crate) purses_start: [u64; 2],
    pub(crate) climate: Climate,
    pub(crate) flow: Flow,
    /// Sums at the end of each of the last 24 hours.
    pub(crate) flows: [Flow; HOURS],
    pub(crate) validators: Validators,
    pub(crate) leavers: u32,
    pub(crate) attack: Attack,
    pub(crate) steering: Steering,
    pub(crate) lists: Lists,
    pub(crate) payroll: Payroll,
    pub(crate) memory: Memory,
    pub(crate) tally: Tally,
    pub(crate) pack: Option<Running>,
}

impl World {
    /// The world at the start of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let mut world = Self::vacant(scenario);
        world.populate(scenario);
        world
    }

    /// Back to the start, keeping what was allocated.
    pub fn reset(&mut self, scenario: &Scenario) {
        let (agents, memory) = (std::mem::take(&mut self.agents), std::mem::take(&mut self.memory));
        let (mut shocks, tally) = (std::mem::take(&mut self.shocks), std::mem::take(&mut self.tally));
        shocks.clone_from(&scenario.shocks);
        *self = Self { agents, memory, shocks, tally, ..Self::vacant(scenario) };
        self.populate(scenario);
    }

    /// A world that nobody lives in yet, for a play, which begins with a reset anyway.
    pub fn vacant(scenario: &Scenario) -> Self {
        let demand = scenario.demand;
        let price = scenario.market.price();
        let hourly_deviation = demand.volatility / (HOURS as f64).sqrt();
        Self {
            agents: Agents::default(),
            market: scenario.market,
            shares: scenario.market.tokens.max(1),
            chain: Chain::new(scenario),
            start: scenario.start,
            hour: 0,
            today: 0.0,
            outside: 0,
            demand,
            habits: scenario.habits,
            governance: scenario.governance,
            intensity: scenario.intensity,
            delay_secs: scenario.act_after_secs,
            shocks: Vec::new(),
            path: scenario.path.clone(),
            forces: Forces::default(),
            hourly_deviation: hourly_deviation.max(1e-9),
            hourly_drift: demand.drift / HOURS as f64,
            hourly_reversion: 1.0 - exp(ln((1.0 - demand.reversion).max(1e-9)) / HOURS as f64),
            start_price: price,
            staked_start: 0.0,
            supply_start: scenario.supply as f64,
            purses_start: [scenario.treasury, scenario.contributors],
            climate: Climate {
                price,
                noise: 1.0,
                trust_in_value: 0.5,
                leverage: 1.0,
                forced: 0.0,
                mean_price: price,
                wobble: demand.volatility * 0.8,
                variance: hourly_deviation * hourly_deviation,
                attention: [hourly_deviation * hourly_deviation; 3],
                fee_start: f64::from(scenario.fee_bps) / 1e4,
                yield_seen: 1.0,
                loyal_seen: 1.0,
                apr_start: 1.0,
                ..Climate::default()
            },
            flow: Flow::default(),
            flows: [Flow::default(); HOURS],
            validators: Validators::default(),
            leavers: 0,
            attack: Attack::default(),
            steering: Steering::default(),
            lists: Lists::new(scenario.rewards),
            payroll: Payroll::default(),
            memory: Memory::default(),
            tally: Tally::default(),
            pack: None,
        }
    }

    fn populate(&mut self, scenario: &Scenario) {
        if self.shocks.is_empty() {
            self.shocks.clone_from(&scenario.shocks);
        }
        self.agents.reset(&scenario.agents, self.climate.price);
        for i in 0..self.agents.len() {
            let agent = &scenario.agents[self.agents.order()[i] as usize];
            if agent.staked > 0 {
                self.chain.open_position(&mut self.agents.position[i], agent.staked);
            }
            match agent.kind {
                Kind::Validator => self.validators.at_start += 1,
                Kind::Learner => self.agents.anchor[i] = 0.0,
                _ => {}
            }
        }
        self.validators.active = self.validators.at_start;
        self.own_the_rest();
        self.settle_climate(scenario);
        self.tally.start(&mut self.agents, scenario.steps, self.climate.price, self.chain.supply);
        self.pack = scenario.pack.as_ref().map(|pack| Running::new(pack, self));
        let first = self.reading(&self.flow);
        self.memory.restart(first);
    }

    /// Outsiders own what nobody else does; where the parts exceed the stated supply, the parts are right.
    fn own_the_rest(&mut self) {
        let held = self.held_by_insiders();
        let chain = &mut self.chain;
        self.outside = chain.supply.saturating_sub(held);
        chain.supply = held.saturating_add(self.outside);
        chain.issuer.base_supply = chain.supply;
        chain.issuer.burned = chain.issuer.ever_minted.saturating_sub(chain.supply);
        self.supply_start = chain.supply as f64;
        self.staked_start = chain.staked_share();
        for i in 0..self.agents.len() {
            self.agents.start_wealth[i] = self.wealth(i);
        }
    }

    /// The yields and uses that people are used to.
    fn settle_climate(&mut self, scenario: &Scenario) {
        let levers = &self.chain.levers;
        let weight = levers.weights()[0] as f64 / 1e4;
        let yearly = self.chain.supply as f64 * levers.rate().param.value as f64 / 1e6;
        let from_fees = scenario.fees_per_day as f64 * levers.stakers_bps() as f64 / 1e4;
        let from_emission = yearly * weight * STEP_SECS as f64 / YEAR as f64;
        self.climate.inflow = from_emission + from_fees;
        self.climate.fee_part = from_fees / self.climate.inflow.max(1.0);
        self.climate.apr = self.yield_now();
        self.climate.apr_start = self.climate.apr;
        self.climate.fee_seen = self.climate.fee_start;
        self.climate.net_fee_seen = self.climate.fee_start;
        self.climate.usage = self.use_factor();
        self.climate.usage_start = self.climate.usage;
        self.settle_pay(scenario);
        self.perceive();
    }

    /// The run is steered by moves that the caller has admitted.
    pub(crate) fn give(&mut self, moves: &[Move]) {
        self.steering.give(moves, self.chain.now, self.delay_secs);
    }

    /// Staked share of supply.
    pub fn staked_share(&self) -> f64 {
        self.chain.staked_share()
    }

    /// Every base unit is somewhere, and the ledgers close.
    pub fn is_conserved(&self) -> bool {
        let shared = self.agents.pooled.iter().fold(0u64, |sum, shares| sum.saturating_add(*shares));
        let held = self.held_by_insiders().saturating_add(self.outside);
        held == self.chain.supply && shared <= self.shares && self.chain.is_sound()
    }

    fn held_by_insiders(&self) -> u64 {
        let chain = &self.chain;
        let liquid = self.agents.liquid.iter().fold(0u64, |sum, x| sum.saturating_add(*x));
        [chain.vault, self.market.tokens, chain.treasury, chain.contributors, chain.withheld]
            .iter()
            .fold(liquid, |sum, x| sum.saturating_add(*x))
    }

    /// Rewards of a day on what is staked, per year.
    pub(crate) fn yield_now(&self) -> f64 {
        let staked = (self.chain.pool.totals.staked as f64).max(self.chain.supply as f64 * 1e-4);
        self.climate.inflow * (YEAR as f64 / STEP_SECS as f64) / staked.max(1.0)
    }

    /// Sums as they were 24 hours ago.
    pub(crate) fn flow_of_yesterday(&self) -> Flow {
        self.flows[self.hour as usize % HOURS]
    }
}
