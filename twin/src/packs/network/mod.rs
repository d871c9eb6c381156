//! A network that people run for tokens and use for money: burn and mint.
//!
//! Use is paid in credits at a fixed price in money; the tokens for them are bought on the market and burned.
//! Operators are paid from what emission brings to the contributors' gauge: one part by coverage, the rest by what they carry.
//! They have costs in money, sell what they need, stop after their patience at a loss, and come back when it pays.

mod operators;

use operators::Operator;

use super::{Felt, Figures, Metrics, Pack};
use crate::{HOURS, UNIT, knobs::knobs, rng::Stream, world::World};

knobs! {
    /// Numbers of a network; all behaviour is assumed.
    Numbers {
        /// Sites of operators, running or not.
        operators: 120.0 in 1.0..=10_000.0,
        /// Part of them that runs at the start.
        running: 0.7 in 0.01..=1.0,
        /// Yearly use at the start, as a part of the token's market value.
        usage: 0.03 in 0.0..=10.0,
        /// Yearly growth of use, with unchanged coverage.
        growth: 0.3 in -1.0..=10.0,
        /// Standard deviation of use's daily relative change.
        wobble: 0.04 in 0.0..=1.0,
        /// Part of the way back to its trend that use takes per day.
        reversion: 0.03 in 0.0..=1.0,
        /// Elasticity of use to coverage.
        coverage_elasticity: 1.0 in 0.0..=5.0,
        /// Elasticity of use to the price of a credit.
        price_elasticity: 0.8 in 0.0..=5.0,
        /// Operators' mean costs, as a part of their income at the start.
        cost: 0.6 in 0.0..=10.0,
        /// Days at a loss after which an operator stops.
        patience: 14.0 in 0.0..=1_000.0,
        /// Chance per day that a site that would pay begins to run.
        joining: 0.03 in 0.0..=1.0,
        /// Income beyond costs that it wants for that, relative.
        margin: 0.15 in 0.0..=10.0,
        /// Part of what is left after costs that operators sell.
        selling: 0.4 in 0.0..=1.0,
    }
}

const WEEK: f64 = 2.0 / 8.0;
const MONTH: f64 = 2.0 / 31.0;
const YEAR_DAYS: f64 = 365.0;
const D90: u32 = 90;

/// `net_share`: bps of the contributors' gauge for operators; `net_coverage`: bps of that by coverage; `net_credit`: thousandths of the start's price of a credit.
const SHARE: usize = 0;
const COVERAGE: usize = 1;
const CREDIT: usize = 2;

pub const FIGURE_NAMES: [&str; 7] =
    ["burned_to_minted", "coverage", "losing", "margin", "usage_gap", "price_gap", "price_fall"];

pub const METRIC_NAMES: [&str; 9] = [
    "coverage",
    "income_variation",
    "operators_kept",
    "net_emission",
    "served",
    "losing",
    "burned_to_minted",
    "operator_margin",
    "coverage_low",
];

/// Sums of a run.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    days: f64,
    coverage: f64,
    coverage_low: f64,
    /// Income of a week per unit of coverage, relative to the start: sum and sum of squares.
    income: f64,
    squares: f64,
    margin: f64,
    losing: f64,
    served: f64,
    minted: f64,
    burned: f64,
    kept_90: f64,
}

/// The network.
#[derive(Debug)]
pub(crate) struct Network {
    numbers: Numbers,
    operators: Vec<Operator>,
    /// Use without noise, and its noise; quote micro per day.
    trend: f64,
    noise: f64,
    supply_start: f64,
    credit_start: f64,
    /// Contributors' purse when operators were last paid.
    purse: u64,
    minted_before: f64,
    /// Tokens of the last payment, base units; as paid at the start.
    paid_start: f64,
    share_start: f64,
    /// Operator income of a day per unit of coverage, quote micro: smoothed over a week, and the start's.
    income: f64,
    income_start: f64,
    /// Tokens burned for credits in the running day, base units; means of a week of burning and minting.
    burned_today: f64,
    burned_week: f64,
    minted_week: f64,
    used_today: f64,
    used_last: f64,
    used_month: f64,
    price_month: f64,
    high: f64,
    /// What runs covers, how many run and how many of them lose money; and the first at the start.
    covered: f64,
    running: f64,
    losing: f64,
    running_start: f64,
    sums: Sums,
}

impl Network {
    pub fn new(numbers: &Numbers, start: &[f64], world: &World) -> Self {
        let price = world.climate.price;
        let supply = world.chain.supply as f64;
        let levers = &world.chain.levers;
        let minted = supply * levers.rate().param.value as f64 / 1e6 / YEAR_DAYS;
        let paid = minted * levers.weights()[1] as f64 / 1e4 * start[SHARE] / 1e4;
        let operators = operators::all(numbers);
        let running = operators::coverage(&operators);
        let trend = numbers.usage * supply * price / YEAR_DAYS;
        let income = paid * price / running.max(1e-9);
        Self {
            trend,
            noise: 1.0,
            supply_start: supply,
            credit_start: start[CREDIT],
            purse: world.chain.contributors,
            minted_before: 0.0,
            paid_start: paid,
            share_start: start[COVERAGE] / 1e4,
            income,
            income_start: income,
            burned_today: 0.0,
            burned_week: trend / price,
            minted_week: minted,
            used_today: 0.0,
            used_last: trend,
            used_month: trend,
            price_month: price,
            high: price,
            covered: running,
            running: operators.iter().filter(|one| one.is_running).count() as f64,
            losing: 0.0,
            running_start: running,
            sums: Sums { coverage_low: 1.0, ..Sums::default() },
            operators,
            numbers: *numbers,
        }
    }

    /// Money spent on credits in this hour, quote micro, and the credits' part of it at the start's price.
    fn use_credits(&mut self, world: &mut World, felt: &Felt) {
        let n = &self.numbers;
        let coverage = self.covered / self.running_start;
        let dear = (felt.seen[CREDIT] / self.credit_start).max(0.01);
        // Elasticities as linear answers, which stay finite.
        let answer = (1.0 + n.coverage_elasticity * (coverage - 1.0)) * (1.0 - n.price_elasticity * (dear - 1.0));
        let credits = self.trend * self.noise * world.forces.usage * answer.clamp(0.02, 5.0) / HOURS as f64;
        self.used_today += credits;
        let burned = world.outside_burns((credits * felt.now[CREDIT] / self.credit_start) as u64);
        self.burned_today += burned;
    }

    fn weather(&mut self, world: &World, stream: Stream) {
        let mut draws = stream.draws(operators::WEATHER, world.hour / HOURS as u32);
        let n = &self.numbers;
        self.trend *= 1.0 + n.growth / YEAR_DAYS;
        self.noise *= (1.0 + n.wobble * draws.normal()).max(0.1);
        self.noise += n.reversion * (1.0 - self.noise);
    }

    fn close_day(&mut self, world: &World) {
        let (price, day) = (world.climate.price, world.hour / HOURS as u32);
        let minted = world.flow.minted - self.minted_before;
        self.minted_before = world.flow.minted;
        self.burned_week += WEEK * (self.burned_today - self.burned_week);
        self.minted_week += WEEK * (minted - self.minted_week);
        self.used_month += MONTH * (self.used_today - self.used_month);
        self.price_month += MONTH * (price - self.price_month);
        self.high = self.high.max(price);
        let coverage = self.covered / self.running_start;
        let s = &mut self.sums;
        s.days += 1.0;
        s.coverage += coverage;
        s.coverage_low = s.coverage_low.min(coverage);
        s.losing += self.losing / self.running.max(1.0);
        s.served += self.used_today;
        s.minted += minted;
        s.burned += self.burned_today;
        s.kept_90 = if day < D90 { operators::kept(&self.operators) } else { s.kept_90 };
        self.used_last = std::mem::take(&mut self.used_today);
        self.burned_today = 0.0;
    }
}

impl Pack for Network {
    fn hour(&mut self, world: &mut World, felt: &Felt, stream: Stream) {
        if world.hour.is_multiple_of(HOURS as u32) {
            self.weather(world, stream);
            self.pay(world, felt, stream);
        }
        self.use_credits(world, felt);
        if (world.hour + 1).is_multiple_of(HOURS as u32) {
            self.close_day(world);
        }
    }

    fn figures(&self, world: &World) -> Figures {
        let price = world.climate.price;
        [
            self.burned_week / self.minted_week.max(1.0),
            self.covered / self.running_start - 1.0,
            self.losing / self.running.max(1.0),
            self.income / self.income_start - 1.0,
            self.used_last / self.used_month.max(1.0) - 1.0,
            price / self.price_month - 1.0,
            1.0 - price / self.high,
            0.0,
        ]
    }

    fn metrics(&self) -> Metrics {
        let s = &self.sums;
        let days = s.days.max(1.0);
        let mean = s.income / days;
        let mut out = Metrics::default();
        out[..METRIC_NAMES.len()].copy_from_slice(&[
            s.coverage / days,
            (s.squares / days - mean * mean).max(0.0).sqrt() / mean.max(1e-9),
            s.kept_90,
            (s.minted - s.burned) / self.supply_start / days * YEAR_DAYS,
            s.served / UNIT / days,
            s.losing / days,
            if s.minted > 0.0 { s.burned / s.minted } else { 0.0 },
            s.margin / days,
            s.coverage_low,
        ]);
        out
    }
}
