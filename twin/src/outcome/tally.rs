//! Running sums of a run.

use super::{
    Mark, Outcome, SURVIVAL,
    prices::{Moments, Prices},
    welfare::Welfare,
};
use crate::{
    HOURS, STEP_SECS, UNIT,
    agents::{Agents, KINDS},
    climate::Validators,
    reading::Reading,
    voice::Turnout,
    world::World,
};

const YEAR_DAYS: f64 = economics::time::YEAR as f64 / STEP_SECS as f64;
/// Day on which retention is read.
const RETENTION_DAY: u32 = 90;
/// Part by which exit liquidity falls within a day in a crunch.
const CRUNCH: f64 = 0.5;

/// What one day brought; prices in quote per token, volumes and reserves in quote micro, the rest in base units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    pub price: f64,
    pub staked_share: f64,
    pub supply: u64,
    pub minted: u64,
    pub burned: u64,
    pub fees: u64,
    pub agents_volume: f64,
    pub organic_volume: f64,
    pub measured_volume: f64,
    pub quote: f64,
    pub apr: f64,
    pub validators: Validators,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    prices: Prices,
    sums: Sums,
    welfare: Welfare,
    today: Mark,
    mark: Mark,
    steps: u32,
    retention_90: f64,
    survival: [f32; SURVIVAL],
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    days: u32,
    staked: f64,
    staked_min: f64,
    staked_last: f64,
    secure: f64,
    turnover: f64,
    organic: f64,
    measured: f64,
    liquidity: f64,
    fees_tvl: f64,
    validators_lost: f64,
    minted: u64,
    burned: u64,
    fees: u64,
    start_supply: f64,
    nominal: Moments,
    real: Moments,
    turnout_stake: Moments,
    turnout_heads: Moments,
    crunches: u32,
    first_crunch: u32,
    calm_from: u32,
}

impl Tally {
    /// Begins a run, in the memory of the last one.
    pub fn start(&mut self, agents: &mut Agents, steps: u32, price: f64, supply: u64) {
        self.welfare.start(agents);
        self.prices = Prices::new(price);
        self.sums = Sums { staked_min: 1.0, start_supply: supply as f64, ..Sums::default() };
        (self.today, self.mark, self.steps) = (Mark::default(), Mark::default(), steps.max(1));
        (self.retention_90, self.survival) = (0.0, [0.0; SURVIVAL]);
        self.cohort(0, agents.len() as u32, agents.len() as u32);
    }

    /// A measured hour; `exit_before` is the exit liquidity of 24 hours ago, 0 if there was none.
    pub fn hour(&mut self, reading: &Reading, exit_before: f64) {
        self.prices.hour(reading.hour, reading.price);
        let sums = &mut self.sums;
        if reading.exit_liquidity <= CRUNCH * exit_before && reading.hour >= sums.calm_from {
            sums.crunches += 1;
            sums.first_crunch = if sums.crunches == 1 { reading.hour } else { sums.first_crunch };
            sums.calm_from = reading.hour + HOURS as u32;
        }
    }

    /// Change of the price since the end of the day before.
    pub fn change_of_day(&self, price: f64) -> f64 {
        price / self.prices.last_of_day - 1.0
    }

    pub fn turnout(&mut self, turnout: &Turnout) {
        self.sums.turnout_stake.add(turnout.stake);
        self.sums.turnout_heads.add(turnout.heads);
    }

    pub fn day(&mut self, day: &Day) {
        let sums = &mut self.sums;
        sums.days += 1;
        self.prices.day(sums.days, day.price);
        sums.staked += day.staked_share;
        sums.staked_min = sums.staked_min.min(day.staked_share);
        sums.staked_last = day.staked_share;
        sums.secure += f64::from(u8::from(day.staked_share >= 0.5));
        sums.turnover += day.agents_volume / day.quote.max(1.0);
        sums.organic += day.organic_volume;
        sums.measured += day.measured_volume;
        sums.liquidity += 2.0 * day.quote;
        let locked = day.staked_share * day.supply as f64 * day.price + 2.0 * day.quote;
        sums.fees_tvl += day.fees as f64 * day.price / locked.max(1.0) * YEAR_DAYS;
        let lost = day.validators.at_start - day.validators.active + day.validators.losing;
        sums.validators_lost += f64::from(lost) / f64::from(day.validators.at_start.max(1));
        sums.minted = sums.minted.saturating_add(day.minted);
        sums.burned = sums.burned.saturating_add(day.burned);
        sums.fees = sums.fees.saturating_add(day.fees);
        let net = day.minted as f64 - day.burned as f64;
        let inflation = net / (day.supply as f64 - net).max(1.0) * YEAR_DAYS;
        sums.nominal.add(day.apr);
        sums.real.add(day.apr - inflation);
        self.today = Mark {
            staked_share: day.staked_share,
            net_inflation: inflation,
            fees: day.fees as f64 / UNIT,
            price: day.price,
            volatility: self.prices.volatility(),
        };
    }

    /// Keeps today's figures if today is the day of the mark.
    pub fn mark(&mut self, is_mark: bool) {
        if is_mark {
            self.mark = self.today;
        }
    }

    /// `alive` of `all` agents are still here after `days`.
    pub fn cohort(&mut self, days: u32, alive: u32, all: u32) {
        let share = f64::from(alive) / f64::from(all.max(1));
        let share = if all == 0 { 0.0 } else { share };
        if days <= RETENTION_DAY {
            self.retention_90 = share;
        }
        for (k, point) in self.survival.iter_mut().enumerate() {
            if (self.steps * k as u32).div_ceil(SURVIVAL as u32 - 1) == days {
                *point = share as f32;
            }
        }
    }
}

impl World {
    /// Figures of the run so far.
    pub fn outcome(&mut self) -> Outcome {
        let (mut gain, mut count) = ([0.0; KINDS], [0.0; KINDS]);
        for i in 0..self.agents.len() {
            let kind = self.agents.kind[i].index();
            let start = self.agents.start_wealth[i].max(1.0);
            gain[kind] += (self.wealth(i) + self.agents.consumed[i]) / start - 1.0;
            count[kind] += 1.0;
        }
        let utility = std::array::from_fn(|kind| gain[kind] / f64::max(count[kind], 1.0));
        let mut welfare = std::mem::take(&mut self.tally.welfare);
        let (deciles, gini) = welfare.finish(&self.agents, |i| self.wealth(i));
        self.tally.welfare = welfare;
        let alive = self.agents.len() - self.leavers as usize;
        Outcome {
            treasury: self.chain.treasury as f64 / UNIT,
            retention: alive as f64 / self.agents.len().max(1) as f64,
            deciles,
            gini,
            utility,
            rewards: self.payroll.paid.map(|tokens| tokens as f64 / UNIT),
            attack: self.attack,
            control: self.steering.control,
            ..self.tally.finish(self.chain.treasury, self.chain.contributors, self.purses_start)
        }
    }
}

impl Tally {
    /// What the sums tell; treasury and contributors in base units, now and at the start.
    fn finish(&self, treasury: u64, contributors: u64, start: [u64; 2]) -> Outcome {
        let (sums, prices) = (&self.sums, &self.prices);
        let n = f64::from(sums.days.max(1));
        let yearly = |tokens: f64| tokens / sums.start_supply.max(1.0) * YEAR_DAYS / n;
        let income = |now: u64, then: u64| yearly(now.saturating_sub(then) as f64);
        Outcome {
            price: prices.last_of_day,
            price_mean: prices.sum_of_days / n,
            volatility: prices.volatility(),
            volatility_hourly: prices.volatility_hourly(),
            drawdown: prices.drawdown,
            drawdown30_cvar5: prices.fall_cvar5(),
            staked_share: sums.staked / n,
            staked_share_min: sums.staked_min,
            staked_share_end: sums.staked_last,
            secure_share: sums.secure / n,
            net_inflation: yearly(sums.minted as f64 - sums.burned as f64),
            minted: sums.minted as f64 / UNIT,
            burned: sums.burned as f64 / UNIT,
            fees: sums.fees as f64 / UNIT,
            treasury_income: income(treasury, start[0]),
            contributors_income: income(contributors, start[1]),
            retention_90: self.retention_90,
            survival: self.survival,
            turnover: sums.turnover / n,
            organic_volume: sums.organic,
            measured_volume: sums.measured,
            liquidity_mean: sums.liquidity / n,
            capital_efficiency: sums.organic / sums.liquidity.max(1.0),
            fees_tvl: sums.fees_tvl / n,
            proposals: sums.turnout_stake.n as u32,
            turnout_stake: sums.turnout_stake.mean(),
            turnout_heads: sums.turnout_heads.mean(),
            validators_lost: sums.validators_lost / n,
            yield_nominal: sums.nominal.mean(),
            yield_real: sums.real.mean(),
            yield_real_sd: sums.real.variance().sqrt(),
            crunches: sums.crunches,
            first_crunch_hour: sums.first_crunch,
            gini_start: self.welfare.gini_start,
            mark: self.mark,
            ..Outcome::default()
        }
    }
}
