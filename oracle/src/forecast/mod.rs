//! Forecasts with an interval; the model is used only where it beats the naive forecast on data it has not seen.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::units::Micro;

/// Forecast of one series at one horizon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Forecast {
    /// Name of the series.
    pub metric: String,
    pub horizon_secs: i64,
    /// Closed periods that it was made from.
    pub samples: u32,
    /// Last value.
    pub last: Micro,
    /// Naive forecast: the last value, or the value one season ago where that is better.
    pub naive: Micro,
    /// The elastic net's forecast.
    pub model: Micro,
    /// True where the model beats naive by rolling origin; then `p50` is its forecast.
    pub used: bool,
    /// Mean absolute scaled errors by rolling origin; the scale is the naive error in the sample at the same horizon.
    pub mase_naive: Micro,
    pub mase_model: Micro,
    /// Share of rolling-origin errors inside the interval that earlier errors gave.
    pub coverage: Micro,
    /// Forecast with the 80 % interval from residual quantiles.
    pub p10: Micro,
    pub p50: Micro,
    pub p90: Micro,
}

pub mod lags;

use economics::metrics::Metric;

use crate::{
    features::Features,
    units::{ONE, micro},
};

/// Series that are forecast: the chain's metrics, and volatility.
pub const METRICS: [&str; 4] =
    [Metric::StakedShare.name(), Metric::NetInflation.name(), "volatility_7d", Metric::Fees.name()];
/// Season of the seasonal naive forecast, steps.
pub const SEASON: usize = 7;
/// First origin of the rolling evaluation.
pub const FIRST_ORIGIN: usize = 4;
/// Fewest out-of-sample errors before the model may replace naive, and before coverage is judged.
pub const LEAST_ERRORS: usize = 8;
/// Fewest earlier errors for an interval in the coverage test.
const LEAST_FOR_INTERVAL: usize = 4;

/// Forecasts of all `METRICS` that have a history, `steps` periods of `period_secs` ahead.
pub fn forecast_all(features: &Features, steps: usize, period_secs: i64) -> Vec<Forecast> {
    let made = |name: &&str| forecast(name, features.get(name), steps, period_secs);
    METRICS.iter().filter_map(made).collect()
}

/// Forecast of one series `steps` ahead; `None` without two values or with a value that is not finite.
///
/// Evaluation is by rolling origin (Tashman 2000): every error is of a forecast that saw only values up to its origin.
/// Errors are scaled as by Hyndman and Koehler (2006), by the naive error in the sample at the same horizon; the interval takes conformal quantiles of the method's own errors.
pub fn forecast(metric: &str, series: &[f64], steps: usize, period_secs: i64) -> Option<Forecast> {
    let newest = series.len().checked_sub(1)?;
    if series.len() < 2 || steps == 0 || series.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let last_value = rolling(series, steps, |origin| Some(series[origin]));
    let seasonal = rolling(series, steps, |origin| seasonal(series, origin, steps));
    let learned = rolling(series, steps, |origin| lags::predict(series, origin, steps));
    let season_wins = seasonal.len() >= LEAST_ERRORS && mae(&seasonal) < mae(tail(&last_value, seasonal.len()));
    let naive_errors = if season_wins { &seasonal } else { &last_value };
    let naive = if season_wins { seasonal_or_last(series, newest, steps) } else { series[newest] };
    let model = lags::predict(series, newest, steps);
    let comparable = tail(naive_errors, learned.len());
    let used = model.is_some() && learned.len() >= LEAST_ERRORS && mae(&learned) < mae(comparable);
    let errors = if used { &learned } else { naive_errors };
    let p50 = if used { model.unwrap_or(naive) } else { naive };
    let (low, high) = interval(errors).unwrap_or_else(|| blind_interval(series, steps));
    let unit = scale(series, steps);
    Some(Forecast {
        metric: metric.into(),
        horizon_secs: period_secs.saturating_mul(steps as i64),
        samples: series.len() as u32,
        last: micro(series[newest]),
        naive: micro(naive),
        model: micro(model.unwrap_or(naive)),
        used,
        mase_naive: micro(mae(naive_errors) / unit),
        mase_model: micro(mae(&learned) / unit),
        coverage: coverage(errors),
        p10: micro(p50 + low.min(0.0)),
        p50: micro(p50),
        p90: micro(p50 + high.max(0.0)),
    })
}

impl Forecast {
    /// MASE of the method whose forecast is used.
    pub fn mase(&self) -> Micro {
        if self.used { self.mase_model } else { self.mase_naive }
    }
}

/// Out-of-sample errors, actual less forecast, oldest origin first.
fn rolling(series: &[f64], steps: usize, method: impl Fn(usize) -> Option<f64>) -> Vec<f64> {
    (FIRST_ORIGIN..series.len().saturating_sub(steps))
        .filter_map(|origin| method(origin).map(|forecast| series[origin + steps] - forecast))
        .collect()
}

/// The newest known value of the same place in the season.
fn seasonal(series: &[f64], origin: usize, steps: usize) -> Option<f64> {
    let seasons_back = steps.div_ceil(SEASON) * SEASON;
    (origin + steps).checked_sub(seasons_back).map(|t| series[t])
}

fn seasonal_or_last(series: &[f64], origin: usize, steps: usize) -> f64 {
    seasonal(series, origin, steps).unwrap_or(series[origin])
}

fn tail(errors: &[f64], n: usize) -> &[f64] {
    &errors[errors.len().saturating_sub(n)..]
}

fn mae(errors: &[f64]) -> f64 {
    if errors.is_empty() {
        return 0.0;
    }
    errors.iter().map(|e| e.abs()).sum::<f64>() / errors.len() as f64
}

/// Mean absolute change over the horizon, the unit of MASE.
fn scale(series: &[f64], steps: usize) -> f64 {
    let changes: Vec<f64> = series.windows(steps + 1).map(|window| window[steps] - window[0]).collect();
    mae(&changes).max(1e-12)
}

/// Errors that bound the middle 80 %: the conformal ranks ⌊(n+1)·0.1⌋ and ⌈(n+1)·0.9⌉, the outermost errors where n is small.
fn interval(errors: &[f64]) -> Option<(f64, f64)> {
    if errors.len() < LEAST_FOR_INTERVAL {
        return None;
    }
    let mut sorted = errors.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let low = ((n + 1) / 10).max(1) - 1;
    let high = ((n + 1) * 9).div_ceil(10).min(n) - 1;
    Some((sorted[low], sorted[high]))
}

/// Before there are errors: the largest change so far, growing with the square root of the horizon.
fn blind_interval(series: &[f64], steps: usize) -> (f64, f64) {
    let largest = series.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
    let width = largest * (steps as f64).sqrt();
    (-width, width)
}

/// Share of errors inside the interval of the errors before them; 0.8 by definition while there are too few to judge.
fn coverage(errors: &[f64]) -> Micro {
    let judged: Vec<bool> = (LEAST_FOR_INTERVAL..errors.len())
        .filter_map(|t| interval(&errors[..t]).map(|(low, high)| (low.min(0.0)..=high.max(0.0)).contains(&errors[t])))
        .collect();
    if judged.len() < LEAST_ERRORS {
        return ONE * 8 / 10;
    }
    ONE * judged.iter().filter(|inside| **inside).count() as i64 / judged.len() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    fn noise(n: usize, seed: u64) -> Vec<f64> {
        (0..n).map(|t| Stream::new(seed, 0).draws(0, t as u32).normal()).collect()
    }

    #[test]
    fn a_random_walk_is_forecast_by_its_last_value_most_of_the_time() {
        let mut used = 0;
        for seed in 0..12 {
            let mut level = 100.0;
            let series: Vec<f64> = noise(60, seed)
                .iter()
                .map(|e| {
                    level += e;
                    level
                })
                .collect();
            let made = forecast("x", &series, 3, 86_400).unwrap();
            used += usize::from(made.used);
            assert!(made.used || made.p50 == made.naive);
            assert!(made.p10 <= made.p50 && made.p50 <= made.p90);
        }
        assert!(used <= 5, "the model was preferred {used} times of 12");
    }

    #[test]
    fn a_series_that_returns_to_its_mean_is_forecast_by_the_model() {
        let mut x = 0.0;
        let series: Vec<f64> = noise(60, 5)
            .iter()
            .map(|e| {
                x = 0.2 * x + e;
                10.0 + x
            })
            .collect();
        let made = forecast("x", &series, 1, 86_400).unwrap();
        assert!(made.used && made.mase_model < made.mase_naive, "{made:?}");
    }

    #[test]
    fn a_weekly_series_is_forecast_by_the_season() {
        let series: Vec<f64> = (0..40).map(|t| [1.0, 5.0, 2.0, 8.0, 3.0, 9.0, 4.0][t % 7]).collect();
        let made = forecast("x", &series, 1, 86_400).unwrap();
        assert_eq!(made.naive, micro(series[40 - 7]));
    }

    #[test]
    fn the_interval_covers_about_four_fifths_of_the_future() {
        let (mut inside, mut all) = (0, 0);
        for seed in 0..30 {
            let series = noise(48, seed);
            for cut in [40, 42, 44, 46] {
                let made = forecast("x", &series[..=cut], 1, 86_400).unwrap();
                inside += usize::from((made.p10..=made.p90).contains(&micro(series[cut + 1])));
                all += 1;
            }
        }
        let share = inside as f64 / all as f64;
        assert!((0.74..=0.9).contains(&share), "{share}");
    }

    #[test]
    fn constant_short_and_broken_series_make_no_nonsense() {
        let constant = forecast("x", &[5.0; 30], 3, 86_400).unwrap();
        assert_eq!((constant.p10, constant.p50, constant.p90), (5_000_000, 5_000_000, 5_000_000));
        assert!(forecast("x", &[1.0], 1, 86_400).is_none());
        assert!(forecast("x", &[1.0, f64::NAN, 2.0], 1, 86_400).is_none());
        assert!(forecast("x", &[1.0, 2.0], 3, 86_400).is_some_and(|made| made.p10 < made.p90 && !made.used));
    }
}
