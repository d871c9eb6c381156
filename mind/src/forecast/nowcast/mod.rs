//! What the mean of the next seven days will be, in a microsecond: for use inside a policy, in the twin and on the chain.
//!
//! A line on five differences of means, learned from runs of the twin and frozen (`frozen`); where it did not beat the last value on runs
//! that it had not seen, its weights are zero and the last value is what it says.
//! `cargo run --release -p mind --example nowcast` learns them anew and prints the file.

mod frozen;
pub mod learn;

use serde::{Deserialize, Serialize};

/// Newest daily values that are looked at.
pub const SEEN: usize = 64;
/// Days ahead whose mean is forecast.
pub const AHEAD: usize = 7;
/// Differences that the line is on.
pub const COLUMNS: usize = 5;

/// What is forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// Annualised volatility; above 0.
    Volatility,
    /// Staked part of the supply.
    StakedShare,
    /// Quote per token; above 0.
    Price,
}

/// Mean of the next seven days' values with its 90 % interval, in the unit of the series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Nowcast {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// A frozen line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// On the columns, in the order of `columns`, and without them.
    pub weights: [f64; COLUMNS],
    pub constant: f64,
    /// What the newest value is compared with in the last column, on the series' scale.
    pub home: f64,
    /// Half width of the 90 % interval in units of the usual daily change, and the least daily change that counts.
    pub width: f64,
    pub least_change: f64,
}

impl Series {
    pub const ALL: [Self; 3] = [Self::Volatility, Self::StakedShare, Self::Price];

    /// Its frozen line.
    pub const fn line(self) -> &'static Line {
        &frozen::LINES[self as usize]
    }

    /// What the forecast is made by.
    pub fn method(self) -> &'static str {
        if self.line().weights == [0.0; COLUMNS] { "last value" } else { "lags" }
    }

    fn is_log(self) -> bool {
        self != Self::StakedShare
    }

    /// On the scale of the line.
    fn scaled(self, value: f64) -> Option<f64> {
        match self.is_log() {
            true => (value.is_finite() && value > 0.0).then(|| libm::log(value)),
            false => value.is_finite().then_some(value),
        }
    }

    fn real(self, scaled: f64) -> f64 {
        if self.is_log() { libm::exp(scaled.clamp(-700.0, 700.0)) } else { scaled.clamp(0.0, 1.0) }
    }
}

/// The forecast from daily values, oldest first, today's last; only the newest 64 are looked at.
/// `None` without a value, or where one of them is no number that the series can have, or so large that sums of them are none.
pub fn nowcast(series: Series, past: &[f64]) -> Option<Nowcast> {
    let (seen, n) = scaled(series, past)?;
    let (seen, line) = (&seen[..n], series.line());
    let columns = columns(seen, line.home);
    let change: f64 = line.weights.iter().zip(columns).map(|(weight, column)| weight * column).sum();
    let middle = seen[n - 1] + (line.constant + change).clamp(-1.0, 1.0);
    let half = line.width * usual_change(seen).max(line.least_change);
    let [mean, low, high] = [middle, middle - half, middle + half].map(|scaled| series.real(scaled));
    [mean, low, high].iter().all(|value| value.is_finite()).then_some(Nowcast { mean, low, high })
}

fn scaled(series: Series, past: &[f64]) -> Option<([f64; SEEN], usize)> {
    let newest = &past[past.len().saturating_sub(SEEN)..];
    let mut seen = [0.0; SEEN];
    for (to, from) in seen.iter_mut().zip(newest) {
        *to = series.scaled(*from)?;
    }
    (!newest.is_empty()).then_some((seen, newest.len()))
}

/// Today less yesterday, today less the week's mean, the week's less the month's, the month's less all, and today less home.
fn columns(seen: &[f64], home: f64) -> [f64; COLUMNS] {
    let mean = |days: usize| {
        let newest = &seen[seen.len().saturating_sub(days)..];
        newest.iter().sum::<f64>() / newest.len() as f64
    };
    let today = seen[seen.len() - 1];
    let yesterday = seen[seen.len().saturating_sub(2)];
    let (week, month, all) = (mean(7), mean(28), mean(SEEN));
    [today - yesterday, today - week, week - month, month - all, today - home]
}

/// Root mean square of the daily changes of four weeks.
fn usual_change(seen: &[f64]) -> f64 {
    let newest = &seen[seen.len().saturating_sub(29)..];
    let squares: f64 = newest.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).sum();
    (squares / (newest.len().max(2) - 1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_series_give_no_nonsense() {
        for series in Series::ALL {
            assert_eq!(nowcast(series, &[]), None);
            assert_eq!(nowcast(series, &[0.5, f64::NAN]), None);
            assert_eq!(nowcast(series, &[0.5, f64::INFINITY]), None);
            for past in [vec![0.5], vec![0.5; 200], vec![0.001, 0.9, 0.001, 0.9], vec![1.0, f64::MIN_POSITIVE]] {
                let made = nowcast(series, &past).unwrap();
                assert!(
                    made.low <= made.mean && made.mean <= made.high && made.high.is_finite(),
                    "{series:?} {made:?}"
                );
            }
        }
        assert_eq!(nowcast(Series::StakedShare, &[f64::MAX, f64::MAX, f64::MIN]), None);
        assert_eq!(nowcast(Series::Price, &[0.0]), None);
    }

    #[test]
    fn only_the_newest_values_count_and_a_price_has_no_unit() {
        let past: Vec<f64> = (0..200).map(|t| 1.0 + 0.1 * f64::from(t % 5)).collect();
        assert_eq!(nowcast(Series::Price, &past), nowcast(Series::Price, &past[200 - SEEN..]));
        let dear: Vec<f64> = past.iter().map(|price| price * 1_000.0).collect();
        let ratio = nowcast(Series::Price, &dear).unwrap().mean / nowcast(Series::Price, &past).unwrap().mean;
        assert!((ratio - 1_000.0).abs() < 1e-6);
    }

    #[test]
    fn the_frozen_lines_beat_the_last_value_or_are_it_on_runs_they_have_not_seen() {
        let days = learn::runs(10_600..10_602);
        for series in Series::ALL {
            let found = learn::judge(series, series.line(), &days);
            match series.method() {
                "last value" => assert_eq!(found.ratio, 1.0),
                _ => assert!(found.ratio < 1.0, "{series:?}: {found:?}"),
            }
            assert!((0.84..=0.96).contains(&found.coverage), "{series:?}: {found:?}");
        }
    }
}
