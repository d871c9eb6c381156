//! linfa k-means on standardised columns, made repeatable.
//!
//! Seeding is k-means++ in one thread: linfa's default k-means‖ gives each worker thread its own random numbers, so its centres depend on the number of threads.

use linfa::{DatasetBase, prelude::*};
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::{Array1, Array2};
use rand_xoshiro::{Xoshiro256Plus, rand_core::SeedableRng};

/// Restarts of one clustering.
pub const RUNS: usize = 2;

/// Rows with mean 0 and deviation 1 per column; a constant column becomes 0.
pub fn standardise(rows: &[Vec<f64>]) -> Array2<f64> {
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
pub fn labels(learn: &Array2<f64>, all: &Array2<f64>, k: usize, seed: u64) -> Option<Array1<usize>> {
    let model = KMeans::params_with_rng(k, Xoshiro256Plus::seed_from_u64(seed))
        .init_method(KMeansInit::KMeansPlusPlus)
        .n_runs(RUNS)
        .max_n_iterations(100)
        .tolerance(1e-6)
        .fit(&DatasetBase::from(learn.clone()))
        .ok()?;
    Some(model.predict(all))
}

/// Agreement of two clusterings, 1 for equal, about 0 for chance: the adjusted Rand index (Hubert and Arabie 1985).
pub fn adjusted_rand(a: &Array1<usize>, b: &Array1<usize>, k: usize) -> f64 {
    let mut table = Array2::<f64>::zeros((k, k));
    a.iter().zip(b).for_each(|(&i, &j)| table[(i, j)] += 1.0);
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let both: f64 = table.iter().map(|&n| pairs(n)).sum();
    let rows: f64 = table.rows().into_iter().map(|row| pairs(row.iter().sum())).sum();
    let columns: f64 = table.columns().into_iter().map(|column| pairs(column.iter().sum())).sum();
    let expected = rows * columns / pairs(a.len() as f64).max(1.0);
    let most = (rows + columns) / 2.0;
    if most - expected < 1e-12 { 1.0 } else { (both - expected) / (most - expected) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_rand_index_ignores_the_names_of_the_clusters() {
        let a = array![0, 0, 1, 1, 2, 2];
        assert_eq!(adjusted_rand(&a, &array![2, 2, 0, 0, 1, 1], 3), 1.0);
        assert!(adjusted_rand(&a, &array![0, 1, 2, 0, 1, 2], 3) < 0.1);
    }

    #[test]
    fn constant_columns_do_not_become_infinite() {
        let matrix = standardise(&[vec![1.0, 5.0], vec![3.0, 5.0]]);
        assert_eq!(matrix, array![[-1.0, 0.0], [1.0, 0.0]]);
    }
}
