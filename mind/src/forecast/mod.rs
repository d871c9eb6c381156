//! Forecasts of one series, each beside the naive ones that it has to beat.
//!
//! ```text
//! series ─► scale ─► methods at every origin ─► choice from errors known by then ─► interval from errors known by then ─► scores
//! ```
//!
//! Nothing is judged on what it was chosen by: at each origin the method is chosen by the errors whose outcome was known at that origin,
//! the interval is made from those errors, and only then the outcome is looked at.
//!
//! Source of the evaluation: L. Tashman, "Out-of-sample tests of forecasting accuracy" (2000), rolling origin.

mod choice;
mod histories;
pub mod holt_winters;
pub mod interval;
pub mod lags;
mod method;
pub mod nowcast;
mod origins;
pub mod report;
mod scale;
mod scores;
mod simplex;

pub use {
    choice::LEAST_ERRORS,
    method::Method,
    origins::{Origin, Settings},
    scale::Scale,
    scores::{Record, Scores},
};

use {choice::Chooser, lags::Known};

/// A forecast with its intervals, in the unit of the series, and the record of all forecasts made like it.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    pub method: Method,
    /// The better of the naive ones so far, and what it says.
    pub naive: Method,
    pub naive_value: f64,
    /// The best of the others so far, and what it says; the naive one where there is none.
    pub model: Method,
    pub model_value: f64,
    pub value: f64,
    /// Adaptive conformal intervals of nominal 80 % and 90 %.
    pub interval80: (f64, f64),
    pub interval90: (f64, f64),
    pub scores: Scores,
}

/// The forecast `settings.horizon` steps after the last value of `series`; `beside` are other series of the same length, on which the GLM may lean.
///
/// `None` below two values, with a value that is not finite, or with a horizon of 0; a series beside that is not finite or of another length is left out.
pub fn forecast(series: &[f64], beside: &[&[f64]], settings: &Settings) -> Option<Forecast> {
    let largest = series.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    if series.len() < 2 || settings.horizon == 0 || series.iter().any(|x| !x.is_finite()) {
        return None;
    }
    // In units of the largest value nothing overflows on the way.
    let unit = if largest > 0.0 { largest } else { 1.0 };
    let series: Vec<f64> = series.iter().map(|x| x / unit).collect();
    let track = origins::track(&series, beside, settings);
    let mut chooser = Chooser::new(settings);
    let records: Vec<Record> = (0..track.origins.len()).map(|at| chooser.record(&track, at)).collect();
    let (newest, judged) = records.split_last()?;
    let scores = scores::scores(&series, &track, judged, settings);
    let back = |(low, high): (f64, f64)| (low * unit, high * unit);
    Some(Forecast {
        method: newest.method,
        naive: newest.naive,
        naive_value: newest.naive_value * unit,
        model: newest.model,
        model_value: newest.model_value * unit,
        value: newest.value * unit,
        interval80: back(newest.interval80),
        interval90: back(newest.interval90),
        scores: scores.in_unit(unit),
    })
}

#[cfg(test)]
mod coverage;
