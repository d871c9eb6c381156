//! The signed-rank test of paired differences.

use {
    serde::{Deserialize, Serialize},
    statrs::distribution::{ContinuousCDF, Normal},
};

/// Pairs up to which the exact distribution is used, where no ties forbid it.
const EXACT: usize = 50;

/// Result of a two-sided test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Wilcoxon {
    /// The smaller of the two sums of ranks.
    pub statistic: f64,
    /// Two-sided.
    pub p: f64,
    /// Differences other than zero.
    pub n: usize,
}

/// Two-sided Wilcoxon signed-rank test of `differences` around zero.
///
/// Zeroes are dropped (Wilcoxon's own rule); ties get their mean rank; exact below 51 differences without ties or zeroes,
/// else the normal approximation with the correction for ties and without continuity correction.
/// `None` if every difference is zero.
///
/// Source: F. Wilcoxon, "Individual comparisons by ranking methods" (1945); exact distribution by counting subsets of ranks.
pub fn wilcoxon(differences: &[f64]) -> Option<Wilcoxon> {
    let mut kept: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    kept.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    let n = kept.len();
    let (positive, ties) = ranks(&kept);
    let total = n as f64 * (n + 1) as f64 / 2.0;
    let statistic = positive.min(total - positive);
    let exact = n <= EXACT && ties == 0.0 && n == differences.len();
    let p = match exact {
        true => exact_p(n, statistic as usize),
        false => normal_p(n, statistic, ties),
    };
    (n > 0).then_some(Wilcoxon { statistic, p, n })
}

/// The sum of the positive differences' ranks, and Σ(t³ − t) over groups of ties.
fn ranks(sorted: &[f64]) -> (f64, f64) {
    let (mut positive, mut ties, mut start) = (0.0, 0.0, 0);
    while start < sorted.len() {
        let size = sorted[start..].iter().take_while(|d| d.abs() == sorted[start].abs()).count();
        let rank = start as f64 + (size as f64 + 1.0) / 2.0;
        positive += rank * sorted[start..start + size].iter().filter(|d| **d > 0.0).count() as f64;
        ties += (size * size * size - size) as f64;
        start += size;
    }
    (positive, ties)
}

/// Twice the share of sign patterns whose rank sum is at most `statistic`.
fn exact_p(n: usize, statistic: usize) -> f64 {
    let total = n * (n + 1) / 2;
    let mut ways = vec![0.0f64; total + 1];
    ways[0] = 1.0;
    for rank in 1..=n {
        for sum in (rank..=total).rev() {
            ways[sum] += ways[sum - rank];
        }
    }
    let tail: f64 = ways[..=statistic.min(total)].iter().sum();
    (2.0 * tail / 2f64.powi(n as i32)).min(1.0)
}

fn normal_p(n: usize, statistic: f64, ties: f64) -> f64 {
    let n = n as f64;
    let mean = n * (n + 1.0) / 4.0;
    let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    let z = (statistic - mean) / variance.sqrt();
    (2.0 * Normal::standard().cdf(z)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Differences of the plants in the example of SciPy's documentation (Darwin's maize data): W = 24, p = 0.041259765625.
    const PLANTS: [f64; 15] =
        [6.0, 8.0, 14.0, 16.0, 23.0, 24.0, 28.0, 29.0, 41.0, -48.0, 49.0, 56.0, 60.0, -67.0, 75.0];

    #[test]
    fn the_exact_distribution_gives_the_published_value() {
        let result = wilcoxon(&PLANTS).unwrap();
        assert_eq!((result.statistic, result.n), (24.0, 15));
        assert!((result.p - 0.041_259_765_625).abs() < 1e-12, "{result:?}");
    }

    #[test]
    fn zeroes_and_ties_go_to_the_normal_approximation() {
        let result = wilcoxon(&[0.0, 1.0, 1.0, -1.0, 2.0, 3.0, 3.0, -4.0]).unwrap();
        // By hand: ranks 2, 2, (2), 4, 5.5, 5.5, (7): negative sum 9, variance 35 − (24 + 6)/48.
        assert_eq!((result.statistic, result.n), (9.0, 7));
        let z: f64 = (9.0 - 14.0) / (35.0f64 - 30.0 / 48.0).sqrt();
        assert!((result.p - 2.0 * Normal::standard().cdf(z)).abs() < 1e-12, "{result:?}");
    }

    #[test]
    fn no_difference_gives_no_test() {
        assert_eq!(wilcoxon(&[0.0, 0.0]), None);
    }
}
