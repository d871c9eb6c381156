//! Traders: noise (De Long et al. 1990), trend and value (Brock and Hommes 1998, Franke and Westerhoff 2012).
//!
//! Trend and value traders act only where the edge, a relative change of price, exceeds the cost of a round: swap fee and transfer fee.
//! How much they trade follows the crowd's present trust in each of the two: shares that add to one, see `crowd`.
//! All amounts are parts of the money that a trader had at the start, the same either way, so that traders as a whole do not push the price.

use crate::{rng::Draws, world::World};

impl World {
    /// Side by a common mood and own luck; sizes with a heavy tail.
    pub(super) fn trade_on_mood(&mut self, i: usize, draws: &mut Draws) {
        self.follow_yield(i);
        let side = self.climate.mood * self.habits.herding + draws.normal();
        // Pareto of exponent 2: P(size > x) = (order / x)².
        let size = self.habits.noise_order / draws.uniform().max(1e-6).sqrt();
        self.order(i, side, size.min(self.habits.largest_order));
    }

    pub(super) fn trade_on_trend(&mut self, i: usize, draws: &mut Draws) {
        self.follow_yield(i);
        let edge = self.climate.trend + 0.02 * draws.normal();
        self.trade_on_edge(i, edge, 1.0 - self.climate.trust_in_value);
    }

    pub(super) fn trade_on_value(&mut self, i: usize, draws: &mut Draws) {
        self.follow_yield(i);
        let edge = 0.5 * self.climate.gap + 0.02 * draws.normal();
        self.trade_on_edge(i, edge, self.climate.trust_in_value);
    }

    fn trade_on_edge(&mut self, i: usize, edge: f64, trust: f64) {
        let cost = self.market.swap_fee_bps as f64 / 1e4 + self.climate.fee_seen;
        let size = 2.0 * trust * self.habits.boldness * (edge.abs() - cost);
        if size > 0.0 {
            self.order(i, edge, size.min(self.habits.largest_order));
        }
    }

    /// Buys if `side` is positive, else sells, for `size` of the trader's money.
    fn order(&mut self, i: usize, side: f64, size: f64) {
        let money = self.agents.income[i] as f64 * size * self.intensity;
        if side > 0.0 {
            self.buy(i, money as u64);
        } else {
            self.sell(i, (money / self.climate.price) as u64);
        }
    }
}
