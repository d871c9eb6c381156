//! The elastic net on lags (linfa): learns the change over the horizon from the last few changes and the level.

use linfa::prelude::*;
use linfa_elasticnet::ElasticNet;
use ndarray::{Array1, Array2};

/// Columns: two last changes, distance from the mean of the last seven, distance from the mean of all.
pub const COLUMNS: usize = 4;
/// Earliest index with all columns.
pub const FIRST: usize = 2;
/// Strength of the penalty on standardised columns, and the lasso's part of it.
pub const PENALTY: f64 = 0.1;
pub const L1_RATIO: f64 = 0.5;
/// Fewest training rows.
pub const LEAST_ROWS: usize = 6;

/// Forecast of `series[origin + horizon]` from `series[..=origin]` alone; `None` where there is too little to learn from or the fit fails.
pub fn predict(series: &[f64], origin: usize, horizon: usize) -> Option<f64> {
    let rows: Vec<usize> = (FIRST..=origin.checked_sub(horizon)?).collect();
    if rows.len() < LEAST_ROWS {
        return None;
    }
    let raw: Vec<[f64; COLUMNS]> = rows.iter().map(|&t| columns(series, t)).collect();
    let targets: Vec<f64> = rows.iter().map(|&t| series[t + horizon] - series[t]).collect();
    let scales: [(f64, f64); COLUMNS] = std::array::from_fn(|c| scale(raw.iter().map(|row| row[c])));
    let (target_mean, target_unit) = scale(targets.iter().copied());
    let x = Array2::from_shape_fn((rows.len(), COLUMNS), |(r, c)| (raw[r][c] - scales[c].0) / scales[c].1);
    let y = Array1::from_iter(targets.iter().map(|target| (target - target_mean) / target_unit));
    let net = ElasticNet::params().penalty(PENALTY).l1_ratio(L1_RATIO).max_iterations(1_000).tolerance(1e-6);
    let fitted = net.fit(&Dataset::new(x, y)).ok()?;
    let newest = columns(series, origin);
    let weighted: f64 = (0..COLUMNS).map(|c| fitted.hyperplane()[c] * (newest[c] - scales[c].0) / scales[c].1).sum();
    let forecast = series[origin] + target_mean + target_unit * (weighted + fitted.intercept());
    forecast.is_finite().then_some(forecast)
}

fn columns(series: &[f64], t: usize) -> [f64; COLUMNS] {
    let mean = |from: usize| series[from..=t].iter().sum::<f64>() / (t + 1 - from) as f64;
    [
        series[t] - series[t - 1],
        series[t - 1] - series[t - 2],
        series[t] - mean((t + 1).saturating_sub(7)),
        series[t] - mean(0),
    ]
}

/// Mean and standard deviation; the deviation of a constant is 1.
fn scale(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / n;
    let variance = values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let deviation = variance.sqrt();
    (mean, if deviation > 1e-12 { deviation } else { 1.0 })
}
