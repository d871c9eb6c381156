//! Aave's kinked curve of rates.
//!
//! Source: Aave v3, `DefaultReserveInterestRateStrategyV2`: below the optimal usage the borrow rate is `base + slope1 · U / Uopt`,
//! above it `base + slope1 + slope2 · (U − Uopt) / (1 − Uopt)`; the supply rate is `borrow rate · U · (1 − reserve factor)`.

/// The five numbers; rates per year, all as fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    pub base: f64,
    pub slope1: f64,
    pub slope2: f64,
    /// Optimal usage.
    pub kink: f64,
    /// Part of the interest that the protocol keeps.
    pub reserve: f64,
}

impl Curve {
    /// From the pack's parameters: three rates in ppm, then kink and reserve factor in bps.
    pub fn of(params: &[f64]) -> Self {
        let get = |place: usize| params.get(place).copied().unwrap_or(0.0);
        Self {
            base: get(0) / 1e6,
            slope1: get(1) / 1e6,
            slope2: get(2) / 1e6,
            kink: (get(3) / 1e4).clamp(0.01, 0.99),
            reserve: (get(4) / 1e4).clamp(0.0, 1.0),
        }
    }

    /// Yearly rate that borrowers pay at utilisation `u`, 0 to 1.
    pub fn borrow(&self, u: f64) -> f64 {
        let u = u.clamp(0.0, 1.0);
        if u <= self.kink {
            self.base + self.slope1 * u / self.kink
        } else {
            self.base + self.slope1 + self.slope2 * (u - self.kink) / (1.0 - self.kink)
        }
    }

    /// Yearly rate that suppliers get at utilisation `u`.
    pub fn supply(&self, u: f64) -> f64 {
        self.borrow(u) * u.clamp(0.0, 1.0) * (1.0 - self.reserve)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// USDC on Aave v3 Optimism at the upgrade to v3.1: optimal usage 90 %, slopes 9 % and 60 %, reserve factor 10 %.
    const USDC: Curve = Curve { base: 0.0, slope1: 0.09, slope2: 0.6, kink: 0.9, reserve: 0.1 };

    /// The report of that change (bgd-labs/seatbelt-gov-v3, payload 10/38) prints both rates and the highest one.
    #[test]
    fn both_published_rates_follow_from_one_utilisation() {
        let (borrow, supply) = (0.085_323_435_326_086_08, 0.065_520_791_133_987_39);
        let u = borrow / USDC.slope1 * USDC.kink;
        assert!((USDC.borrow(u) - borrow).abs() < 1e-15);
        // Aave's usage for suppliers counts what is bridged, too: the seventh digit.
        assert!((USDC.supply(u) - supply).abs() < 1e-8, "{}", USDC.supply(u));
        assert!((USDC.borrow(1.0) - 0.69).abs() < 1e-15);
    }

    #[test]
    fn worked_by_hand_the_rate_is_4_percent_at_the_kink_and_34_percent_halfway_above_it() {
        let curve = Curve { base: 0.0, slope1: 0.04, slope2: 0.6, kink: 0.9, reserve: 0.1 };
        assert!((curve.borrow(0.45) - 0.02).abs() < 1e-15 && (curve.borrow(0.9) - 0.04).abs() < 1e-15);
        assert!((curve.borrow(0.95) - 0.34).abs() < 1e-12);
        assert!((curve.supply(0.95) - 0.34 * 0.95 * 0.9).abs() < 1e-12);
        assert_eq!((curve.borrow(0.0), curve.supply(0.0)), (0.0, 0.0));
    }

    #[test]
    fn parameters_are_read_in_their_units() {
        let curve = Curve::of(&[0.0, 90_000.0, 600_000.0, 9_000.0, 1_000.0]);
        assert_eq!(curve, USDC);
    }
}
