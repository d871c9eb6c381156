//! What every method said at every origin.

use super::{Known, Method, Scale, method};

/// How a series is forecast and judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Steps ahead, from 1.
    pub horizon: usize,
    /// Steps of a season.
    pub season: usize,
    /// Steps between origins that are judged.
    pub stride: usize,
    /// First origin, counted in values before it; and the most newest values that a method learns from.
    pub first: usize,
    pub window: usize,
    /// Most origins that are judged, newest first.
    pub origins: usize,
    pub methods: Vec<Method>,
}

impl Settings {
    /// A daily series with a weekly season, judged at every step by reproducible methods.
    pub fn daily(horizon: usize) -> Self {
        let methods = Method::REPRODUCIBLE.to_vec();
        Self { horizon, season: 7, stride: 1, first: 5, window: 365, origins: 120, methods }
    }
}

/// One origin: what each method said there, and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Index of the last known value.
    pub at: usize,
    /// On the scale, in the order of the methods.
    pub said: Vec<Option<f64>>,
    /// On the scale; `None` at the newest origin.
    pub came: Option<f64>,
    /// Largest change of one step that was known, on the scale.
    pub jump: f64,
}

/// All origins, oldest first, the newest value last.
pub(super) struct Track {
    pub scale: Scale,
    pub origins: Vec<Origin>,
}

pub(super) fn track(series: &[f64], beside: &[&[f64]], settings: &Settings) -> Track {
    let first = settings.first.clamp(1, series.len());
    let scale = Scale::of(&series[..first]);
    let scaled: Vec<f64> = series.iter().map(|x| scale.of_value(*x)).collect();
    let usable = |other: &&[f64]| other.len() == series.len() && other.iter().all(|x| x.is_finite());
    let beside: Vec<Vec<f64>> =
        beside.iter().copied().filter(usable).map(|other| scaled_beside(other, first)).collect();
    let newest = series.len() - 1;
    let judged = (first - 1..newest.saturating_sub(settings.horizon - 1)).rev().step_by(settings.stride.max(1));
    let mut places: Vec<usize> = judged.take(settings.origins).collect();
    places.reverse();
    places.push(newest);
    let origin = |at: usize| {
        let from = (at + 1).saturating_sub(settings.window.max(2));
        let windows: Vec<&[f64]> = beside.iter().map(|other| &other[from..=at]).collect();
        let known =
            Known { series: &scaled[from..=at], beside: &windows, horizon: settings.horizon, season: settings.season };
        let jump = known.series.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
        Origin {
            at,
            said: method::forecasts(&settings.methods, &known),
            came: (at < newest).then(|| scaled[at + settings.horizon]),
            jump,
        }
    };
    Track { scale, origins: places.into_iter().map(origin).collect() }
}

/// Another series on its own scale, in units of its largest early value.
fn scaled_beside(other: &[f64], first: usize) -> Vec<f64> {
    let scale = Scale::of(&other[..first]);
    let scaled: Vec<f64> = other.iter().map(|x| scale.of_value(*x)).collect();
    let unit = scaled.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    scaled.iter().map(|x| if unit > 0.0 { x / unit } else { 0.0 }).collect()
}
