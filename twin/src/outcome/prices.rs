//! Figures of the price: volatility by hours and days, falls.

use crate::real::ln;

const DAYS_OF_FALL: usize = 30;
/// Hours that the hourly volatility leaves out, so that no arm is judged by how it began.
const WARM_UP: u32 = 168;
const YEAR_HOURS: f64 = 8_760.0;
const YEAR_DAYS: f64 = 365.0;
/// Worst falls kept: 5 % of the longest run.
const WORST: usize = 20;

/// Sum, sum of squares and count.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moments {
    pub n: f64,
    pub sum: f64,
    pub squares: f64,
}

impl Moments {
    pub fn add(&mut self, x: f64) {
        self.n += 1.0;
        self.sum += x;
        self.squares += x * x;
    }

    pub fn mean(&self) -> f64 {
        self.sum / self.n.max(1.0)
    }

    pub fn variance(&self) -> f64 {
        (self.squares / self.n.max(1.0) - self.mean() * self.mean()).max(0.0)
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Prices {
    pub last_of_day: f64,
    pub last: f64,
    pub sum_of_days: f64,
    peak: f64,
    pub drawdown: f64,
    days: Moments,
    hours: Moments,
    first_hours: Moments,
    /// Prices of the last 30 days, and the worst falls within them so far, worst first.
    recent: [f64; DAYS_OF_FALL],
    falls: u32,
    worst: [f64; WORST],
}

impl Prices {
    pub fn new(price: f64) -> Self {
        Self { last_of_day: price, last: price, peak: price, recent: [price; DAYS_OF_FALL], ..Self::default() }
    }

    pub fn hour(&mut self, hour: u32, price: f64) {
        let change = ln(price / self.last);
        self.last = price;
        let moments = if hour > WARM_UP { &mut self.hours } else { &mut self.first_hours };
        moments.add(change);
    }

    /// `day` counts from 1.
    pub fn day(&mut self, day: u32, price: f64) {
        self.days.add(price / self.last_of_day - 1.0);
        self.sum_of_days += price;
        self.last_of_day = price;
        self.peak = self.peak.max(price);
        self.drawdown = self.drawdown.max(1.0 - price / self.peak);
        self.recent[day as usize % DAYS_OF_FALL] = price;
        if day as usize >= DAYS_OF_FALL {
            let highest = self.recent.iter().fold(price, |most, x| most.max(*x));
            self.falls += 1;
            self.keep(1.0 - price / highest);
        }
    }

    fn keep(&mut self, fall: f64) {
        let place = self.worst.partition_point(|kept| *kept >= fall);
        if place < WORST {
            self.worst[place..].rotate_right(1);
            self.worst[place] = fall;
        }
    }

    /// Standard deviation of the daily returns so far, times √365.
    pub fn volatility(&self) -> f64 {
        (self.days.variance() * YEAR_DAYS).sqrt()
    }

    pub fn volatility_hourly(&self) -> f64 {
        let hours = if self.hours.n > 0.0 { &self.hours } else { &self.first_hours };
        (hours.variance() * YEAR_HOURS).sqrt()
    }

    /// Mean of the worst 5 % of the falls, at least of one.
    pub fn fall_cvar5(&self) -> f64 {
        let n = (self.falls as usize).div_ceil(20).min(WORST);
        self.worst[..n].iter().sum::<f64>() / n.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_that_halves_and_recovers_has_a_drawdown_of_a_half() {
        let mut prices = Prices::new(1.0);
        for day in 1..=100u32 {
            let price = if day == 50 { 0.5 } else { 1.0 };
            prices.day(day, price);
        }
        assert_eq!(prices.drawdown, 0.5);
        // 71 windows of 30 days, the worst four of which hold one fall by half.
        assert_eq!(prices.fall_cvar5(), 0.125);
    }

    #[test]
    fn hourly_volatility_is_the_deviation_of_log_returns_per_year() {
        let mut prices = Prices::new(1.0);
        (1..=2_000u32).for_each(|hour| prices.hour(hour, if hour % 2 == 0 { 1.0 } else { 1.01 }));
        assert!((prices.volatility_hourly() / (0.009_950_33 * 8_760f64.sqrt()) - 1.0).abs() < 1e-3);
    }
}
