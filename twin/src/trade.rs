//! What anyone can do with tokens: the chain's and the market's acts, on the accounts of agent `i`.

use crate::world::World;

impl World {
    /// Sells free tokens on the market; what goes in is less the transfer fee.
    pub(crate) fn sell(&mut self, i: usize, tokens: u64) {
        let tokens = tokens.min(self.agents.free(i));
        let fee = self.chain.fee(tokens);
        let out = self.market.sell(tokens - fee);
        if out > 0 {
            self.chain.withheld = self.chain.withheld.saturating_add(fee);
            self.agents.liquid[i] -= tokens;
            self.agents.quote[i] = self.agents.quote[i].saturating_add(out);
            self.flow.agents += out as f64;
            self.flow.organic += out as f64;
        }
    }

    /// Buys tokens for at most `quote`; gives what arrives.
    pub(crate) fn buy(&mut self, i: usize, quote: u64) -> u64 {
        let quote = quote.min(self.agents.quote[i]);
        let tokens = self.market.buy(quote);
        if tokens == 0 {
            return 0;
        }
        let net = self.chain.transferred(tokens);
        self.agents.quote[i] -= quote;
        self.agents.liquid[i] = self.agents.liquid[i].saturating_add(net);
        self.flow.agents += quote as f64;
        self.flow.organic += quote as f64;
        net
    }

    /// Stakes free tokens.
    pub(crate) fn stake(&mut self, i: usize, tokens: u64) {
        let tokens = tokens.min(self.agents.free(i));
        let before = self.agents.position[i].staked() as f64;
        if tokens > 0 && self.chain.stake(&mut self.agents.position[i], tokens).is_ok() {
            self.agents.liquid[i] -= tokens;
            let new = 1.0 - before / (self.agents.position[i].staked() as f64).max(1.0);
            self.agents.since[i] += new as f32 * (self.today - self.agents.since[i]);
        }
    }

    /// Asks stake back; nothing happens while an earlier request runs.
    pub(crate) fn unstake(&mut self, i: usize, tokens: u64) {
        let position = &mut self.agents.position[i];
        if position.cooling == 0 && position.staked() > 0 {
            let tokens = tokens.min(position.staked());
            // Nothing to ask back, nothing asked.
            let _ = self.chain.request_unstake(position, tokens);
            self.agents.since[i] = self.today;
        }
    }

    /// Withdraws what has cooled down.
    pub(crate) fn withdraw(&mut self, i: usize) {
        let arrived = self.chain.withdraw(&mut self.agents.position[i]).unwrap_or(0);
        self.agents.liquid[i] = self.agents.liquid[i].saturating_add(arrived);
    }

    /// Claims rewards; gives what arrived.
    pub(crate) fn claim(&mut self, i: usize) -> u64 {
        let arrived = self.chain.claim(&mut self.agents.position[i]).unwrap_or(0);
        self.agents.liquid[i] = self.agents.liquid[i].saturating_add(arrived);
        arrived
    }

    /// Outsiders buy tokens for `quote` and give what arrives to the treasury.
    pub(crate) fn outside_pays_treasury(&mut self, quote: u64) {
        let before = self.outside;
        self.outside_buys(quote);
        let bought = self.outside.saturating_sub(before);
        self.outside -= bought;
        let arrived = self.chain.transferred(bought);
        self.chain.treasury = self.chain.treasury.saturating_add(arrived);
    }

    /// Outsiders buy tokens for `quote` and burn what arrives; gives it, base units.
    pub(crate) fn outside_burns(&mut self, quote: u64) -> f64 {
        let before = self.outside;
        self.outside_buys(quote);
        let bought = self.outside.saturating_sub(before);
        self.outside -= bought;
        self.chain.supply = self.chain.supply.saturating_sub(bought);
        self.flow.burned += bought as f64;
        bought as f64
    }

    /// The contributors' purse pays outsiders; gives what arrives.
    pub(crate) fn contributors_pay(&mut self, tokens: u64) -> u64 {
        let tokens = tokens.min(self.chain.contributors);
        self.chain.contributors -= tokens;
        let arrived = self.chain.transferred(tokens);
        self.outside = self.outside.saturating_add(arrived);
        arrived
    }

    /// Tokens, money and share of the market at the present price, micro quote.
    pub(crate) fn wealth(&self, i: usize) -> f64 {
        let pooled = self.agents.pooled[i] as f64 / self.shares.max(1) as f64;
        self.agents.tokens(i) as f64 * self.climate.price
            + self.agents.quote[i] as f64
            + pooled * (self.market.tokens as f64 * self.climate.price + self.market.quote as f64)
    }
}
