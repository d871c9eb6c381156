//! The signed-rank test of paired differences.

use {
    serde::{Deserialize, Serialize},
    statrs::distribution::{ContinuousCDF, Normal},
};

/// Differences up to which the exact distribution is used: without ties and zeroes, and with them.
const EXACT: usize = 50;
const EXACT_WITH_TIES: usize = 13;

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
/// Zeroes are dropped (Wilcoxon's own rule); ties get their mean rank. Exact up to 50 differences without ties and zeroes and up to 13
/// with them, else the normal approximation with the correction for ties and without continuity correction.
/// `None` if every difference is zero.
///
/// Source: F. Wilcoxon, "Individual comparisons by ranking methods" (1945); exact distribution by counting subsets of ranks.
pub fn wilcoxon(differences: &[f64]) -> Option<Wilcoxon> {
    let mut kept: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    kept.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    let n = kept.len();
    let (ranks, ties) = ranks(&kept);
    let positive: f64 = ranks.iter().zip(&kept).filter(|(_, d)| **d > 0.0).map(|(rank, _)| rank).sum();
    let total = n as f64 * (n + 1) as f64 / 2.0;
    let statistic = positive.min(total - positive);
    let plain = ties == 0.0 && n == differences.len();
    let p = match differences.len() <= if plain { EXACT } else { EXACT_WITH_TIES } {
        true => exact_p(&ranks, statistic),
        false => normal_p(n, statistic, ties),
    };
    (n > 0).then_some(Wilcoxon { statistic, p, n })
}

/// The rank of each difference by its size, and Σ(t³ − t) over groups of ties.
fn ranks(sorted: &[f64]) -> (Vec<f64>, f64) {
    let (mut ranks, mut ties) = (Vec::with_capacity(sorted.len()), 0.0);
    while let Some(first) = sorted.get(ranks.len()) {
        let start = ranks.len();
        let size = sorted[start..].iter().take_while(|d| d.abs() == first.abs()).count();
        ranks.resize(start + size, start as f64 + (size as f64 + 1.0) / 2.0);
        ties += (size * size * size - size) as f64;
    }
    (ranks, ties)
}

/// Twice the share of sign patterns whose rank sum is at most `statistic`; ranks are halves, so doubled ones are counted.
fn exact_p(ranks: &[f64], statistic: f64) -> f64 {
    let doubled: Vec<usize> = ranks.iter().map(|rank| (rank * 2.0) as usize).collect();
    let total: usize = doubled.iter().sum();
    let mut ways = vec![0.0f64; total + 1];
    ways[0] = 1.0;
    for rank in &doubled {
        for sum in (*rank..=total).rev() {
            ways[sum] += ways[sum - rank];
        }
    }
    let tail: f64 = ways[..=((statistic * 2.0) as usize).min(total)].iter().sum();
    (2.0 * tail / 2f64.powi(ranks.len() as i32)).min(1.0)
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
    fn few_differences_with_ties_are_counted_out() {
        // Ranks 2, 2, 2, 4: of 16 patterns only the empty one has no positive rank.
        assert_eq!(wilcoxon(&[1.0, 1.0, 1.0, 2.0]).unwrap().p, 2.0 / 16.0);
        // One negative 1: sums of 2 or less have the empty pattern and three single ones.
        let result = wilcoxon(&[0.0, 1.0, 1.0, -1.0, 2.0]).unwrap();
        assert_eq!((result.statistic, result.n, result.p), (2.0, 4, 2.0 * 4.0 / 16.0));
    }

    #[test]
    fn many_with_zeroes_and_ties_go_to_the_normal_approximation() {
        let block = [0.0, 1.0, 1.0, -1.0, 2.0, 3.0, 3.0, -4.0];
        let result = wilcoxon(&block.repeat(2)).unwrap();
        // Ranks 3.5 (six of size 1), 7.5 (two), 10.5 (four), 13.5 (two): negative sum 2 · 3.5 + 2 · 13.5 = 34.
        assert_eq!((result.statistic, result.n), (34.0, 14));
        let variance = 14.0 * 15.0 * 29.0 / 24.0 - (210.0 + 6.0 + 60.0 + 6.0) / 48.0;
        let z: f64 = (34.0 - 52.5) / f64::sqrt(variance);
        assert!((result.p - 2.0 * Normal::standard().cdf(z)).abs() < 1e-12, "{result:?}");
    }

    #[test]
    fn no_difference_gives_no_test() {
        assert_eq!(wilcoxon(&[0.0, 0.0]), None);
    }
}
