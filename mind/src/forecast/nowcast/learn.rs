//! Learns the lines from runs of the twin, and judges them on other runs.

use {
    super::{AHEAD, COLUMNS, Line, SEEN, Series, columns, scaled, usual_change},
    linfa::prelude::*,
    linfa_linear::LinearRegression,
    ndarray::{Array1, Array2},
    rayon::prelude::*,
    referee::{
        arms::{Arm, Contenders, Tuning},
        cell::Shift,
        stats::{mean, quantile},
        suite::Suite,
    },
    std::ops::Range,
    twin::{play::play_daily, world::World},
};

/// Rules that steer the runs in turn: none, the best known simple one, luck.
const ARMS: [Arm; 3] = [Arm::B0, Arm::B4, Arm::B8];
/// Days and agents of a run, and days between the origins that are used.
const DAYS: u32 = 180;
const AGENTS: usize = 200;
const STRIDE: usize = 3;
/// First origin: all means are of different days from here on.
const FIRST: usize = 29;
/// Rounds of reweighting, and the least error that weights a row.
const REWEIGHTED: usize = 20;
const LEAST_ERROR: f64 = 1e-4;
/// Share of misses of the interval.
const MISS: f64 = 0.1;

/// Daily values of the three series in one run, in the order of `Series::ALL`.
pub type Days = [Vec<f64>; 3];

/// How good a line is on runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Forecasts judged.
    pub n: usize,
    /// Mean absolute error over that of the last value.
    pub ratio: f64,
    /// Share of outcomes inside the 90 % interval.
    pub coverage: f64,
}

/// Plays every built-in scenario with every seed; name and days of each, in a fixed order.
pub fn runs(seeds: Range<u64>) -> Vec<(String, Days)> {
    let suite = Suite::built_in(DAYS, AGENTS);
    let names = suite.scenarios.iter().map(|file| file.name.as_str());
    let jobs: Vec<(&str, u64)> = names.flat_map(|name| seeds.clone().map(move |seed| (name, seed))).collect();
    jobs.into_par_iter().filter_map(|(name, seed)| run(&suite, name, seed)).collect()
}

fn run(suite: &Suite, name: &str, seed: u64) -> Option<(String, Days)> {
    let scenario = suite.scenario(name, Shift::Same, seed)?;
    let mut rule = Contenders::baselines(&Tuning::default()).rule(ARMS[(seed % 3) as usize], seed, 0)?;
    let mut days = Days::default();
    play_daily(&mut World::new(&scenario), &scenario, rule.as_mut(), seed, 0, |reading| {
        for (series, value) in days.iter_mut().zip([reading.volatility, reading.staked_share, reading.price]) {
            series.push(value);
        }
    });
    Some((format!("{name}, seed {seed}"), days))
}

/// One origin: what the line sees, what came relative to today, and the usual daily change.
struct Row {
    columns: [f64; COLUMNS],
    change: f64,
    usual: f64,
}

fn rows(series: Series, home: f64, runs: &[(String, Days)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (_, days) in runs {
        let values = &days[series as usize];
        for at in (FIRST..values.len().saturating_sub(AHEAD)).step_by(STRIDE) {
            let Some((seen, n)) = scaled(series, &values[(at + 1).saturating_sub(SEEN)..=at]) else { continue };
            let Some((next, ahead)) = scaled(series, &values[at + 1..=at + AHEAD]) else { continue };
            let seen = &seen[..n];
            let change = next[..ahead].iter().sum::<f64>() / ahead as f64 - seen[n - 1];
            rows.push(Row { columns: columns(seen, home), change, usual: usual_change(seen) });
        }
    }
    rows
}

/// Learns a line from `runs` and keeps its weights only where it beats the last value on `others`;
/// the interval's width is the conformal one of `others`. `None` without rows.
pub fn learn(series: Series, runs: &[(String, Days)], others: &[(String, Days)]) -> Option<Line> {
    // A price has no home.
    let known: Vec<f64> =
        runs.iter().flat_map(|(_, days)| &days[series as usize]).filter_map(|v| series.scaled(*v)).collect();
    let home = if series == Series::Price { 0.0 } else { mean(&known)? };
    let taught = rows(series, home, runs);
    let fitted = fit(series, &taught)?;
    let usual: Vec<f64> = taught.iter().map(|row| row.usual).collect();
    let least_change = quantile(&usual, 0.1)?;
    let plain = Line { weights: [0.0; COLUMNS], constant: 0.0, home, width: 1.0, least_change };
    let learned = Line { weights: fitted.0, constant: fitted.1, ..plain };
    let line = if judge(series, &learned, others).ratio < 1.0 { learned } else { plain };
    let misses = rows(series, home, others).into_iter().map(|row| miss(&line, &row) / row.usual.max(least_change));
    Some(Line { width: quantile(&misses.collect::<Vec<_>>(), 1.0 - MISS)?, ..line })
}

/// Least absolute errors by reweighted least squares (linfa), with the constant as one more column.
///
/// Source: E. Schlossmacher, "An iterative technique for absolute deviations curve fitting" (1973).
fn fit(series: Series, rows: &[Row]) -> Option<([f64; COLUMNS], f64)> {
    let used = if series == Series::Price { COLUMNS - 1 } else { COLUMNS };
    let cell = |r: usize, c: usize| if c < used { rows[r].columns[c] } else { 1.0 };
    let mut found: Array1<f64> = Array1::zeros(used + 1);
    for _ in 0..REWEIGHTED {
        let error = |r: usize| rows[r].change - (0..=used).map(|c| cell(r, c) * found[c]).sum::<f64>();
        let roots: Vec<f64> = (0..rows.len()).map(|r| (1.0 / error(r).abs().max(LEAST_ERROR)).sqrt()).collect();
        let x = Array2::from_shape_fn((rows.len(), used + 1), |(r, c)| cell(r, c) * roots[r]);
        let y: Array1<f64> = rows.iter().zip(&roots).map(|(row, root)| row.change * root).collect();
        found = LinearRegression::new().with_intercept(false).fit(&Dataset::new(x, y)).ok()?.params().clone();
    }
    Some((std::array::from_fn(|c| if c < used { six_digits(found[c]) } else { 0.0 }), six_digits(found[used])))
}

fn six_digits(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn miss(line: &Line, row: &Row) -> f64 {
    let said: f64 = line.weights.iter().zip(row.columns).map(|(weight, column)| weight * column).sum();
    (row.change - (said + line.constant).clamp(-1.0, 1.0)).abs()
}

/// Error against the last value's, and coverage.
pub fn judge(series: Series, line: &Line, runs: &[(String, Days)]) -> Found {
    let rows = rows(series, line.home, runs);
    let (mut own, mut last, mut inside) = (0.0, 0.0, 0);
    for row in &rows {
        own += miss(line, row);
        last += row.change.abs();
        inside += usize::from(miss(line, row) <= line.width * row.usual.max(line.least_change));
    }
    let n = rows.len();
    Found { n, ratio: if last > 0.0 { own / last } else { 1.0 }, coverage: inside as f64 / n.max(1) as f64 }
}
