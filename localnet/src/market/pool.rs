//! Constant product `x · y = k` with a fee that stays in the pool (Uniswap v2 whitepaper, §3.2).

/// 1.0 in micro units.
const MICRO: u128 = 1_000_000;

/// Reserves of the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Token reserve, base units (6 decimals).
    pub tokens: u64,
    /// Quote reserve, micro units of the quote currency.
    pub quote: u64,
    /// Taken from what comes in, 1e-4.
    pub fee_bps: u64,
}

impl Pool {
    /// Price of one whole token, micro quote units; 0 for an empty pool.
    pub fn price_micro(&self) -> u64 {
        fit(u128::from(self.quote) * MICRO / u128::from(self.tokens.max(1)))
    }

    /// Sells `tokens` into the pool; returns the quote paid out.
    pub fn sell(&mut self, tokens: u64) -> u64 {
        let out = swap(self.after_fee(tokens), self.tokens, self.quote);
        self.tokens = self.tokens.saturating_add(tokens);
        self.quote -= out;
        out
    }

    /// Spends `quote` on tokens; returns the tokens paid out.
    pub fn buy(&mut self, quote: u64) -> u64 {
        let out = swap(self.after_fee(quote), self.quote, self.tokens);
        self.quote = self.quote.saturating_add(quote);
        self.tokens -= out;
        out
    }

    fn after_fee(&self, amount: u64) -> u64 {
        fit(u128::from(amount) * u128::from(10_000 - self.fee_bps.min(10_000)) / 10_000)
    }
}

/// `out = reserve_out · in / (reserve_in + in)`, rounded down, so always below `reserve_out`.
fn swap(amount: u64, reserve_in: u64, reserve_out: u64) -> u64 {
    let denominator = (u128::from(reserve_in) + u128::from(amount)).max(1);
    fit(u128::from(reserve_out) * u128::from(amount) / denominator)
}

fn fit(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::Pool;

    fn pool() -> Pool {
        Pool { tokens: 1_000_000_000_000, quote: 2_000_000_000_000, fee_bps: 30 }
    }

    #[test]
    fn selling_lowers_the_price_and_buying_raises_it() {
        let mut sold = pool();
        sold.sell(10_000_000_000);
        assert!(sold.price_micro() < pool().price_micro());
        let mut bought = pool();
        bought.buy(10_000_000_000);
        assert!(bought.price_micro() > pool().price_micro());
    }

    #[test]
    fn a_round_trip_costs_at_least_two_fees() {
        let mut pool = pool();
        let tokens = pool.buy(1_000_000_000);
        let back = pool.sell(tokens);
        assert!(back < 1_000_000_000 * 9_945 / 10_000, "{back}");
    }

    #[test]
    fn the_product_of_reserves_never_falls() {
        let mut pool = pool();
        for step in 1..200_u64 {
            let before = u128::from(pool.tokens) * u128::from(pool.quote);
            if step % 3 == 0 {
                pool.sell(step * 7_000_000_000)
            } else {
                pool.buy(step * 5_000_000_000)
            };
            assert!(u128::from(pool.tokens) * u128::from(pool.quote) >= before);
        }
    }
}
