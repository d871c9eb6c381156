//! Exponential smoothing of level, damped trend and additive season.
//!
//! Written here because augurs 0.10 has no seasonal model and takes logarithms and powers from the system's C library:
//! these are sums and products only, the same bits on every machine.

use super::simplex;

/// Calls of the search for the smoothing parameters.
const CALLS: usize = 240;
/// Fewest values for any fit, and seasons for a seasonal one.
const LEAST: usize = 8;
const LEAST_SEASONS: usize = 3;

/// Smoothing of level, trend and season, and damping of the trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smoothing {
    pub level: f64,
    pub trend: f64,
    pub season: f64,
    pub damping: f64,
}

/// A fitted model at the end of its series.
#[derive(Debug, Clone, PartialEq)]
pub struct HoltWinters {
    pub smoothing: Smoothing,
    /// Sum of squared one-step errors.
    pub sse: f64,
    level: f64,
    trend: f64,
    /// Season of the next steps, oldest first; one zero without a season.
    seasons: Vec<f64>,
}

impl HoltWinters {
    /// Least squares of the one-step errors; `None` below eight values.
    /// The season is left out where fewer than three are known.
    ///
    /// The start is the first season's mean, the mean change per step between the first two seasons, and the first two seasons' shape.
    /// Sources: P. Winters, "Forecasting sales by exponentially weighted moving averages" (1960);
    /// E. Gardner and E. McKenzie, "Forecasting trends in time series" (1985) for the damping.
    pub fn fit(series: &[f64], season: usize) -> Option<Self> {
        if series.len() < LEAST || series.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let season = if season > 1 && series.len() >= LEAST_SEASONS * season { season } else { 1 };
        let start = Start::of(series, season);
        let mut buffer = vec![0.0; season];
        let buffer = std::cell::RefCell::new(&mut buffer);
        let error = |point: &[f64; 4]| run(series, &start, smoothing(point, season), &mut buffer.borrow_mut()).sse;
        let best = simplex::minimum([0.3, 0.1, 0.1, 0.5], CALLS, error);
        let smoothing = smoothing(&best, season);
        let mut seasons = vec![0.0; season];
        let end = run(series, &start, smoothing, &mut seasons);
        seasons.rotate_left(series.len() % season);
        Some(Self { smoothing, sse: end.sse, level: end.level, trend: end.trend, seasons })
    }

    /// The value `horizon` steps (from 1) after the last.
    pub fn ahead(&self, horizon: usize) -> f64 {
        let (mut damped, mut sum) = (1.0, 0.0);
        for _ in 0..horizon {
            damped *= self.smoothing.damping;
            sum += damped;
        }
        let season = self.seasons.get((horizon.max(1) - 1) % self.seasons.len()).copied().unwrap_or(0.0);
        self.level + sum * self.trend + season
    }
}

/// From the unit cube to the usual region: the trend is smoothed less than the level, the damping is 0.8 to 1.
fn smoothing(point: &[f64; 4], season: usize) -> Smoothing {
    let level = 0.01 + 0.98 * point[0];
    Smoothing {
        level,
        trend: level * point[1],
        season: if season > 1 { (1.0 - level) * point[2] } else { 0.0 },
        damping: 0.8 + 0.2 * point[3],
    }
}

struct Start {
    level: f64,
    trend: f64,
    seasons: Vec<f64>,
}

impl Start {
    fn of(series: &[f64], season: usize) -> Self {
        let mean = |from: usize, n: usize| series[from..from + n].iter().sum::<f64>() / n as f64;
        if season == 1 {
            return Self { level: series[0], trend: 0.0, seasons: vec![0.0] };
        }
        let (first, second) = (mean(0, season), mean(season, season));
        let seasons = (0..season).map(|k| (series[k] - first + series[k + season] - second) / 2.0).collect();
        Self { level: first, trend: (second - first) / season as f64, seasons }
    }
}

struct End {
    sse: f64,
    level: f64,
    trend: f64,
}

/// One pass in the error-correction form (Hyndman, Koehler, Ord and Snyder 2008, ch. 2); `seasons` ends indexed by step modulo season.
fn run(series: &[f64], start: &Start, by: Smoothing, seasons: &mut [f64]) -> End {
    seasons.copy_from_slice(&start.seasons);
    let (mut level, mut trend, mut sse, mut place) = (start.level, start.trend, 0.0, 0);
    for value in series {
        let slope = by.damping * trend;
        let error = value - level - slope - seasons[place];
        level += slope + by.level * error;
        trend = slope + by.trend * error;
        seasons[place] += by.season * error;
        sse += error * error;
        place = if place + 1 == seasons.len() { 0 } else { place + 1 };
    }
    End { sse, level, trend }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_season_is_continued() {
        let season = [4.0, -1.0, 0.0, 2.0, -5.0];
        let at = |t: usize| 10.0 + 0.5 * t as f64 + season[t % 5];
        let series: Vec<f64> = (0..63).map(at).collect();
        let fitted = HoltWinters::fit(&series, 5).unwrap();
        for horizon in 1..8 {
            assert!((fitted.ahead(horizon) - at(62 + horizon)).abs() < 0.35, "{horizon}: {}", fitted.ahead(horizon));
        }
    }

    #[test]
    fn constant_and_short_series_are_no_trouble() {
        assert!((HoltWinters::fit(&[3.0; 40], 7).unwrap().ahead(5) - 3.0).abs() < 1e-12);
        assert_eq!(HoltWinters::fit(&[1.0; 7], 7), None);
        assert_eq!(HoltWinters::fit(&[f64::NAN; 20], 7), None);
        assert!(HoltWinters::fit(&[1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], 7).unwrap().ahead(1).is_finite());
    }
}
