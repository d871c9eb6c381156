//! A constant-product market of the token against a quote currency (Uniswap v2, section 3.2).

use economics::math::{mul_div_ceil, mul_div_floor};

/// Reserves: tokens in base units, quote in micro. Their product never falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Market {
    pub tokens: u64,
    pub quote: u64,
    /// Stays in the reserves, bps of what comes in.
    pub swap_fee_bps: u64,
}

/// Part of the quote reserve that sellers can take before the price has fallen by 2 %: `1 − √0.98`, from `price = quote² / product`.
pub const EXIT_PART: f64 = 0.010_050_506_338_833_5;

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

    /// Takes the part `shares` of `all` out of both reserves; gives (tokens, quote).
    // ROUNDING: floor, for the reserves.
    pub fn withdraw(&mut self, shares: u64, all: u64) -> (u64, u64) {
        let part =
            |reserve: u64| mul_div_floor(reserve, shares.min(all), all).unwrap_or(0).min(reserve.saturating_sub(1));
        let (tokens, quote) = (part(self.tokens), part(self.quote));
        self.tokens -= tokens;
        self.quote -= quote;
        (tokens, quote)
    }

    /// Quote that belongs beside `tokens` at the present price.
    // ROUNDING: ceiling, for the reserves.
    pub fn beside(&self, tokens: u64) -> u64 {
        mul_div_ceil(tokens, self.quote, self.tokens.max(1)).unwrap_or(u64::MAX)
    }

    /// Takes both sides in and gives shares of `all`; 0, and nothing happens, where they would be worth nothing.
    // ROUNDING: floor, for those who were there before.
    pub fn deposit(&mut self, tokens: u64, quote: u64, all: u64) -> u64 {
        let by = |amount: u64, reserve: u64| mul_div_floor(all, amount, reserve).unwrap_or(0);
        let shares = by(tokens, self.tokens).min(by(quote, self.quote));
        let sums = (self.tokens.checked_add(tokens), self.quote.checked_add(quote));
        let (Some(tokens), Some(quote), Some(_), true) = (sums.0, sums.1, all.checked_add(shares), shares > 0) else {
            return 0;
        };
        (self.tokens, self.quote) = (tokens, quote);
        shares
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

    #[test]
    fn liquidity_put_in_and_taken_out_never_gives_more() {
        let mut market = Market { tokens: 5_000_000_007, quote: 7_000_000_001, swap_fee_bps: 30 };
        let mut draws = Stream::new(2, 0).draws(0, 0);
        let mut all = 5_000_000_007;
        for _ in 0..1_000 {
            let tokens = draws.bits() % 1_000_000_000;
            let quote = market.beside(tokens);
            let shares = market.deposit(tokens, quote, all);
            all += shares;
            let (back, paid) = market.withdraw(shares, all);
            all -= shares;
            assert!(back <= tokens && paid <= quote, "{back} {tokens} {paid} {quote}");
        }
    }

    #[test]
    fn two_percent_of_slippage_is_what_the_constant_says() {
        let mut market = Market { tokens: 1_000_000_000_000, quote: 1_000_000_000_000, swap_fee_bps: 0 };
        let tokens = ((1.0 / 0.98f64).sqrt() * 1e12 - 1e12) as u64;
        let out = market.sell(tokens) as f64 / 1e12;
        assert!((market.price() - 0.98).abs() < 1e-9 && (out - EXIT_PART).abs() < 1e-9, "{out}");
    }
}
