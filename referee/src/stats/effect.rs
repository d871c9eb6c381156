//! How large a difference between two arms is, over pairs that had the same luck.

use super::order::median;

/// How an arm is compared with a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// Median of `(arm − baseline) / |baseline|`.
    Ratio,
    /// Median of `arm − baseline`, for metrics that are often zero.
    Difference,
}

impl Contrast {
    /// The effect in one pair; `None` where a ratio's baseline is zero or a value is not finite.
    pub fn of(self, arm: f64, baseline: f64) -> Option<f64> {
        let effect = match self {
            Self::Ratio => (arm - baseline) / baseline.abs(),
            Self::Difference => arm - baseline,
        };
        effect.is_finite().then_some(effect)
    }
}

/// Median effect over pairs (arm, baseline); `None` if no pair can be compared.
pub fn paired(pairs: &[(f64, f64)], contrast: Contrast) -> Option<f64> {
    let effects: Vec<f64> = pairs.iter().filter_map(|(arm, base)| contrast.of(*arm, *base)).collect();
    median(&effects)
}

/// Cliff's delta (Cliff 1993): P(a > b) − P(a < b) over all pairs of the two samples, −1 to 1.
///
/// Source: N. Cliff, "Dominance statistics: ordinal analyses to answer ordinal questions", Psychological Bulletin 114.
pub fn cliffs_delta(a: &[f64], b: &[f64]) -> Option<f64> {
    let mut sorted = b.to_vec();
    sorted.sort_by(f64::total_cmp);
    let balance: i64 = a
        .iter()
        .map(|value| {
            let below = sorted.partition_point(|other| other < value) as i64;
            let not_above = sorted.partition_point(|other| other <= value) as i64;
            below - (sorted.len() as i64 - not_above)
        })
        .sum();
    let pairs = a.len() as f64 * b.len() as f64;
    (pairs > 0.0).then(|| balance as f64 / pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arm_that_equals_its_baseline_has_no_effect() {
        let pairs = [(1.5, 1.5), (2.0, 2.0), (0.1, 0.1)];
        assert_eq!(paired(&pairs, Contrast::Ratio), Some(0.0));
        assert_eq!(paired(&pairs, Contrast::Difference), Some(0.0));
    }

    #[test]
    fn a_ratio_to_nothing_is_left_out() {
        assert_eq!(paired(&[(1.0, 0.0), (3.0, 2.0)], Contrast::Ratio), Some(0.5));
        assert_eq!(paired(&[(1.0, 0.0)], Contrast::Ratio), None);
        assert_eq!(paired(&[(f64::NAN, 1.0)], Contrast::Difference), None);
    }

    #[test]
    fn what_falls_below_a_negative_baseline_has_fallen() {
        assert_eq!(paired(&[(-3.0, -2.0)], Contrast::Ratio), Some(-0.5));
        assert_eq!(paired(&[(-1.0, 2.0)], Contrast::Ratio), Some(-1.5));
    }

    #[test]
    fn cliffs_delta_counts_dominance() {
        assert_eq!(cliffs_delta(&[3.0, 4.0], &[1.0, 2.0]), Some(1.0));
        assert_eq!(cliffs_delta(&[1.0, 2.0], &[1.0, 2.0]), Some(0.0));
        // 1 > nothing, 2 > 1.5; of six pairs 1 above, 5 below: 2 of them (1, 1.5), (1, 3), (1, 4), (2, 3), (2, 4).
        assert_eq!(cliffs_delta(&[1.0, 2.0], &[1.5, 3.0, 4.0]), Some(-4.0 / 6.0));
    }
}
