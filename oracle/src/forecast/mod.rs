//! Forecasts with intervals; a model is used only where it beat the naive forecasts on data that it had not seen.
//!
//! The methods, their choice and the intervals are `mind::forecast`'s, the same that the evaluation judges; here they become integers of the record.
//! Only methods whose every bit is the same on every machine are asked.

use {
    borsh::{BorshDeserialize, BorshSerialize},
    economics::metrics::Metric,
    mind::forecast::{Method, Scores, Settings},
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
};

use crate::{
    features::Features,
    units::{Micro, ONE, micro},
};

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
    /// The better naive forecast so far.
    pub naive: Micro,
    pub naive_method: String,
    /// The best model's forecast; the naive one where none was better.
    pub model: Micro,
    pub model_method: String,
    /// True where the model is used; then `p50` is its forecast.
    pub used: bool,
    /// Origins at which all of this was judged without looking ahead; what follows is 0 or nominal without any.
    pub origins: u32,
    /// Mean absolute scaled errors: of the forecasts as they were used, of the better naive method, of the models chosen.
    pub mase: Micro,
    pub mase_naive: Micro,
    pub mase_model: Micro,
    /// Continuous ranked probability score in the series' unit.
    pub crps: Micro,
    /// Diebold and Mariano's p against the seasonal naive forecast; 1 where nothing can be told.
    pub p_equal: Micro,
    /// Share of outcomes inside the intervals of nominal 80 % and 90 %.
    pub coverage: Micro,
    pub coverage90: Micro,
    /// Forecast with adaptive conformal intervals of 80 % (p10 to p90) and 90 % (p05 to p95).
    pub p05: Micro,
    pub p10: Micro,
    pub p50: Micro,
    pub p90: Micro,
    pub p95: Micro,
}

/// Series that are forecast: the chain's metrics, and volatility.
pub const METRICS: [&str; 4] =
    [Metric::StakedShare.name(), Metric::NetInflation.name(), "volatility_7d", Metric::Fees.name()];
/// Series on which the generalised linear model may lean, beside the metrics.
const BESIDE: [&str; 2] = ["volume", "log_return"];
/// Fewest judged origins before coverage is told at all, and before it can make the oracle hold.
const LEAST_TOLD: usize = 8;
pub const LEAST_JUDGED: u32 = 100;

/// How the oracle forecasts `steps` ahead.
pub fn settings(steps: usize) -> Settings {
    Settings::daily(steps)
}

/// Forecasts of all `METRICS` that have a history, `steps` periods of `period_secs` ahead.
pub fn forecast_all(features: &Features, steps: usize, period_secs: i64) -> Vec<Forecast> {
    let made = |name: &&str| {
        let others = METRICS.iter().chain(&BESIDE).filter(|other| *other != name);
        let beside: Vec<&[f64]> = others.map(|other| features.get(other)).collect();
        forecast(name, features.get(name), &beside, steps, period_secs)
    };
    METRICS.par_iter().map(made).collect::<Vec<_>>().into_iter().flatten().collect()
}

/// Forecast of one series `steps` ahead with others of the same length beside it; `None` without two values or with a value that is not finite.
pub fn forecast(metric: &str, series: &[f64], beside: &[&[f64]], steps: usize, period_secs: i64) -> Option<Forecast> {
    let made = mind::forecast::forecast(series, beside, &settings(steps))?;
    let scores = &made.scores;
    let told = scores.is_judged(LEAST_TOLD);
    let share = |share: f64, nominal: Micro| if told { micro(share) } else { nominal };
    let error = |mase: Option<f64>| micro(mase.unwrap_or(0.0));
    Some(Forecast {
        metric: metric.into(),
        horizon_secs: period_secs.saturating_mul(steps as i64),
        samples: series.len() as u32,
        last: micro(*series.last()?),
        naive: micro(made.naive_value),
        naive_method: made.naive.name().into(),
        model: micro(made.model_value),
        model_method: made.model.name().into(),
        used: !made.method.is_naive(),
        origins: if told { scores.origins as u32 } else { 0 },
        mase: error(scores.mase),
        mase_naive: error(better_naive(scores)),
        mase_model: error(scores.mase_model),
        crps: micro(scores.crps.unwrap_or(0.0)),
        p_equal: scores.against_seasonal.map_or(ONE, |test| micro(test.p)),
        coverage: share(scores.coverage80, ONE * 8 / 10),
        coverage90: share(scores.coverage90, ONE * 9 / 10),
        p05: micro(made.interval90.0.min(made.interval80.0)),
        p10: micro(made.interval80.0),
        p50: micro(made.value),
        p90: micro(made.interval80.1),
        p95: micro(made.interval90.1.max(made.interval80.1)),
    })
}

fn better_naive(scores: &Scores) -> Option<f64> {
    Some(scores.mase_seasonal?.min(scores.mase_last?))
}

impl Forecast {
    /// Name of the method whose forecast is used.
    pub fn method(&self) -> &str {
        if self.used { &self.model_method } else { &self.naive_method }
    }

    /// Whether the 90 % interval held as often as it should, as far as that can be told.
    pub fn keeps_its_promise(&self) -> bool {
        let (low, high) = mind::forecast::report::COVERAGE;
        self.origins < LEAST_JUDGED || (micro(low)..=micro(high)).contains(&self.coverage90)
    }
}

/// Names of all methods that may be used.
pub fn methods() -> impl Iterator<Item = &'static str> {
    Method::REPRODUCIBLE.iter().map(|method| method.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    fn noise(n: usize, seed: u64) -> Vec<f64> {
        (0..n).map(|t| Stream::new(seed, 0).draws(0, t as u32).normal()).collect()
    }

    #[test]
    fn a_series_that_returns_to_its_mean_is_forecast_by_a_model_and_the_record_names_it() {
        let mut x = 0.0;
        let series: Vec<f64> = noise(90, 5)
            .iter()
            .map(|e| {
                x = 0.2 * x + e;
                10.0 + x
            })
            .collect();
        let made = forecast("x", &series, &[], 1, 86_400).unwrap();
        assert!(made.used && made.mase < made.mase_naive, "{made:?}");
        assert!(methods().any(|name| name == made.method()) && made.method() == made.model_method);
        assert!(made.p05 <= made.p10 && made.p10 <= made.p50 && made.p50 <= made.p90 && made.p90 <= made.p95);
    }

    #[test]
    fn a_weekly_series_is_forecast_by_its_season() {
        let series: Vec<f64> = (0..40).map(|t| [1.0, 5.0, 2.0, 8.0, 3.0, 9.0, 4.0][t % 7]).collect();
        let made = forecast("x", &series, &[], 1, 86_400).unwrap();
        assert_eq!((made.naive, made.naive_method.as_str()), (micro(series[40 - 7]), "seasonal naive"));
    }

    #[test]
    fn few_values_are_forecast_by_the_last_one_and_nothing_is_claimed() {
        let made = forecast("x", &[1.0, 2.0, 1.5], &[], 3, 86_400).unwrap();
        assert_eq!((made.method(), made.origins, made.coverage90), ("last value", 0, 900_000));
        assert!(made.p10 < made.p90 && made.keeps_its_promise());
        assert!(forecast("x", &[1.0], &[], 1, 86_400).is_none());
        assert!(forecast("x", &[1.0, f64::NAN, 2.0], &[], 1, 86_400).is_none());
        let constant = forecast("x", &[5.0; 30], &[], 3, 86_400).unwrap();
        assert_eq!((constant.p05, constant.p50, constant.p95), (5_000_000, 5_000_000, 5_000_000));
    }

    #[test]
    fn an_interval_that_holds_too_seldom_or_too_often_breaks_its_promise_once_that_can_be_told() {
        let with = |origins, coverage90| Forecast { origins, coverage90, ..Forecast::default() };
        assert!(with(99, 100_000).keeps_its_promise());
        assert!(with(100, 900_000).keeps_its_promise() && with(100, 860_000).keeps_its_promise());
        assert!(!with(100, 859_999).keeps_its_promise() && !with(200, 980_000).keeps_its_promise());
    }
}
