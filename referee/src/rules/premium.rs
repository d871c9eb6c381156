//! Olympus' premium rule (arm B6): emission only while the market pays more than the backing.
//!
//! Source: Olympus `EmissionManager`: `rate = base · (1 + premium) / (1 + minimum premium)` at or above the minimum premium, else 0.

/// The rule's two numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Premium {
    /// Rate at exactly the minimum premium.
    pub base: f64,
    /// Price over backing, minus 1, below which nothing is emitted.
    pub minimum: f64,
}

/// As deployed: 0.02 % a day from a premium of 100 % on.
pub const OLYMPUS: Premium = Premium { base: 0.0002, minimum: 1.0 };

impl Premium {
    /// The rate, in the unit of `base`, at a price and its backing.
    pub fn rate(&self, price: f64, backing: f64) -> f64 {
        let premium = price / backing - 1.0;
        if premium < self.minimum { 0.0 } else { self.base * (1.0 + premium) / (1.0 + self.minimum) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_minimum_premium_nothing_is_emitted() {
        assert_eq!(OLYMPUS.rate(19.9, 10.0), 0.0);
        assert_eq!(OLYMPUS.rate(20.0, 10.0), 0.0002);
    }

    #[test]
    fn above_it_the_rate_grows_with_the_price() {
        assert!((OLYMPUS.rate(40.0, 10.0) - 0.0004).abs() < 1e-18);
    }
}
