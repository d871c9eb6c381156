//! An hour and a day of the world.
//!
//! Hour: clock, shocks, a due proposal, the crowd, the agents of this hour, what was measured.
//! The last hour of a day also cranks the chain, and asks the rule when its time has come.

use economics::time::Now;

use crate::{
    HOURS, STEP_SECS, chain::Cranked, climate::Flow, crowd::LEAST_TURMOIL, market::EXIT_PART, outcome::Day,
    payroll::Payroll, reading::Reading, real::ln, rng::Stream, rule::Rule, scenario::EPOCH_SECS, shock::Forces,
    world::World,
};

/// Hours per year.
const YEAR_HOURS: f64 = 8_760.0;
/// Weight of a new hour in the volatility of about six hours, a day and a week (2 / (span + 1), RiskMetrics 1996), and in the trend, whose memory is 0.7 per day.
const VARIANCE_WEIGHTS: [f64; 3] = [2.0 / 7.0, 2.0 / 25.0, 2.0 / 169.0];
const TREND_WEIGHT: f64 = 0.014_751;
/// Days whose mean net yield providers take for usual, and the weight of a day in what they see later, a memory of ten days. Assumed.
const USED_TO_DAYS: f64 = 14.0;
const POOL_WEIGHT: f64 = 0.1;

impl World {
    /// Plays one day and gives its last reading; `is_mark` says that its figures are those that a proposal forecasts.
    pub fn day(&mut self, rule: &mut dyn Rule, stream: Stream, day: u32, is_mark: bool) -> Reading {
        let mut last = Reading::default();
        for _ in 0..HOURS {
            last = self.hour(rule, stream);
        }
        self.tally.mark(is_mark);
        let alive = self.agents.len() as u32 - self.leavers;
        self.tally.cohort(day + 1, alive, self.agents.len() as u32);
        last
    }

    fn hour(&mut self, rule: &mut dyn Rule, stream: Stream) -> Reading {
        self.today = self.hour as f32 / HOURS as f32;
        self.forces = Forces::at(&self.shocks, self.hour);
        self.tick();
        self.close_proposal(stream);
        self.routine(stream);
        self.strike();
        let before = self.climate.price;
        self.crowd(stream);
        self.perceive();
        self.agents_of_the_hour(stream);
        self.pack_hour(stream);
        self.measure(before);
        let yesterday = self.flow_of_yesterday();
        if (self.hour + 1).is_multiple_of(HOURS as u32) {
            let cranked = self.chain.crank();
            self.close_day(&cranked, &yesterday);
        }
        self.flows[self.hour as usize % HOURS] = self.flow;
        self.hour += 1;
        let reading = self.reading(&yesterday);
        self.tally.hour(&reading, yesterday.exit_liquidity);
        self.report(reading);
        self.ask(rule);
        reading
    }

    fn tick(&mut self) {
        let past = (i64::from(self.hour) + 1) * (STEP_SECS / HOURS as i64);
        let epochs = past.unsigned_abs() / EPOCH_SECS;
        self.chain.tick(Now {
            unix: self.start.unix.saturating_add(past),
            slot: self.start.slot.saturating_add(epochs * 432_000),
            epoch: self.start.epoch.saturating_add(epochs),
        });
        self.chain.levers.sync_fee(self.chain.now);
    }

    /// Shocks that move things themselves.
    fn strike(&mut self) {
        if self.forces.liquidity_exit > 0.0 {
            self.liquidity_leaves(self.forces.liquidity_exit);
        }
        if self.forces.unlock > 0.0 {
            self.unlock_all(self.forces.unlock);
        }
    }

    fn agents_of_the_hour(&mut self, stream: Stream) {
        let day = self.hour / HOURS as u32;
        for i in self.agents.block(self.hour as usize % HOURS) {
            self.act(i, stream.draws(i as u32, day));
        }
    }

    /// What people perceive of policy; unchanged from the start where elasticity is 0.
    pub(crate) fn perceive(&mut self) {
        let elasticity = self.demand.elasticity;
        let fee = f64::from(self.chain.fee_bps) / 1e4;
        let climate = &mut self.climate;
        climate.fee_seen = (climate.fee_start + elasticity * (fee - climate.fee_start)).max(0.0);
        let relative = if climate.apr_start > 0.0 { climate.apr / climate.apr_start } else { 1.0 };
        climate.yield_seen = 1.0 + elasticity * (relative - 1.0);
        let Payroll { now, start, .. } = &self.payroll;
        let with = climate.apr_start + start.loyal;
        let relative = if with > 0.0 { (climate.apr + now.loyal) / with } else { 1.0 };
        climate.loyal_seen = 1.0 + elasticity * (relative - 1.0);
        let net = fee * (1.0 - now.rebate) - climate.fee_start * (1.0 - start.rebate);
        climate.net_fee_seen = (climate.fee_start + elasticity * net).max(0.0);
        self.climate.use_factor = self.use_factor();
    }

    /// Updates what people look at after the agents have acted.
    fn measure(&mut self, before: f64) {
        if self.path.is_none() {
            self.climate.price = self.market.price();
        }
        let climate = &mut self.climate;
        let change = climate.price / before - 1.0;
        let log = ln(climate.price / before);
        climate.trend += TREND_WEIGHT * (HOURS as f64 * change - climate.trend);
        let own = log / self.forces.turmoil.max(LEAST_TURMOIL);
        climate.variance += VARIANCE_WEIGHTS[2] * (log * log - climate.variance);
        for (variance, weight) in climate.attention.iter_mut().zip(VARIANCE_WEIGHTS) {
            *variance += weight * (own * own - *variance);
        }
        self.flow.prices += climate.price;
        self.flow.price = climate.price;
        self.flow.exit_liquidity = EXIT_PART * self.market.quote as f64;
    }

    /// The end of a day: yields, use, and what the day brought.
    fn close_day(&mut self, cranked: &Cranked, yesterday: &Flow) {
        self.flow.minted += cranked.minted as f64;
        self.flow.burned += cranked.burned as f64;
        self.flow.fees += cranked.fees as f64;
        self.end_pay_day(cranked.to_contributors);
        let day = self.flow.since(yesterday);
        let climate = &mut self.climate;
        climate.inflow = 0.7 * climate.inflow + 0.3 * (cranked.to_stakers + cranked.fees_to_stakers) as f64;
        let fees = cranked.fees_to_stakers as f64 / climate.inflow.max(1.0);
        climate.fee_part += 0.3 * (fees.min(1.0) - climate.fee_part);
        climate.usage += if day.usable > 0.0 { 0.2 * (day.used / day.usable - climate.usage) } else { 0.0 };
        let change = self.tally.change_of_day(climate.price);
        climate.wobble = 0.9 * climate.wobble + 0.1 * change.abs();
        self.climate.apr = self.yield_now();
        self.remember_pool(day.organic + day.faked);
        let figures = Day {
            price: self.climate.price,
            staked_share: self.staked_share(),
            supply: self.chain.supply,
            minted: cranked.minted,
            burned: day.burned as u64,
            fees: cranked.fees,
            agents_volume: day.agents,
            organic_volume: day.organic,
            measured_volume: day.organic + day.faked,
            quote: self.market.quote as f64,
            apr: self.climate.apr,
            validators: self.validators,
        };
        self.tally.day(&figures);
    }

    /// Net yield of liquidity: swap fees less what arbitrage takes; the mean of the first two weeks is what providers are used to.
    fn remember_pool(&mut self, volume: f64) {
        let liquidity = 2.0 * self.market.quote as f64;
        let fees = volume * self.market.swap_fee_bps as f64 / 1e4 * 365.0 / liquidity.max(1.0);
        let net = fees - self.climate.variance * YEAR_HOURS / 8.0;
        let (climate, days) = (&mut self.climate, f64::from(self.hour / HOURS as u32 + 1));
        if days <= USED_TO_DAYS {
            climate.pool_net += (net - climate.pool_net) / days;
            climate.pool_net_start = climate.pool_net;
        } else {
            climate.pool_net += POOL_WEIGHT * (net - climate.pool_net);
        }
    }

    /// The true figures of now; flows are those of the last 24 hours.
    pub fn reading_now(&self) -> Reading {
        self.reading(&self.flow_of_yesterday())
    }

    pub(crate) fn reading(&self, yesterday: &Flow) -> Reading {
        let climate = &self.climate;
        let day = self.flow.since(yesterday);
        let (supply, pool) = (self.chain.supply as f64, &self.chain.pool);
        let before = if yesterday.price > 0.0 { yesterday.price } else { self.start_price };
        let hours = f64::from(self.hour.clamp(1, HOURS as u32));
        Reading {
            hour: self.hour,
            price: climate.price,
            price_24h: if self.hour > 0 { day.prices / hours } else { climate.price },
            return_24h: climate.price / before - 1.0,
            volatility: (climate.variance * YEAR_HOURS).sqrt(),
            volume_24h: day.organic + day.faked,
            organic_24h: day.organic + (1.0 - self.habits.detection) * day.faked,
            liquidity: 2.0 * self.market.quote as f64,
            exit_liquidity: EXIT_PART * self.market.quote as f64,
            supply,
            staked: pool.totals.staked as f64,
            cooling: pool.cooling as f64,
            minted_24h: day.minted,
            burned_24h: day.burned,
            fees_24h: day.fees,
            rewards_paid_24h: day.rewards,
            treasury: self.chain.treasury as f64,
            staked_share: self.staked_share(),
            young_share: self.payroll.young_share,
            reward_yield: climate.apr,
            turnout: self.payroll.turnout,
            users_24h: day.users,
            stakers: pool.totals.stakers as f64,
            validators: f64::from(self.validators.active),
            validators_losing: f64::from(self.validators.losing),
        }
    }
}
