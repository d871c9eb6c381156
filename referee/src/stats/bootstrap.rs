//! Bias-corrected and accelerated bootstrap over clusters.

use {
    super::order,
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
    statrs::distribution::{ContinuousCDF, Normal},
    twin::rng,
};

/// Bounds of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// The BCa interval of the median of `clusters`' pooled values.
///
/// Clusters are drawn with replacement and keep their values together, so runs of one seed are never taken as independent.
/// `level` is for example 0.95; `seed` fixes the draws, whatever the number of threads.
/// `None` below two clusters, or where all resamples agree (the interval would be a point that says nothing).
///
/// Source: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987); acceleration from the jackknife over clusters.
pub fn bca(clusters: &[Vec<f64>], level: f64, resamples: u32, seed: u64) -> Option<Interval> {
    let pooled: Vec<f64> = clusters.iter().flatten().copied().collect();
    let estimate = order::median(&pooled)?;
    let mut draws: Vec<f64> =
        (0..resamples).into_par_iter().filter_map(|resample| redraw(clusters, seed, resample)).collect();
    draws.sort_by(f64::total_cmp);
    if clusters.len() < 2 || draws.first() == draws.last() {
        return None;
    }
    let normal = Normal::standard();
    // Ties count half, so that a statistic with few values is not taken for biased.
    let below = draws.partition_point(|draw| *draw < estimate);
    let not_above = draws.partition_point(|draw| *draw <= estimate);
    let share = (below + not_above) as f64 / (2.0 * draws.len() as f64);
    let bias = normal.inverse_cdf(share.clamp(1e-9, 1.0 - 1e-9));
    let acceleration = acceleration(clusters)?;
    let bound = |tail: f64| {
        let shifted = bias + normal.inverse_cdf(tail);
        order::at(&draws, normal.cdf(bias + shifted / (1.0 - acceleration * shifted)))
    };
    let tail = (1.0 - level) / 2.0;
    Some(Interval { low: bound(tail)?, high: bound(1.0 - tail)? })
}

/// The median of one resample.
fn redraw(clusters: &[Vec<f64>], seed: u64, resample: u32) -> Option<f64> {
    let mut draws = rng::Stream::new(seed, u64::from(resample)).draws(0, 0);
    let mut values = Vec::with_capacity(clusters.iter().map(Vec::len).sum());
    for _ in clusters {
        let place = (draws.uniform() * clusters.len() as f64) as usize;
        values.extend_from_slice(&clusters[place.min(clusters.len() - 1)]);
    }
    middle(&mut values)
}

/// The median by selection instead of sorting.
fn middle(values: &mut [f64]) -> Option<f64> {
    let half = values.len() / 2;
    let odd = values.len() % 2 == 1;
    if values.is_empty() {
        return None;
    }
    let (lower, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let upper = *upper;
    let below = lower.iter().copied().max_by(f64::total_cmp).unwrap_or(upper);
    Some(if odd { upper } else { below + (upper - below) * 0.5 })
}

/// Σd³ / (6 (Σd²)^1.5) over the jackknife's deviations; 0 where leaving out any cluster changes nothing.
fn acceleration(clusters: &[Vec<f64>]) -> Option<f64> {
    let without: Vec<f64> = (0..clusters.len())
        .into_par_iter()
        .filter_map(|left_out| {
            let others = clusters.iter().enumerate().filter(|(place, _)| *place != left_out);
            middle(&mut others.flat_map(|(_, values)| values).copied().collect::<Vec<f64>>())
        })
        .collect();
    let mean = order::mean(&without)?;
    let (squares, cubes) = without.iter().fold((0.0, 0.0), |(squares, cubes), value| {
        let deviation = mean - value;
        (squares + deviation * deviation, cubes + deviation * deviation * deviation)
    });
    Some(if squares > 0.0 { cubes / (6.0 * squares * squares.sqrt()) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(n: u32, shift: f64) -> Vec<Vec<f64>> {
        (0..n).map(|i| vec![shift + rng::Stream::new(5, 0).draws(i, 0).normal()]).collect()
    }

    #[test]
    fn the_interval_covers_the_estimate_and_shrinks_with_more_clusters() {
        let small = bca(&sample(50, 1.0), 0.95, 4_000, 1).unwrap();
        let large = bca(&sample(800, 1.0), 0.95, 4_000, 1).unwrap();
        assert!(small.low < 1.1 && small.high > 0.9, "{small:?}");
        assert!(large.high - large.low < (small.high - small.low) / 2.0, "{small:?} {large:?}");
    }

    #[test]
    fn nine_of_ten_intervals_cover_the_truth() {
        let covered = (0..200u64)
            .filter(|trial| {
                let clusters: Vec<Vec<f64>> =
                    (0..60).map(|i| vec![rng::Stream::new(*trial, 9).draws(i, 0).normal()]).collect();
                bca(&clusters, 0.9, 1_000, *trial).is_some_and(|i| i.low <= 0.0 && 0.0 <= i.high)
            })
            .count();
        assert!((168..=192).contains(&covered), "{covered} of 200 intervals at 90 % cover the true median");
    }

    #[test]
    fn values_of_one_seed_stay_together() {
        let spread: Vec<Vec<f64>> = (0..40).map(|i| vec![f64::from(i)]).collect();
        let doubled: Vec<Vec<f64>> = (0..40).map(|i| vec![f64::from(i); 10]).collect();
        let width = |clusters: &[Vec<f64>]| bca(clusters, 0.95, 2_000, 3).map(|i| i.high - i.low).unwrap();
        assert!((width(&spread) - width(&doubled)).abs() < 1.5, "ten copies of a run are no ten runs");
    }

    #[test]
    fn a_constant_effect_has_no_interval() {
        assert_eq!(bca(&vec![vec![0.0]; 30], 0.95, 500, 1), None);
        assert_eq!(bca(&[vec![1.0, 2.0]], 0.95, 500, 1), None);
    }
}
