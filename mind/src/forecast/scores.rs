//! How good the forecasts were that were made without looking ahead.

use {
    super::{LEAST_ERRORS, Method, Settings, origins::Track},
    referee::stats::{DieboldMariano, crps, diebold_mariano, mase, mean},
    serde::{Deserialize, Serialize},
};

/// One forecast as it was made, and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub at: usize,
    pub method: Method,
    pub naive: Method,
    pub model: Method,
    pub value: f64,
    pub naive_value: f64,
    pub model_value: f64,
    pub interval80: (f64, f64),
    pub interval90: (f64, f64),
    pub outcome: Option<f64>,
    /// The forecast, half widths (adaptive and split, of 80 % and 90 %), outcome and known errors on the scale.
    pub(super) scaled: f64,
    pub(super) widths: [f64; 2],
    pub(super) split_widths: [f64; 2],
    pub(super) came: Option<f64>,
    pub(super) errors: Vec<f64>,
}

impl Record {
    /// Absolute error that a forecast had here; 0 while the outcome is unknown.
    pub(super) fn miss_of(&self, value: f64) -> f64 {
        self.outcome.map_or(0.0, |outcome| (outcome - value).abs())
    }
}

/// Scores over the origins at which a choice was possible.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Origins judged.
    pub origins: usize,
    /// Mean absolute errors in the unit of the series: as used, seasonal naive, last value, best model chosen (trusted or not).
    pub mae: f64,
    pub mae_seasonal: f64,
    pub mae_last: f64,
    pub mae_model: f64,
    /// The same scaled by the seasonal naive error of one season ahead before the first judged origin; `None` where that is 0.
    pub mase: Option<f64>,
    pub mase_seasonal: Option<f64>,
    pub mase_last: Option<f64>,
    pub mase_model: Option<f64>,
    /// Continuous ranked probability score of the forecast and its known errors, and of the seasonal naive one and its.
    pub crps: Option<f64>,
    pub crps_seasonal: Option<f64>,
    /// Absolute errors against the seasonal naive ones and the last value's; a negative statistic: the used forecast is better.
    pub against_seasonal: Option<DieboldMariano>,
    pub against_last: Option<DieboldMariano>,
    /// Share of outcomes inside the intervals: adaptive, and split conformal.
    pub coverage80: f64,
    pub coverage90: f64,
    pub split80: f64,
    pub split90: f64,
    /// Origins at which each method was used.
    pub used: Vec<(Method, usize)>,
    /// Mean absolute error of each method at the judged origins where it has an answer, over the seasonal naive one's there.
    pub ratios: Vec<(Method, f64)>,
}

impl Scores {
    /// Errors in a unit so many times smaller.
    pub(super) fn in_unit(mut self, unit: f64) -> Self {
        for error in [&mut self.mae, &mut self.mae_seasonal, &mut self.mae_last, &mut self.mae_model] {
            *error *= unit;
        }
        self.crps = self.crps.map(|score| score * unit);
        self.crps_seasonal = self.crps_seasonal.map(|score| score * unit);
        self
    }

    /// Whether a coverage can be told: enough origins, and a series that can be missed.
    pub fn is_judged(&self, least: usize) -> bool {
        self.origins >= least && self.mae_last + self.mae_seasonal + self.mae > 0.0
    }
}

/// Scores of `records`, which are in the order of the track's origins.
pub(super) fn scores(series: &[f64], track: &Track, records: &[Record], settings: &Settings) -> Scores {
    let seasonal_place = settings.methods.iter().position(|method| *method == Method::SeasonalNaive);
    let last_place = settings.methods.iter().position(|method| *method == Method::LastValue);
    let said = |at: usize, place: Option<usize>| track.origins[at].said[place?].map(|z| track.scale.to_value(z));
    let judged: Vec<(usize, &Record)> = records
        .iter()
        .enumerate()
        .filter(|(at, record)| record.errors.len() >= LEAST_ERRORS && said(*at, seasonal_place).is_some())
        .collect();
    let Some((_, first)) = judged.first() else { return Scores::default() };
    let outcomes: Vec<f64> = judged.iter().filter_map(|(_, record)| record.outcome).collect();
    let at_all = |place| judged.iter().map(|(at, _)| said(*at, place).unwrap_or(f64::NAN)).collect::<Vec<f64>>();
    let (seasonal, last) = (at_all(seasonal_place), at_all(last_place));
    let used: Vec<f64> = judged.iter().map(|(_, record)| record.value).collect();
    let model: Vec<f64> = judged.iter().map(|(_, record)| record.model_value).collect();
    let history = &series[..=first.at];
    let scaled = |forecasts: &[f64]| mase(history, &outcomes, forecasts, settings.season);
    let miss = |forecasts: &[f64]| -> Vec<f64> {
        outcomes.iter().zip(forecasts).map(|(came, forecast)| (came - forecast).abs()).collect()
    };
    let mae = |forecasts: &[f64]| mean(&miss(forecasts)).unwrap_or(0.0);
    // Forecasts of overlapping spans have dependent errors.
    let overlap = settings.horizon.div_ceil(settings.stride.max(1));
    let share = |inside: &dyn Fn(&Record) -> bool| {
        judged.iter().filter(|(_, record)| inside(record)).count() as f64 / judged.len() as f64
    };
    let within = |record: &Record, width: f64| record.came.is_some_and(|came| (came - record.scaled).abs() <= width);
    Scores {
        origins: judged.len(),
        mae: mae(&used),
        mae_seasonal: mae(&seasonal),
        mae_last: mae(&last),
        mae_model: mae(&model),
        mase: scaled(&used),
        mase_seasonal: scaled(&seasonal),
        mase_last: scaled(&last),
        mase_model: scaled(&model),
        crps: crps_of(track, &judged, |_, record| Some((record.scaled, record.errors.clone()))),
        crps_seasonal: crps_of(track, &judged, |at, record| seasonal_ensemble(track, seasonal_place?, at, record)),
        against_seasonal: diebold_mariano(&miss(&used), &miss(&seasonal), overlap),
        against_last: diebold_mariano(&miss(&used), &miss(&last), overlap),
        coverage80: share(&|record| within(record, record.widths[0])),
        coverage90: share(&|record| within(record, record.widths[1])),
        split80: share(&|record| within(record, record.split_widths[0])),
        split90: share(&|record| within(record, record.split_widths[1])),
        used: counted(settings, &judged),
        ratios: ratios(settings, &judged, &seasonal, |at, place| said(at, Some(place))),
    }
}

/// Mean score of the forecast moved by each known error.
fn crps_of(
    track: &Track,
    judged: &[(usize, &Record)],
    ensemble: impl Fn(usize, &Record) -> Option<(f64, Vec<f64>)>,
) -> Option<f64> {
    let score = |(at, record): &(usize, &Record)| {
        let (middle, errors) = ensemble(*at, record)?;
        let members: Vec<f64> = errors.iter().map(|error| track.scale.to_value(middle + error)).collect();
        crps(&members, record.outcome?)
    };
    let scores: Option<Vec<f64>> = judged.iter().map(score).collect();
    mean(&scores?)
}

/// The seasonal naive forecast and its errors at the origins that taught the forecast at `at`.
fn seasonal_ensemble(track: &Track, place: usize, at: usize, record: &Record) -> Option<(f64, Vec<f64>)> {
    let errors = track.origins[..at].iter().filter_map(|past| Some(past.came? - past.said[place]?));
    let errors: Vec<f64> = errors.collect();
    // As many as the other forecast knew: the newest were not known yet.
    let known = errors.len().min(record.errors.len());
    Some((track.origins[at].said[place]?, errors[..known].to_vec()))
}

fn counted(settings: &Settings, judged: &[(usize, &Record)]) -> Vec<(Method, usize)> {
    let count = |method: Method| judged.iter().filter(|(_, record)| record.method == method).count();
    settings.methods.iter().map(|method| (*method, count(*method))).filter(|(_, n)| *n > 0).collect()
}

fn ratios(
    settings: &Settings,
    judged: &[(usize, &Record)],
    seasonal: &[f64],
    said: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<(Method, f64)> {
    let ratio = |place: usize| {
        let (own, naive) = judged.iter().zip(seasonal).fold((0.0, 0.0), |(own, naive), ((at, record), seasonal)| {
            match said(*at, place) {
                Some(value) => (own + record.miss_of(value), naive + record.miss_of(*seasonal)),
                None => (own, naive),
            }
        });
        (naive > 0.0).then_some(own / naive)
    };
    settings.methods.iter().enumerate().filter_map(|(place, method)| Some((*method, ratio(place)?))).collect()
}
