//! Regressions on lags: the change over the horizon, learned from the last changes and the distances from means of a week, a month and all.
//!
//! The columns are those of a heterogeneous autoregression (Corsi 2009) plus the season; the GLM also sees other series.

use {
    linfa::prelude::*,
    linfa_elasticnet::ElasticNet,
    linfa_linear::{Link, TweedieRegressor},
    ndarray::{Array1, Array2, ArrayView1},
};

/// Days of the short and the long mean.
const WEEK: usize = 7;
const MONTH: usize = 28;
/// Own columns; each exogenous series adds one.
pub const COLUMNS: usize = 6;
/// Earliest index with all columns.
const FIRST: usize = 2;
/// Strength of the elastic net's penalty on standardised columns, and the lasso's part of it.
pub const PENALTY: f64 = 0.1;
pub const L1_RATIO: f64 = 0.5;
/// Strength of the GLM's ridge on standardised columns.
pub const RIDGE: f64 = 1.0;
/// Fewest training rows.
const LEAST_ROWS: usize = 8;

/// What is known at the origin: a series on its scale, others beside it of the same length, steps ahead and steps of a season.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub series: &'a [f64],
    pub beside: &'a [&'a [f64]],
    pub horizon: usize,
    pub season: usize,
}

/// linfa's elastic net; `None` where there is too little to learn from or the fit fails.
pub fn elastic_net(known: &Known) -> Option<f64> {
    let task = Task::of(&Known { beside: &[], ..*known })?;
    let net = ElasticNet::params().penalty(PENALTY).l1_ratio(L1_RATIO).max_iterations(500).tolerance(1e-6);
    let fitted = net.fit(&Dataset::new(task.x.clone(), task.y.clone())).ok()?;
    task.answer(fitted.hyperplane().view(), fitted.intercept())
}

/// linfa's generalised linear model of the normal family with identity link and a ridge, with the series beside;
/// its line search takes sums, products and square roots only.
pub fn glm(known: &Known) -> Option<f64> {
    let task = Task::of(known)?;
    let params = TweedieRegressor::params().power(0.0).link(Link::Identity).alpha(RIDGE).max_iter(60).tol(1e-6);
    let fitted = params.fit(&Dataset::new(task.x.clone(), task.y.clone())).ok()?;
    task.answer(fitted.coef.view(), fitted.intercept)
}

/// Standardised training rows and the row at the origin.
struct Task {
    x: Array2<f64>,
    y: Array1<f64>,
    newest: Vec<f64>,
    last: f64,
    target: (f64, f64),
}

impl Task {
    fn of(known: &Known) -> Option<Self> {
        let series = known.series;
        let origin = series.len().checked_sub(1)?;
        let end = origin.checked_sub(known.horizon)?;
        let rows = (end + 1).checked_sub(FIRST).filter(|rows| *rows >= LEAST_ROWS)?;
        let columns = Columns::of(known);
        let width = COLUMNS + known.beside.len();
        let raw: Vec<Vec<f64>> = (FIRST..=end).map(|t| columns.row(t)).collect();
        let targets: Vec<f64> = (FIRST..=end).map(|t| series[t + known.horizon] - series[t]).collect();
        let scales: Vec<(f64, f64)> = (0..width).map(|c| spread(raw.iter().map(|row| row[c]))).collect();
        let target = spread(targets.iter().copied());
        let standard = |row: &[f64], c: usize| (row[c] - scales[c].0) / scales[c].1;
        let newest = columns.row(origin);
        Some(Self {
            x: Array2::from_shape_fn((rows, width), |(r, c)| standard(&raw[r], c)),
            y: targets.iter().map(|t| (t - target.0) / target.1).collect(),
            newest: (0..width).map(|c| standard(&newest, c)).collect(),
            last: series[origin],
            target,
        })
    }

    fn answer(&self, weights: ArrayView1<f64>, intercept: f64) -> Option<f64> {
        let sum: f64 = weights.iter().zip(&self.newest).map(|(w, x)| w * x).sum();
        let value = self.last + self.target.0 + self.target.1 * (sum + intercept);
        value.is_finite().then_some(value)
    }
}

/// Rows of columns from running sums.
struct Columns<'a> {
    known: &'a Known<'a>,
    sums: Vec<f64>,
    beside: Vec<Vec<f64>>,
}

impl<'a> Columns<'a> {
    fn of(known: &'a Known<'a>) -> Self {
        let beside = known.beside.iter().map(|other| running(other)).collect();
        Self { known, sums: running(known.series), beside }
    }

    fn row(&self, t: usize) -> Vec<f64> {
        let (series, horizon, season) = (self.known.series, self.known.horizon, self.known.season.max(1));
        let back = horizon.div_ceil(season) * season;
        let seasonal = (t + horizon).checked_sub(back).map_or(0.0, |same| series[same] - series[t]);
        let mut row = vec![
            series[t] - series[t - 1],
            series[t - 1] - series[t - 2],
            series[t] - mean(&self.sums, t, WEEK),
            series[t] - mean(&self.sums, t, MONTH),
            series[t] - mean(&self.sums, t, t + 1),
            seasonal,
        ];
        row.extend(self.known.beside.iter().zip(&self.beside).map(|(other, sums)| other[t] - mean(sums, t, WEEK)));
        row
    }
}

fn running(series: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    std::iter::once(0.0)
        .chain(series.iter().map(|x| {
            sum += x;
            sum
        }))
        .collect()
}

/// Mean of the last `n` values up to `t`, of fewer at the start.
fn mean(sums: &[f64], t: usize, n: usize) -> f64 {
    let from = (t + 1).saturating_sub(n);
    (sums[t + 1] - sums[from]) / (t + 1 - from) as f64
}

/// Mean and standard deviation; the deviation of a constant is 1.
fn spread(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / n;
    let variance = values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let deviation = variance.sqrt();
    (mean, if deviation > 1e-12 { deviation } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    fn normal(seed: u64, t: usize) -> f64 {
        Stream::new(seed, 0).draws(0, t as u32).normal()
    }

    #[test]
    fn a_series_that_returns_to_its_mean_is_forecast_to_return() {
        let mut x = 0.0;
        let mut series: Vec<f64> = (0..200)
            .map(|t| {
                x = 0.3 * x + normal(1, t);
                10.0 + x
            })
            .collect();
        series.push(16.0);
        let known = Known { series: &series, beside: &[], horizon: 1, season: 7 };
        for forecast in [elastic_net(&known), glm(&known)] {
            assert!(forecast.is_some_and(|value| (9.0..14.0).contains(&value)), "{forecast:?}");
        }
    }

    #[test]
    fn the_glm_learns_from_a_series_that_leads() {
        let lead: Vec<f64> = (0..201).map(|t| normal(2, t)).collect();
        let series: Vec<f64> =
            (0..201).map(|t| if t == 0 { 0.0 } else { 2.0 * lead[t - 1] + 0.1 * normal(3, t) }).collect();
        let beside: [&[f64]; 1] = [&lead];
        let known = Known { series: &series, beside: &beside, horizon: 1, season: 7 };
        let error = |value: Option<f64>| (value.unwrap() - 2.0 * lead[200]).abs();
        assert!(error(glm(&known)) < 0.6, "{}", error(glm(&known)));
        assert!(error(glm(&known)) < error(elastic_net(&known)));
    }

    #[test]
    fn too_few_rows_are_no_forecast() {
        let known = Known { series: &[1.0; 9], beside: &[], horizon: 3, season: 7 };
        assert_eq!((elastic_net(&known), glm(&known)), (None, None));
    }
}
