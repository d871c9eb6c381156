//! What a run was like, gathered while it is played.

use serde::{Deserialize, Serialize};

use crate::{STEP_SECS, UNIT, agents::KINDS};

/// Figures of one run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Quote per token at the end, and its mean.
    pub price: f64,
    pub price_mean: f64,
    /// Standard deviation of daily returns × √365.
    pub volatility: f64,
    /// Largest fall from a peak, 0 to 1.
    pub drawdown: f64,
    /// Staked share of supply: mean, lowest, at the end.
    pub staked_share: f64,
    pub staked_share_min: f64,
    pub staked_share_end: f64,
    /// (minted − burned) / supply at the start, per year.
    pub net_inflation: f64,
    /// Whole tokens over the run.
    pub minted: f64,
    pub burned: f64,
    pub fees: f64,
    /// Tokens in the treasury at the end.
    pub treasury: f64,
    /// What treasury and contributors received, as a share of the supply at the start, per year.
    pub treasury_income: f64,
    pub contributors_income: f64,
    /// Share of agents who have not left for good.
    pub retention: f64,
    /// Mean of the agents' daily volume / liquidity of the market.
    pub turnover: f64,
    /// Mean relative gain of wealth and use, by kind; 0 where the kind is absent.
    pub utility: [f64; KINDS],
    /// The figures that a proposal forecasts, on the day of the mark.
    pub mark: Mark,
}

/// Reading on the day on which an effect is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub staked_share: f64,
    /// Per year, over that day.
    pub net_inflation: f64,
    /// Whole tokens collected that day.
    pub fees: f64,
    pub price: f64,
    pub volatility: f64,
}

/// Running sums of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    days: f64,
    price_sum: f64,
    last_price: f64,
    peak: f64,
    drawdown: f64,
    returns: f64,
    squares: f64,
    staked_sum: f64,
    staked_min: f64,
    staked_last: f64,
    turnover: f64,
    minted: u64,
    burned: u64,
    fees: u64,
    start_supply: f64,
    mark: Mark,
}

/// Public purses at the end of a run, base units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Funds {
    pub treasury: u64,
    pub treasury_income: u64,
    pub contributors_income: u64,
}

/// What one day brought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    pub price: f64,
    pub staked_share: f64,
    pub supply: u64,
    pub minted: u64,
    pub burned: u64,
    pub fees: u64,
    pub turnover: f64,
    pub is_mark: bool,
}

const YEAR_DAYS: f64 = economics::time::YEAR as f64 / STEP_SECS as f64;

impl Tally {
    pub fn new(price: f64, supply: u64) -> Self {
        Self { last_price: price, peak: price, staked_min: 1.0, start_supply: supply as f64, ..Self::default() }
    }

    pub fn add(&mut self, day: Day) {
        let change = day.price / self.last_price - 1.0;
        self.days += 1.0;
        self.price_sum += day.price;
        self.last_price = day.price;
        self.peak = self.peak.max(day.price);
        self.drawdown = self.drawdown.max(1.0 - day.price / self.peak);
        self.returns += change;
        self.squares += change * change;
        self.staked_sum += day.staked_share;
        self.staked_min = self.staked_min.min(day.staked_share);
        self.staked_last = day.staked_share;
        self.turnover += day.turnover;
        self.minted = self.minted.saturating_add(day.minted);
        self.burned = self.burned.saturating_add(day.burned);
        self.fees = self.fees.saturating_add(day.fees);
        if day.is_mark {
            self.mark = self.reading(day);
        }
    }

    fn reading(&self, day: Day) -> Mark {
        let net = day.minted as f64 - day.burned as f64;
        Mark {
            staked_share: day.staked_share,
            net_inflation: net / (day.supply as f64 - net).max(1.0) * YEAR_DAYS,
            fees: day.fees as f64 / UNIT,
            price: day.price,
            volatility: self.volatility(),
        }
    }

    /// Standard deviation of the daily returns so far, times √365.
    pub fn volatility(&self) -> f64 {
        let n = self.days.max(1.0);
        let mean = self.returns / n;
        ((self.squares / n - mean * mean).max(0.0) * YEAR_DAYS).sqrt()
    }

    /// The figures of the whole run.
    pub fn finish(&self, funds: Funds, retention: f64, utility: [f64; KINDS]) -> Outcome {
        let n = self.days.max(1.0);
        let yearly = |tokens: u64| tokens as f64 / self.start_supply.max(1.0) * YEAR_DAYS / n;
        let net = self.minted as f64 - self.burned as f64;
        Outcome {
            price: self.last_price,
            price_mean: self.price_sum / n,
            volatility: self.volatility(),
            drawdown: self.drawdown,
            staked_share: self.staked_sum / n,
            staked_share_min: self.staked_min,
            staked_share_end: self.staked_last,
            net_inflation: net / self.start_supply.max(1.0) * YEAR_DAYS / n,
            minted: self.minted as f64 / UNIT,
            burned: self.burned as f64 / UNIT,
            fees: self.fees as f64 / UNIT,
            treasury: funds.treasury as f64 / UNIT,
            treasury_income: yearly(funds.treasury_income),
            contributors_income: yearly(funds.contributors_income),
            retention,
            turnover: self.turnover / n,
            utility,
            mark: self.mark,
        }
    }
}
