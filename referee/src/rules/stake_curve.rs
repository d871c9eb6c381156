//! SIMD-0228, the market-based emission mechanism (arm B2): less stake, more emission.
//!
//! Source: SIMD-0228: `i(s) = r · (1 − √s + c · max(1 − √(2s), 0))` with c ≈ π,
//! `r` the rate of the fixed schedule and `s` the share of the supply that is staked.

use std::f64::consts::PI;

/// Yearly rate, as a fraction, for the scheduled rate `scheduled` and the staked share `staked` in 0 to 1.
pub fn rate(scheduled: f64, staked: f64) -> f64 {
    let staked = staked.clamp(0.0, 1.0);
    scheduled * (1.0 - staked.sqrt() + PI * (1.0 - (2.0 * staked).sqrt()).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_worked_by_hand_is_met() {
        // √0.65 = 0.806 226: 4.694 % · 0.193 774 = 0.909 6 %; and at a quarter staked, 1 − ½ + π · (1 − √½) = 1.420 151.
        assert!((rate(0.046_94, 0.65) - 0.009_096).abs() < 1e-6);
        assert!((rate(0.04, 0.25) - 0.04 * 1.420_151).abs() < 1e-7);
    }

    #[test]
    fn everything_staked_needs_no_emission_and_nothing_staked_asks_for_the_most() {
        assert_eq!(rate(0.05, 1.0), 0.0);
        assert!((rate(0.05, 0.0) - 0.05 * (1.0 + PI)).abs() < 1e-15);
    }

    #[test]
    fn above_a_half_only_the_square_root_counts_and_the_curve_falls_everywhere() {
        assert!((rate(0.05, 0.5) - 0.05 * (1.0 - 0.5f64.sqrt())).abs() < 1e-15);
        let falls = (0..100).all(|i| rate(0.05, f64::from(i) / 100.0) > rate(0.05, f64::from(i + 1) / 100.0));
        assert!(falls);
    }
}
