//! linfa k-means on standardised columns, made repeatable.
//!
//! Seeding is k-means++ in one thread: linfa's default k-means‖ gives each worker thread its own random numbers, so its centres depend on the number of threads.

use linfa::{DatasetBase, prelude::*};
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::Array2;
use rand_xoshiro::{Xoshiro256Plus, rand_core::SeedableRng};

/// Restarts of one clustering.
const RUNS: usize = 2;

/// Rows with mean 0 and deviation 1 per column; a constant column becomes 0.
pub(super) fn standardise(rows: &[Vec<f64>]) -> Array2<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    let mut matrix = Array2::from_shape_fn((rows.len(), columns), |(r, c)| rows[r][c]);
    for mut column in matrix.columns_mut() {
        let n = column.len().max(1) as f64;
        let mean = column.iter().sum::<f64>() / n;
        let deviation = (column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        column.mapv_inplace(|x| if deviation > 1e-12 { (x - mean) / deviation } else { 0.0 });
    }
    matrix
}

/// Cluster of every row of `all` by centres learned from `learn`; `None` where linfa gives none.
pub(super) fn labels(learn: &Array2<f64>, all: &Array2<f64>, k: usize, seed: u64) -> Option<Vec<usize>> {
    let model = KMeans::params_with_rng(k, Xoshiro256Plus::seed_from_u64(seed))
        .init_method(KMeansInit::KMeansPlusPlus)
        .n_runs(RUNS)
        .max_n_iterations(100)
        .tolerance(1e-6)
        .fit(&DatasetBase::from(learn.clone()))
        .ok()?;
    Some(model.predict(all).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn constant_columns_do_not_become_infinite() {
        let matrix = standardise(&[vec![1.0, 5.0], vec![3.0, 5.0]]);
        assert_eq!(matrix, array![[-1.0, 0.0], [1.0, 0.0]]);
    }
}
