//! Everyone who is no agent: revalues the token once a day and trades towards that value.

use crate::{rng::Stream, world::World};

impl World {
    /// Value moves by luck and by the stated elasticities; arbitrage closes part of the gap.
    pub(crate) fn outsiders(&mut self, stream: Stream, day: u32) {
        let mut draws = stream.draws(u32::MAX, day);
        self.noise *= (1.0 + self.demand.volatility * draws.normal()).max(0.1);
        let price = self.market.price();
        let aim = price + self.demand.reversion * (self.value() - price);
        let product = self.market.tokens as f64 * self.market.quote as f64;
        if aim > price {
            self.outside_buys(((product * aim).sqrt() - self.market.quote as f64) as u64);
        } else {
            let tokens = ((product / aim.max(1e-12)).sqrt() - self.market.tokens as f64) as u64;
            self.outside_sells(tokens.min(self.outside));
        }
    }

    /// Value of a token as outsiders see it, quote.
    pub(crate) fn value(&self) -> f64 {
        let demand = &self.demand;
        let answer = 1.0 - demand.dilution * (self.supply as f64 / self.supply_start - 1.0)
            + demand.usage * (self.usage / self.usage_start - 1.0)
            + demand.scarcity * (self.staked_share() - self.staked_start);
        self.start_price * self.noise * answer.max(0.05)
    }

    /// Part of their visits that utility users make at today's fee and volatility.
    pub(crate) fn use_factor(&self) -> f64 {
        let fee = self.demand.fee_aversion * f64::from(self.fee_bps) / 100.0;
        let wobble = self.demand.volatility_aversion * self.wobble * 100.0;
        (1.0 - fee - wobble).clamp(0.05, 1.0)
    }

    fn outside_buys(&mut self, quote: u64) {
        let tokens = self.market.buy(quote);
        let net = self.transferred(tokens);
        self.outside = self.outside.saturating_add(net);
    }

    pub(crate) fn outside_sells(&mut self, tokens: u64) {
        let fee = self.fee(tokens);
        if self.market.sell(tokens - fee) > 0 {
            self.withheld = self.withheld.saturating_add(fee);
            self.outside -= tokens;
        }
    }
}
