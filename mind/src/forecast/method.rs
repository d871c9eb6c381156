//! The ways to forecast.

use {
    super::{
        holt_winters::HoltWinters,
        lags::{self, Known},
    },
    augurs::{Fit, Predict, ets::AutoETS, mstl::MSTLModel},
    serde::{Deserialize, Serialize},
};

/// One way to forecast a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The newest value.
    LastValue,
    /// The newest value of the same place in the season.
    SeasonalNaive,
    /// Level, damped trend and additive season.
    HoltWinters,
    /// linfa's elastic net on lags.
    ElasticNet,
    /// linfa's generalised linear model on lags and other series.
    Glm,
    /// The middle of all but the naive ones that have an answer (Bates and Granger 1969; the median is robust).
    Median,
    /// augurs' exponential smoothing without season, chosen by AICc.
    Ets,
    /// augurs' seasonal decomposition with exponential smoothing of the rest.
    Mstl,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::LastValue,
        Self::SeasonalNaive,
        Self::HoltWinters,
        Self::ElasticNet,
        Self::Glm,
        Self::Median,
        Self::Ets,
        Self::Mstl,
    ];
    /// Those whose every bit is the same on every machine: what a record holds is made by these.
    ///
    /// augurs takes logarithms and powers from the system's C library, and its decomposition goes through single precision;
    /// it is deterministic on one machine and free of luck as long as no interval is asked for.
    pub const REPRODUCIBLE: [Self; 6] =
        [Self::LastValue, Self::SeasonalNaive, Self::HoltWinters, Self::ElasticNet, Self::Glm, Self::Median];

    /// The two that every other one has to beat.
    pub const NAIVE: [Self; 2] = [Self::LastValue, Self::SeasonalNaive];

    pub const fn name(self) -> &'static str {
        match self {
            Self::LastValue => "last value",
            Self::SeasonalNaive => "seasonal naive",
            Self::HoltWinters => "Holt–Winters",
            Self::ElasticNet => "elastic net",
            Self::Glm => "GLM",
            Self::Median => "median",
            Self::Ets => "ETS",
            Self::Mstl => "MSTL",
        }
    }

    pub fn is_naive(self) -> bool {
        Self::NAIVE.contains(&self)
    }

    /// The forecast alone; `None` where there is too little to learn from. The median needs the others: see `forecasts`.
    fn alone(self, known: &Known) -> Option<f64> {
        match self {
            Self::LastValue => known.series.last().copied(),
            Self::SeasonalNaive => seasonal(known),
            Self::HoltWinters => Some(HoltWinters::fit(known.series, known.season)?.ahead(known.horizon)),
            Self::ElasticNet => lags::elastic_net(known),
            Self::Glm => lags::glm(known),
            Self::Median => None,
            Self::Ets => ets(known),
            Self::Mstl => mstl(known),
        }
    }
}

/// What each of `methods` says, in their order; nothing further outside of what was seen than all that was seen is wide.
pub fn forecasts(methods: &[Method], known: &Known) -> Vec<Option<f64>> {
    let low = known.series.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.series.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sane = |value: f64| value.clamp(low - (high - low), high + (high - low));
    let alone = |method: &Method| method.alone(known).filter(|value| value.is_finite()).map(sane);
    let mut made: Vec<Option<f64>> = methods.iter().map(alone).collect();
    if let Some(place) = methods.iter().position(|method| *method == Method::Median) {
        let others = methods.iter().zip(&made).filter(|(method, _)| !method.is_naive());
        let answers: Vec<f64> = others.filter_map(|(_, answer)| *answer).collect();
        made[place] = referee::stats::median(&answers);
    }
    made
}

fn seasonal(known: &Known) -> Option<f64> {
    let season = known.season.max(1);
    let back = known.horizon.div_ceil(season) * season;
    known.series.get((known.series.len() - 1 + known.horizon).checked_sub(back)?).copied()
}

/// Additive errors: what multiplies is on the log scale already.
fn ets(known: &Known) -> Option<f64> {
    let fitted = AutoETS::new(1, "AZN").ok()?.fit(known.series).ok()?;
    fitted.predict(known.horizon, None).ok()?.point.last().copied()
}

fn mstl(known: &Known) -> Option<f64> {
    if known.season < 2 || known.series.len() < 3 * known.season {
        return None;
    }
    let trend = AutoETS::new(1, "AZN").ok()?.into_trend_model();
    let fitted = MSTLModel::new(vec![known.season], trend).fit(known.series).ok()?;
    fitted.predict(known.horizon, None).ok()?.point.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(series: &[f64], horizon: usize) -> Known<'_> {
        Known { series, beside: &[], horizon, season: 7 }
    }

    #[test]
    fn the_seasonal_forecast_is_the_newest_known_of_its_place() {
        let series: Vec<f64> = (0..30).map(|t| (t % 7) as f64).collect();
        for horizon in 1..20 {
            assert_eq!(seasonal(&known(&series, horizon)), Some(((29 + horizon) % 7) as f64));
        }
        assert_eq!(seasonal(&known(&series[..3], 1)), None);
    }

    #[test]
    fn every_method_continues_a_weekly_pattern_or_its_level() {
        let series: Vec<f64> = (0..120).map(|t| 10.0 + [3.0, -1.0, 0.0, 2.0, -4.0, 1.0, -1.0][t % 7]).collect();
        let made = forecasts(&Method::ALL, &known(&series, 3));
        let truth = 10.0 + [3.0, -1.0, 0.0, 2.0, -4.0, 1.0, -1.0][122 % 7];
        for (method, value) in Method::ALL.iter().zip(&made) {
            let off = (value.unwrap() - truth).abs();
            let allowed = match method {
                Method::LastValue | Method::Ets => 7.0,
                _ => 1.0,
            };
            assert!(off <= allowed, "{}: {value:?}, expected {truth}", method.name());
        }
    }

    #[test]
    fn no_method_panics_on_odd_series_and_every_answer_is_finite() {
        let walk: Vec<f64> = (0..40).map(|t| if t % 9 == 0 { 1.0 } else { -1e-9 * t as f64 }).collect();
        let step: Vec<f64> = (0..60).map(|t| if t < 50 { 0.0 } else { 1.0 }).collect();
        let (flat, ramp) = (vec![0.7; 50], (0..33).map(f64::from).collect::<Vec<_>>());
        for series in [walk, step, flat, ramp, vec![1.0], vec![1.0, 2.0], (0..9).map(f64::from).collect()] {
            for horizon in [1, 3, 40] {
                let made = forecasts(&Method::ALL, &known(&series, horizon));
                assert!(made.iter().flatten().all(|value| value.is_finite()), "{series:?} {made:?}");
                assert_eq!(made[0], series.last().copied());
            }
        }
    }

    #[test]
    fn the_same_series_gives_the_same_bits_again() {
        let series: Vec<f64> = (0..90).map(|t| f64::from((t * 37) % 101) / 100.0).collect();
        let bits = || forecasts(&Method::ALL, &known(&series, 7)).into_iter().map(|v| v.map(f64::to_bits));
        assert!(bits().eq(bits()));
    }
}
