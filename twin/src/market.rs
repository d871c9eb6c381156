//! A constant-product market of the token against a quote currency (Uniswap v2, section 3.2).

use economics::math::mul_div_floor;

/// Reserves: tokens in base units, quote in micro. Their product never falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Market {
    pub tokens: u64,
    pub quote: u64,
    /// Stays in the reserves, bps of what comes in.
    pub swap_fee_bps: u64,
}

impl Market {
    /// Quote per token.
    pub fn price(&self) -> f64 {
        self.quote as f64 / self.tokens.max(1) as f64
    }

    /// Takes tokens in, gives quote out; nothing happens where it would give nothing.
    // ROUNDING: floor, for the reserves.
    pub fn sell(&mut self, tokens_in: u64) -> u64 {
        let effective = self.after_fee(tokens_in);
        let Some(total) = self.tokens.checked_add(effective) else { return 0 };
        let out = mul_div_floor(self.quote, effective, total).unwrap_or(0);
        let Some(tokens) = self.tokens.checked_add(tokens_in) else { return 0 };
        if out == 0 || out >= self.quote {
            return 0;
        }
        self.tokens = tokens;
        self.quote -= out;
        out
    }

    /// Takes quote in, gives tokens out; nothing happens where it would give nothing.
    // ROUNDING: floor, for the reserves.
    pub fn buy(&mut self, quote_in: u64) -> u64 {
        let effective = self.after_fee(quote_in);
        let Some(total) = self.quote.checked_add(effective) else { return 0 };
        let out = mul_div_floor(self.tokens, effective, total).unwrap_or(0);
        let Some(quote) = self.quote.checked_add(quote_in) else { return 0 };
        if out == 0 || out >= self.tokens {
            return 0;
        }
        self.quote = quote;
        self.tokens -= out;
        out
    }

    fn after_fee(&self, amount: u64) -> u64 {
        mul_div_floor(amount, 10_000u64.saturating_sub(self.swap_fee_bps), 10_000).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn the_product_of_the_reserves_never_falls() {
        let mut market = Market { tokens: 5_000_000_000, quote: 7_000_000_000, swap_fee_bps: 30 };
        let mut draws = Stream::new(1, 0).draws(0, 0);
        for _ in 0..10_000 {
            let before = u128::from(market.tokens) * u128::from(market.quote);
            let amount = draws.bits() % 300_000_000;
            if draws.chance(0.5) {
                market.buy(amount)
            } else {
                market.sell(amount)
            };
            assert!(u128::from(market.tokens) * u128::from(market.quote) >= before);
        }
    }

    #[test]
    fn selling_lowers_the_price_and_an_empty_order_does_nothing() {
        let mut market = Market { tokens: 1_000_000, quote: 2_000_000, swap_fee_bps: 0 };
        assert_eq!(market.sell(0), 0);
        assert_eq!(market.sell(1_000_000), 1_000_000);
        assert_eq!(market.price(), 0.5);
    }
}
