//! What anyone can do with tokens; every transfer pays the mint's fee, every stake is the chain's own ledger.

use economics::fees::transfer_fee;

use crate::world::World;

impl World {
    pub(crate) fn fee(&self, tokens: u64) -> u64 {
        transfer_fee(tokens, self.fee_bps, self.max_transfer_fee).min(tokens)
    }

    /// Withholds the fee of a transfer and gives what arrives.
    pub(crate) fn transferred(&mut self, tokens: u64) -> u64 {
        let fee = self.fee(tokens);
        self.withheld = self.withheld.saturating_add(fee);
        tokens - fee
    }

    /// Agent `i` sells tokens on the market.
    pub(crate) fn sell(&mut self, i: usize, tokens: u64) {
        let tokens = tokens.min(self.agents.liquid[i]);
        let fee = self.fee(tokens);
        let out = self.market.sell(tokens - fee);
        if out > 0 {
            self.withheld = self.withheld.saturating_add(fee);
            self.agents.liquid[i] -= tokens;
            self.agents.quote[i] = self.agents.quote[i].saturating_add(out);
            self.volume += out as f64;
        }
    }

    /// Agent `i` buys tokens for at most `quote`; gives what arrives.
    pub(crate) fn buy(&mut self, i: usize, quote: u64) -> u64 {
        let quote = quote.min(self.agents.quote[i]);
        let tokens = self.market.buy(quote);
        if tokens == 0 {
            return 0;
        }
        let net = self.transferred(tokens);
        self.agents.quote[i] -= quote;
        self.agents.liquid[i] = self.agents.liquid[i].saturating_add(net);
        self.volume += quote as f64;
        net
    }

    /// Agent `i` stakes liquid tokens.
    pub(crate) fn stake(&mut self, i: usize, tokens: u64) {
        let tokens = tokens.min(self.agents.liquid[i]);
        let net = tokens - self.fee(tokens);
        if self.pool.settle(self.now.unix, self.vault).stake(&mut self.agents.position[i], net).is_ok() {
            self.agents.liquid[i] -= tokens;
            self.withheld = self.withheld.saturating_add(tokens - net);
            self.vault = self.vault.saturating_add(net);
        }
    }

    /// Agent `i` asks stake back; nothing happens while an earlier request runs.
    pub(crate) fn unstake(&mut self, i: usize, tokens: u64) {
        let unbond = self.levers.unbond_secs();
        let position = &mut self.agents.position[i];
        let tokens = tokens.min(position.staked());
        let _ = self.pool.settle(self.now.unix, self.vault).request_unstake(position, tokens, unbond);
    }

    /// Agent `i` withdraws what has cooled down.
    pub(crate) fn withdraw(&mut self, i: usize) {
        if let Ok(out) = self.pool.settle(self.now.unix, self.vault).withdraw(&mut self.agents.position[i]) {
            self.pay(i, out);
        }
    }

    /// Agent `i` claims its rewards; gives what arrived.
    pub(crate) fn claim(&mut self, i: usize) -> u64 {
        match self.pool.settle(self.now.unix, self.vault).claim(&mut self.agents.position[i]) {
            Ok(out) => self.pay(i, out),
            Err(_) => 0,
        }
    }

    fn pay(&mut self, i: usize, tokens: u64) -> u64 {
        self.vault = self.vault.saturating_sub(tokens);
        let net = self.transferred(tokens);
        self.agents.liquid[i] = self.agents.liquid[i].saturating_add(net);
        net
    }
}
