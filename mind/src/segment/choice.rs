//! How many groups there are: the number that comes back under resampling.

use ndarray::{Array2, Axis};
use twin::rng::Stream;

use super::{agreement::adjusted_rand, cluster};

/// Numbers of groups that are tried.
pub const KS: std::ops::RangeInclusive<usize> = 2..=6;
/// Pairs of bootstrap samples per number.
pub const RESAMPLES: u64 = 6;
/// A larger number is preferred while its stability is this close to the best: equally stable, it tells more.
pub const STABILITY_SLACK: f64 = 0.05;
/// Rows that stability is judged on; more are thinned out evenly.
const MOST_ROWS: usize = 400;

/// The largest number whose stability is within the slack of the best, and that stability; standardised rows.
pub(super) fn choose(rows: &Array2<f64>, seed: u64) -> (usize, f64) {
    let every = rows.nrows().div_ceil(MOST_ROWS).max(1);
    let sample = rows.select(Axis(0), &(0..rows.nrows()).step_by(every).collect::<Vec<_>>());
    let judged: Vec<(usize, f64)> = KS.map(|k| (k, stability(&sample, k, seed))).collect();
    let best = judged.iter().map(|(_, stability)| *stability).fold(f64::MIN, f64::max);
    judged.into_iter().rev().find(|(_, stability)| *stability >= best - STABILITY_SLACK).unwrap_or((1, 0.0))
}

/// Mean agreement on all rows of two models, each learned from a bootstrap sample of its own (Fang and Wang 2012).
fn stability(rows: &Array2<f64>, k: usize, seed: u64) -> f64 {
    let fit = |resample: u64| {
        let sample = rows.select(Axis(0), &drawn(rows.nrows(), seed, resample));
        cluster::labels(&sample, rows, k, seed.wrapping_add(resample))
    };
    let agreement = |pair: u64| match (fit(2 * pair), fit(2 * pair + 1)) {
        (Some(a), Some(b)) => adjusted_rand(&a, &b),
        _ => 0.0,
    };
    (0..RESAMPLES).map(agreement).sum::<f64>() / RESAMPLES as f64
}

/// As many rows as there are, drawn with replacement.
fn drawn(n: usize, seed: u64, resample: u64) -> Vec<usize> {
    let stream = Stream::new(seed, resample);
    (0..n).map(|row| (stream.draws(row as u32, 0).uniform() * n as f64) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs(groups: usize, each: usize) -> Array2<f64> {
        Array2::from_shape_fn((groups * each, 2), |(row, column)| {
            let mut draws = Stream::new(3, 1).draws(row as u32, column as u32);
            let group = (row / each) as f64;
            [group * 10.0, (group * 7.0) % 11.0][column] + 0.5 * draws.normal()
        })
    }

    #[test]
    fn groups_that_are_plainly_there_are_counted() {
        for groups in [2, 3, 4, 5] {
            let (k, stability) = choose(&blobs(groups, 30), 1);
            assert_eq!(k, groups);
            assert!(stability > 0.95, "{stability}");
        }
    }

    #[test]
    fn noise_without_groups_is_told_as_unstable() {
        let noise = Array2::from_shape_fn((150, 4), |(r, c)| Stream::new(9, 0).draws(r as u32, c as u32).normal());
        assert!(choose(&noise, 1).1 < 0.6);
    }
}
