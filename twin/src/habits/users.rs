//! Utility users: people who need the token to pay for something.
//!
//! A user buys for its income per visit and spends the tokens with merchants, who sell nine tenths of them.
//! Fees and volatility take visits away linearly (`Demand::fee_aversion`, `volatility_aversion`); a good deal is worth a little more than its price.

use super::share;
use crate::{rng::Draws, world::World};

/// Part of what merchants take in that they sell at once.
const MERCHANTS_SELL: f64 = 0.9;

impl World {
    pub(super) fn use_tokens(&mut self, i: usize, acts: bool, draws: &mut Draws) {
        let factor = self.climate.use_factor;
        if factor < self.habits.useful && draws.chance(self.habits.useless) {
            return self.leave(i);
        }
        if !acts {
            return;
        }
        self.follow_yield(i);
        let possible = self.agents.income[i] as f64 * self.intensity;
        let spend = (possible * factor * self.forces.usage * (0.5 + draws.uniform())) as u64;
        let withheld = self.chain.withheld;
        self.agents.quote[i] = self.agents.quote[i].saturating_add(spend);
        let bought = self.buy(i, spend).min(self.agents.free(i));
        self.agents.liquid[i] -= bought;
        let arrived = self.chain.transferred(bought);
        self.agents.spent[i] += self.chain.withheld.saturating_sub(withheld) as f32;
        self.outside = self.outside.saturating_add(arrived);
        self.outside_sells(share(arrived, MERCHANTS_SELL));
        self.agents.consumed[i] += self.habits.surplus * spend as f64;
        self.flow.used += spend as f64;
        self.flow.usable += possible;
    }
}
