//! Liquidity providers: they compare what swaps pay with what arbitrage takes.
//!
//! Yearly net yield of a share = swap fees / liquidity − volatility² / 8 (loss versus rebalancing of a constant product: Milionis, Moallemi, Roughgarden and Zhang 2022).
//! At the net yield of the start they are content; a change beyond `provider_band` makes them add or take out `provider_part` of their share.

use super::share;
use crate::world::World;

impl World {
    pub(super) fn provide(&mut self, i: usize) {
        let change = self.climate.pool_net - self.climate.pool_net_start + self.liquidity_pay();
        if change < -self.habits.provider_band {
            self.leave_pool(i, share(self.agents.pooled[i], self.habits.provider_part).max(1));
        } else if change > self.habits.provider_band {
            let tokens = share(self.agents.free(i), self.habits.provider_part);
            self.join_pool(i, tokens);
        }
    }

    /// Puts tokens and the money that belongs beside them into the market.
    pub(crate) fn join_pool(&mut self, i: usize, tokens: u64) {
        let net = tokens - self.chain.fee(tokens);
        let quote = self.market.beside(net);
        if net == 0 || quote > self.agents.quote[i] {
            return;
        }
        let shares = self.market.deposit(net, quote, self.shares);
        if shares > 0 {
            self.chain.withheld = self.chain.withheld.saturating_add(tokens - net);
            self.agents.liquid[i] -= tokens;
            self.agents.quote[i] -= quote;
            self.agents.pooled[i] += shares;
            self.shares += shares;
        }
    }

    /// Takes shares out of the market.
    pub(crate) fn leave_pool(&mut self, i: usize, shares: u64) {
        // The last share stays, so that there is always a market.
        let shares = shares.min(self.agents.pooled[i]).min(self.shares.saturating_sub(1));
        let (tokens, quote) = self.market.withdraw(shares, self.shares);
        let net = self.chain.transferred(tokens);
        self.shares -= shares;
        self.agents.pooled[i] -= shares;
        self.agents.liquid[i] = self.agents.liquid[i].saturating_add(net);
        self.agents.quote[i] = self.agents.quote[i].saturating_add(quote);
    }

    /// Part of all liquidity leaves at once, agents' and outsiders' alike; outsiders take their tokens with them.
    pub(crate) fn liquidity_leaves(&mut self, part: f64) {
        let mut outsiders = self.shares;
        for i in 0..self.agents.len() {
            let pooled = self.agents.pooled[i];
            outsiders = outsiders.saturating_sub(pooled);
            if pooled > 0 {
                self.leave_pool(i, share(pooled, part));
            }
        }
        let shares = share(outsiders, part).min(self.shares.saturating_sub(1));
        let (tokens, _) = self.market.withdraw(shares, self.shares);
        let net = self.chain.transferred(tokens);
        self.shares -= shares;
        self.outside = self.outside.saturating_add(net);
    }
}
