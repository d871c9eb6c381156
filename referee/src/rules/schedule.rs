//! Solana's inflation schedule (arms B1 and B1b).
//!
//! Source: Solana documentation, "Proposed inflation schedule"; `Inflation::total` of the runtime:
//! `max(initial · (1 − taper)^years, terminal)`.

/// A yearly rate that falls geometrically to a floor; fractions per year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    pub initial: f64,
    /// Part of the rate that goes away each year.
    pub taper: f64,
    /// The rate never falls below this.
    pub terminal: f64,
}

/// As in force since genesis: 8 %, −15 % a year, floor 1.5 %.
pub const SOLANA: Schedule = Schedule { initial: 0.08, taper: 0.15, terminal: 0.015 };

/// The faster disinflation proposed as SIMD-0411: −30 % a year.
pub const SOLANA_FAST: Schedule = Schedule { taper: 0.30, ..SOLANA };

impl Schedule {
    /// Fraction per year after `years` since genesis, which may be fractional.
    pub fn rate(&self, years: f64) -> f64 {
        (self.initial * libm::pow(1.0 - self.taper, years)).max(self.terminal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_curve_is_met() {
        // Years 0 to 3 of the documentation's table: 8 %, 6.8 %, 5.78 %, 4.913 %.
        for (year, rate) in [(0.0, 0.08), (1.0, 0.068), (2.0, 0.0578), (3.0, 0.049_13)] {
            assert!((SOLANA.rate(year) - rate).abs() < 1e-12, "year {year}");
        }
    }

    #[test]
    fn the_floor_is_reached_after_about_ten_years_and_held() {
        assert!(SOLANA.rate(10.2) > 0.015);
        assert_eq!(SOLANA.rate(10.4), 0.015);
        assert_eq!(SOLANA_FAST.rate(5.0), 0.015);
        assert!((SOLANA_FAST.rate(3.0) - 0.027_44).abs() < 1e-12);
    }
}
