//! Kinds of wallets, found by k-means; k is the most stable one under resampling.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::units::Micro;

/// One cluster of wallets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Segment {
    /// `whale`, `loyal staker`, `mercenary farmer`, `trader` or `dormant`.
    pub name: String,
    /// Wallets in it.
    pub size: u32,
    /// Share of all known tokens.
    pub wealth_share: Micro,
    /// Share of its tokens that are staked.
    pub staked_share: Micro,
    /// Mean of each column of the wallet matrix.
    pub centroid: Vec<Micro>,
}

/// The segments of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Segments {
    pub k: u32,
    /// Mean agreement (adjusted Rand index) of clusterings of two halves of the wallets.
    pub stability: Micro,
    /// Largest first.
    pub segments: Vec<Segment>,
    /// Segment index of each wallet of the snapshot.
    pub labels: Vec<u8>,
}

mod cluster;
mod names;

use ndarray::{Array1, Array2, Axis};
use twin::rng::Stream;

use crate::{
    features::Features,
    snapshot::Snapshot,
    units::{ONE, micro, tokens},
};

pub use names::{DORMANT, FARMER, LOYAL, TRADER, WHALE};

/// Numbers of clusters that are tried.
pub const KS: std::ops::RangeInclusive<usize> = 2..=6;
/// Pairs of halves per k.
pub const RESAMPLES: u64 = 4;
/// A larger k is preferred while its stability is this close to the best.
pub const STABILITY_SLACK: f64 = 0.1;
/// Wallets that stability is judged on; more are thinned out evenly.
const MOST_ROWS: usize = 400;
/// Fewest wallets for clustering; below, all are one segment.
const LEAST_ROWS: usize = 12;
/// Seed of everything here; fixed, so that the same wallets always give the same segments.
const SEED: u64 = 0x5E6;

/// Segments of the snapshot's wallets.
pub fn segment(snapshot: &Snapshot, features: &Features) -> Segments {
    let rows = cluster::standardise(&features.wallet_matrix);
    if rows.nrows() < LEAST_ROWS {
        return describe(snapshot, features, &Array1::zeros(rows.nrows()), 1, 1.0);
    }
    let sample = thin(&rows);
    let judged: Vec<(usize, f64)> = KS.map(|k| (k, stability(&sample, k))).collect();
    let best = judged.iter().map(|(_, s)| *s).fold(f64::MIN, f64::max);
    let chosen = judged.iter().rev().find(|(_, s)| *s >= best - STABILITY_SLACK).copied().unwrap_or((1, 0.0));
    let labels = cluster::labels(&rows, &rows, chosen.0, SEED).unwrap_or_else(|| Array1::zeros(rows.nrows()));
    describe(snapshot, features, &labels, chosen.0, chosen.1)
}

fn thin(rows: &Array2<f64>) -> Array2<f64> {
    let every = rows.nrows().div_ceil(MOST_ROWS);
    let kept: Vec<usize> = (0..rows.nrows()).step_by(every).collect();
    rows.select(Axis(0), &kept)
}

/// Mean agreement on all rows of two models, each learned from one random half.
fn stability(rows: &Array2<f64>, k: usize) -> f64 {
    let mut sum = 0.0;
    for resample in 0..RESAMPLES {
        let order = shuffled(rows.nrows(), resample);
        let (first, second) = order.split_at(order.len() / 2);
        let fit = |half: &[usize]| cluster::labels(&rows.select(Axis(0), half), rows, k, SEED + resample);
        if let (Some(a), Some(b)) = (fit(first), fit(second)) {
            sum += cluster::adjusted_rand(&a, &b, k);
        }
    }
    sum / RESAMPLES as f64
}

fn shuffled(n: usize, resample: u64) -> Vec<usize> {
    let stream = Stream::new(SEED, resample);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&row| (stream.draws(row as u32, 0).bits(), row));
    order
}

/// Sums up the clusters, largest first; empty ones disappear.
fn describe(snapshot: &Snapshot, features: &Features, labels: &Array1<usize>, k: usize, stability: f64) -> Segments {
    let wealth = |i: usize| tokens(snapshot.wallets[i].balance) + tokens(snapshot.wallets[i].staked);
    let total: f64 = (0..labels.len()).map(wealth).sum();
    let mut clusters: Vec<Vec<usize>> =
        (0..k).map(|c| (0..labels.len()).filter(|&i| labels[i] == c).collect()).collect();
    clusters.retain(|members| !members.is_empty());
    clusters.sort_by_key(|members| (std::cmp::Reverse(members.len()), members[0]));
    let overall = centroid(features, &(0..labels.len()).collect::<Vec<_>>());
    let mean_wealth = total / labels.len().max(1) as f64;
    let mut result = Segments {
        k: clusters.len() as u32,
        stability: micro(stability).min(ONE),
        segments: vec![],
        labels: vec![0; labels.len()],
    };
    for (index, members) in clusters.iter().enumerate() {
        members.iter().for_each(|&i| result.labels[i] = index as u8);
        let held: f64 = members.iter().map(|&i| wealth(i)).sum();
        let staked: f64 = members.iter().map(|&i| tokens(snapshot.wallets[i].staked)).sum();
        let mean = centroid(features, members);
        result.segments.push(Segment {
            name: names::name(&mean, &overall, held / members.len() as f64 / mean_wealth.max(1e-9)).into(),
            size: members.len() as u32,
            wealth_share: micro(held / total.max(1e-9)),
            staked_share: micro(staked / held.max(1e-9)),
            centroid: mean.into_iter().map(micro).collect(),
        });
    }
    result
}

fn centroid(features: &Features, members: &[usize]) -> Vec<f64> {
    let columns = features.wallet_matrix.first().map_or(0, Vec::len);
    let mean =
        |c: usize| members.iter().map(|&i| features.wallet_matrix[i][c]).sum::<f64>() / members.len().max(1) as f64;
    (0..columns).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{features, snapshot::example};

    fn segments(wallets: usize, seed: u64) -> Segments {
        let snapshot = example::economy(20, wallets, seed);
        segment(&snapshot, &features::build(&snapshot))
    }

    #[test]
    fn the_habits_of_the_example_are_found_and_named() {
        let found = segments(100, 1);
        let names: Vec<&str> = found.segments.iter().map(|s| s.name.as_str()).collect();
        for name in [WHALE, LOYAL, FARMER, TRADER, DORMANT] {
            assert!(names.contains(&name), "{name} is missing in {names:?}");
        }
        assert!(found.stability > 800_000, "{}", found.stability);
        assert_eq!(found.segments.iter().map(|s| s.size).sum::<u32>(), 100);
    }

    #[test]
    fn the_same_wallets_give_the_same_segments_on_any_number_of_threads() {
        let on = |threads| {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| segments(150, 2))
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(8));
    }

    #[test]
    fn a_handful_of_wallets_is_one_segment() {
        assert_eq!(segments(5, 1).k, 1);
        assert_eq!(segment(&Snapshot::default(), &Features::default()).segments.len(), 0);
    }
}
