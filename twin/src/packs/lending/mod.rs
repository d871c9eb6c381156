//! A money market for the token: suppliers lend quote, borrowers pledge tokens.
//!
//! Rates follow Aave's kinked curve ([`curve`]); its five numbers are the pack's parameters.
//! Suppliers compare what they get with what they would get elsewhere and flee when the pool is nearly empty; borrowers compare what they pay.
//! Who owes more than the threshold of its collateral is liquidated: collateral is sold on the economy's market, so liquidations move the price.
//! Interest is paid out of pocket and not compounded; collateral is outsiders' tokens.

mod curve;
mod people;

pub use curve::Curve;
use people::{Borrower, Supplier};

use super::{Felt, Figures, Metrics, Pack};
use crate::{HOURS, UNIT, knobs::knobs, rng::Stream, world::World};

knobs! {
    /// Numbers of a lending market; all behaviour is assumed.
    Numbers {
        /// How many suppliers there are.
        suppliers: 60.0 in 1.0..=10_000.0,
        /// How many borrowers there are.
        borrowers: 60.0 in 1.0..=10_000.0,
        /// Money that suppliers have, as a part of the token's market value.
        size: 0.01 in 0.0..=0.2,
        /// Part of it that is supplied at the start.
        supplied: 0.8 in 0.01..=1.0,
        /// Utilisation at the start.
        utilisation: 0.85 in 0.0..=0.99,
        /// Yearly rate that money earns elsewhere.
        rival_rate: 0.065 in 0.0..=1.0,
        /// Standard deviation of that rate's daily relative change.
        rival_wobble: 0.04 in 0.0..=1.0,
        /// Part of the way back to its usual level that the rate elsewhere takes per day.
        reversion: 0.03 in 0.0..=1.0,
        /// Change of what suppliers supply, relative, per unit of yearly yield beyond that elsewhere.
        supplier_response: 15.0 in 0.0..=1_000.0,
        /// The same of borrowers' debt, per unit of yearly rate.
        borrower_response: 6.0 in 0.0..=1_000.0,
        /// Part of the way to what they want that suppliers go per day.
        haste: 0.6 in 0.0..=1.0,
        /// The same of borrowers, whose money is tied up.
        pace: 0.08 in 0.0..=1.0,
        /// Utilisation at which suppliers begin to fear for their money.
        fear: 0.9 in 0.0..=0.999,
        /// Part of their money that they want back at full utilisation.
        flight: 0.9 in 0.0..=1.0,
        /// Part of their money that they want back where the mean debt is at the liquidation threshold of its collateral.
        worry: 0.6 in 0.0..=1.0,
        /// Standard deviation of the daily relative change of the appetite for debt.
        appetite_wobble: 0.03 in 0.0..=1.0,
        /// Change of the appetite per day, relative, per unit of the price's daily trend.
        appetite_trend: 1.0 in 0.0..=100.0,
        /// Largest debt relative to collateral when borrowing, and the one beyond which it is liquidated.
        max_ltv: 0.75 in 0.01..=0.99,
        /// Debt relative to collateral beyond which a position is liquidated.
        threshold: 0.8 in 0.01..=0.99,
        /// What liquidators get beyond the debt that they repay, relative; they stop where their sales have cost as much.
        bonus: 0.05 in 0.0..=0.5,
        /// Part of a debt that one liquidation may repay (Aave's close factor).
        close: 0.5 in 0.01..=1.0,
    }
}

/// Utilisation from which a pool counts as being in a crunch.
pub const CRUNCH: f64 = 0.95;
const YEAR_HOURS: f64 = 8_760.0;
/// Weight of an hour in a mean of about a week, and in one of about thirty days.
const WEEK_WEIGHT: f64 = 2.0 / 169.0;
const MONTH_WEIGHT: f64 = 2.0 / 721.0;

pub const FIGURE_NAMES: [&str; 8] = [
    "utilisation",
    "utilisation_week",
    "borrow_rate",
    "supply_rate",
    "rival_rate",
    "unpaid_day",
    "loan_to_value",
    "price_gap",
];

pub const METRIC_NAMES: [&str; 9] = [
    "crunch_hours",
    "unpaid",
    "borrow_volatility",
    "supply_yield",
    "bad_debt",
    "lent",
    "borrow_cost",
    "reserves",
    "liquidated",
];

/// Sums of a run; money in quote micro.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    hours: f64,
    crunch: f64,
    asked: f64,
    unpaid: f64,
    lent: f64,
    supplied: f64,
    interest: f64,
    reserves: f64,
    lost: f64,
    liquidated: f64,
    /// Daily changes of the borrow rate: count and squares; and the rate's sum over hours.
    days: f64,
    squares: f64,
    rate: f64,
}

/// The market.
#[derive(Debug)]
pub(crate) struct Pool {
    numbers: Numbers,
    suppliers: Vec<Supplier>,
    borrowers: Vec<Borrower>,
    supplied: f64,
    debt: f64,
    /// Tokens of all borrowers.
    collateral: f64,
    /// Money of the protocol, which covers bad debt first.
    reserves: f64,
    curve: Curve,
    /// Rate elsewhere, relative to its usual level; appetite for debt, 1 at the start.
    rival: f64,
    rival_now: f64,
    appetite: f64,
    /// Rates less those elsewhere that people are used to.
    used_to: (f64, f64),
    debt_start: f64,
    last_rate: f64,
    week: f64,
    month_price: f64,
    /// (asked, unpaid) of the running day and of the last one.
    today: (f64, f64),
    yesterday: (f64, f64),
    sums: Sums,
}

impl Pool {
    pub fn new(numbers: &Numbers, start: &[f64], world: &World) -> Self {
        let price = world.climate.price;
        let wealth = numbers.size * world.chain.supply as f64 * price;
        let supplied = wealth * numbers.supplied;
        let debt = supplied * numbers.utilisation;
        let curve = Curve::of(start);
        let u = numbers.utilisation;
        let borrowers = people::borrowers(numbers, debt, price);
        Self {
            suppliers: people::suppliers(numbers, supplied),
            collateral: borrowers.iter().map(|borrower| borrower.collateral).sum(),
            borrowers,
            supplied,
            debt,
            reserves: 0.0,
            curve,
            rival: 1.0,
            rival_now: numbers.rival_rate,
            appetite: 1.0,
            used_to: (curve.supply(u) - numbers.rival_rate, curve.borrow(u) - numbers.rival_rate),
            debt_start: debt,
            last_rate: curve.borrow(u),
            week: u,
            month_price: price,
            today: (0.0, 0.0),
            yesterday: (0.0, 0.0),
            sums: Sums::default(),
            numbers: *numbers,
        }
    }

    fn utilisation(&self) -> f64 {
        if self.supplied <= 0.0 { 1.0 } else { (self.debt / self.supplied).min(1.0) }
    }

    /// Quote that can be taken out.
    fn available(&self) -> f64 {
        (self.supplied - self.debt).max(0.0)
    }

    /// Debt relative to its collateral, of all together.
    fn loan_to_value(&self, world: &World) -> f64 {
        self.debt / (self.collateral * world.climate.price).max(1.0)
    }

    /// Once a day: what money earns elsewhere, and how much people want to owe.
    fn weather(&mut self, world: &World, stream: Stream) {
        let mut draws = stream.draws(people::WEATHER, world.hour / HOURS as u32);
        let n = &self.numbers;
        self.rival *= (1.0 + n.rival_wobble * draws.normal()).max(0.1);
        self.rival += n.reversion * (1.0 - self.rival);
        self.appetite *= (1.0 + n.appetite_wobble * draws.normal() + n.appetite_trend * world.climate.trend).max(0.1);
        self.appetite += n.reversion * (1.0 - self.appetite);
        self.appetite = self.appetite.clamp(0.2, 4.0);
    }

    /// Interest of an hour, and what the hour was like.
    fn accrue(&mut self) {
        let u = self.utilisation();
        let (rate, sums) = (self.curve.borrow(u), &mut self.sums);
        let interest = self.debt * rate / YEAR_HOURS;
        let kept = interest * self.curve.reserve;
        self.reserves += kept;
        sums.reserves += kept;
        sums.interest += interest - kept;
        sums.hours += 1.0;
        sums.crunch += f64::from(u8::from(u >= CRUNCH));
        sums.lent += self.debt;
        sums.supplied += self.supplied;
        sums.rate += rate;
        self.week += WEEK_WEIGHT * (u - self.week);
    }

    fn close_day(&mut self) {
        let rate = self.curve.borrow(self.utilisation());
        self.sums.days += 1.0;
        self.sums.squares += (rate - self.last_rate) * (rate - self.last_rate);
        self.last_rate = rate;
        self.sums.asked += self.today.0;
        self.sums.unpaid += self.today.1;
        self.yesterday = std::mem::take(&mut self.today);
    }

    /// Debt that nothing covers: reserves first, then every supplier in proportion.
    fn write_off(&mut self, lost: f64) {
        self.debt -= lost;
        self.sums.lost += lost;
        let covered = lost.min(self.reserves);
        self.reserves -= covered;
        let rest = lost - covered;
        if rest > 0.0 && self.supplied > 0.0 {
            let kept = (1.0 - rest / self.supplied).max(0.0);
            self.suppliers.iter_mut().for_each(|supplier| supplier.deposit *= kept);
            self.supplied *= kept;
        }
    }
}

impl Pack for Pool {
    fn hour(&mut self, world: &mut World, felt: &Felt, stream: Stream) {
        if world.hour.is_multiple_of(HOURS as u32) {
            self.weather(world, stream);
        }
        // A rival farm pays more to money too; users' wishes for the token are wishes for debt as well.
        self.rival_now = self.numbers.rival_rate * self.rival * (1.0 + world.forces.rival);
        self.curve = Curve::of(&felt.now);
        self.liquidate(world);
        self.suppliers_act(world, &Curve::of(&felt.seen));
        self.borrowers_act(world, &Curve::of(&felt.seen));
        self.accrue();
        self.month_price += MONTH_WEIGHT * (world.climate.price - self.month_price);
        if (world.hour + 1).is_multiple_of(HOURS as u32) {
            self.close_day();
        }
    }

    fn figures(&self, world: &World) -> Figures {
        let u = self.utilisation();
        let asked = self.today.0 + self.yesterday.0;
        [
            u,
            self.week,
            self.curve.borrow(u),
            self.curve.supply(u),
            self.rival_now,
            if asked > 0.0 { (self.today.1 + self.yesterday.1) / asked } else { 0.0 },
            self.loan_to_value(world),
            world.climate.price / self.month_price - 1.0,
        ]
    }

    fn metrics(&self) -> Metrics {
        let s = &self.sums;
        let hours = s.hours.max(1.0);
        let part = |x: f64, of: f64| if of > 0.0 { x / of } else { 0.0 };
        let mut out = Metrics::default();
        let yearly = part(s.interest - (s.lost - s.lost.min(s.reserves)), s.supplied) * YEAR_HOURS;
        out[..METRIC_NAMES.len()].copy_from_slice(&[
            s.crunch / hours,
            part(s.unpaid, s.asked),
            (s.squares / s.days.max(1.0) * 365.0).sqrt(),
            yearly,
            part(s.lost, s.lent / hours),
            part(s.lent / hours, self.debt_start),
            s.rate / hours,
            s.reserves / UNIT,
            part(s.liquidated, s.lent / hours),
        ]);
        out
    }
}
