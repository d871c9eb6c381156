//! Pumps: a short burst of buying that people have arranged, told from the ordinary by how it differs from the coin's own week.
//!
//! Works on files of the shape of `pump_and_dump_features.csv`: one row per suspected event in time order, fifteen figures, `success` 1 or 0.
//! Inputs are ratios and logarithms only, so neither the coin's price nor its size matters: what differs between coins and years does not transfer.

pub(super) mod judge;

pub use judge::{PumpFigures, judge};

use std::path::{Path, PathBuf};

use serde::Deserialize;
use twin::real::ln;

use super::score::{Fit, FitError, Score};

/// Inputs in the order of [`Event::row`].
pub const INPUTS: [&str; 11] = [
    "trades against their week",
    "volume against its week",
    "spread of the week's volume",
    "spread of the week's trades",
    "spread of the week's candles",
    "volume deviations",
    "trade deviations",
    "candle against its week",
    "volume against seven days",
    "rise",
    "acceleration",
];

/// Ridge penalties that the walk forward chooses from, and the quantiles at which lines bend.
pub const ALPHAS: [f64; 4] = [60.0, 120.0, 240.0, 480.0];
const KNOTS: [f64; 3] = [0.2, 0.5, 0.8];
/// Rows after which a row counts half, and how often the newest counts.
const HALF_LIFE: f64 = 200.0;
const MOST: f64 = 4.0;
/// How the form above was found; kept in the manifest.
pub const VARIANTS: &str = "69 forms compared by walking forward on the first 70 % of the rows (raw, logarithms, ranks in a trailing window, ratios, hinges, interactions, recency, averages); then 4 penalties by code";
/// Rows that are left out between learning and judging.
pub const EMBARGO: usize = 20;

/// One row of the file; columns that are not used may be there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Event {
    /// When, as UTC text; sorts as time.
    pub pump_date: String,
    /// 1: it was a pump.
    pub success: u8,
    price_change_max: f64,
    vol_burst_max: f64,
    trade_count_max: f64,
    price_acceleration: f64,
    baseline_volume_mean: f64,
    baseline_volume_std: f64,
    baseline_trade_count_mean: f64,
    baseline_trade_count_std: f64,
    baseline_candle_range_mean: f64,
    baseline_candle_range_std: f64,
    vol_zscore_peak: f64,
    vol_ratio_vs_7d: f64,
    trade_count_zscore: f64,
    range_expansion_ratio: f64,
    taker_buy_ratio_peak: f64,
}

/// Reads a file, in time order.
pub fn read(text: &str) -> Result<Vec<Event>, csv::Error> {
    in_order(csv::Reader::from_reader(text.as_bytes()))
}

/// Events of the file that [`file`] finds.
pub fn find(dir: &Path) -> Result<Option<Vec<Event>>, csv::Error> {
    file(dir)?.map(|path| in_order(csv::Reader::from_path(path)?)).transpose()
}

/// The first file under `dir`, in the order of paths, that has the columns; `None` where none does.
pub fn file(dir: &Path) -> Result<Option<PathBuf>, csv::Error> {
    let entries = std::fs::read_dir(dir)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if let Some(found) = file(&path)? {
                return Ok(Some(found));
            }
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            let head = csv::Reader::from_path(&path)?.headers()?.clone();
            if ["pump_date", "success", "trade_count_zscore"].iter().all(|name| head.iter().any(|known| known == *name))
            {
                return Ok(Some(path));
            }
        }
    }
    Ok(None)
}

fn in_order(mut reader: csv::Reader<impl std::io::Read>) -> Result<Vec<Event>, csv::Error> {
    let mut events = reader.deserialize().collect::<Result<Vec<Event>, _>>()?;
    events.sort_by(|a, b| a.pump_date.cmp(&b.pump_date));
    Ok(events)
}

impl Event {
    pub fn is_pump(&self) -> bool {
        self.success > 0
    }

    /// The inputs.
    pub fn row(&self) -> Vec<f64> {
        let ratio = |part: f64, whole: f64| ln(part.max(0.0) / whole.max(1e-300));
        vec![
            ratio(self.trade_count_max + 1.0, self.baseline_trade_count_mean + 1.0),
            ratio(self.vol_burst_max + 1.0, self.baseline_volume_mean + 1.0),
            ratio(self.baseline_volume_std, self.baseline_volume_mean),
            ratio(self.baseline_trade_count_std, self.baseline_trade_count_mean),
            ratio(self.baseline_candle_range_std, self.baseline_candle_range_mean),
            self.vol_zscore_peak,
            self.trade_count_zscore,
            ln(self.range_expansion_ratio.max(0.0) + 0.05),
            ln(self.vol_ratio_vs_7d.max(0.0) + 0.02),
            self.price_change_max.max(0.0).sqrt(),
            self.price_acceleration.max(0.0).sqrt(),
        ]
    }

    /// The fifteen figures as they are, for the plain logistic model beside.
    pub fn bare(&self) -> Vec<f64> {
        vec![
            self.price_change_max,
            self.taker_buy_ratio_peak,
            self.vol_burst_max,
            self.trade_count_max,
            self.price_acceleration,
            self.baseline_volume_mean,
            self.baseline_volume_std,
            self.baseline_trade_count_mean,
            self.baseline_trade_count_std,
            self.baseline_candle_range_mean,
            self.baseline_candle_range_std,
            self.vol_zscore_peak,
            self.vol_ratio_vs_7d,
            self.trade_count_zscore,
            self.range_expansion_ratio,
        ]
    }
}

/// Learns from events in time order; newer rows count up to four times.
pub fn learn(events: &[Event], alpha: f64) -> Result<Score, FitError> {
    let (mut rows, mut happened) = (Vec::new(), Vec::new());
    for (age, event) in events.iter().rev().enumerate() {
        let times =
            (MOST * twin::real::exp(-core::f64::consts::LN_2 * age as f64 / HALF_LIFE)).round().max(1.0) as usize;
        rows.extend(std::iter::repeat_n(event.row(), times));
        happened.extend(std::iter::repeat_n(event.is_pump(), times));
    }
    Score::learn(&INPUTS, &rows, &happened, &Fit { alpha, knots: &KNOTS })
}

/// The plain logistic model on the fifteen figures.
pub fn plain(events: &[Event]) -> Result<Score, FitError> {
    let rows: Vec<Vec<f64>> = events.iter().map(Event::bare).collect();
    let happened: Vec<bool> = events.iter().map(Event::is_pump).collect();
    let names: Vec<&str> = vec!["figure"; 15];
    Score::learn(&names, &rows, &happened, &Fit { alpha: 1.0, knots: &[] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    /// A file of the shape in which a pump trades more than its week, whatever the coin's size; sizes change half way.
    fn made(rows: u32) -> String {
        let mut text = String::from(
            "currency,pump_date,success,price_change_max,taker_buy_ratio_peak,vol_burst_max,trade_count_max,price_acceleration,baseline_volume_mean,\
             baseline_volume_std,baseline_trade_count_mean,baseline_trade_count_std,baseline_candle_range_mean,baseline_candle_range_std,\
             vol_zscore_peak,vol_ratio_vs_7d,trade_count_zscore,range_expansion_ratio\n",
        );
        for n in 0..rows {
            let mut draws = Stream::new(5, 0).draws(n, 0);
            let pump = draws.chance(0.3);
            let size = twin::real::exp(2.0 * draws.normal()) * if n > rows / 2 { 1_000.0 } else { 1.0 };
            let burst = twin::real::exp(draws.normal() + if pump { 1.5 } else { 0.0 });
            text += &format!(
                "C{n},2020-01-01T{:06},{},0.01,1,{},{},0.01,{},{},{},{},1e-7,1e-7,{},0.4,{},0.5\n",
                n,
                u8::from(pump),
                size * burst,
                size * burst,
                size,
                size * 2.0,
                size,
                size * 2.0,
                burst / 2.0 - 0.5,
                burst / 2.0 - 0.5
            );
        }
        text
    }

    #[test]
    fn what_differs_from_a_coins_own_week_is_learned_whatever_its_size() {
        let events = read(&made(400)).unwrap();
        let found = judge(&events, &learn(&events[..200], 120.0).unwrap(), &events[199].pump_date).unwrap();
        assert!(found.forward_pr_auc > found.last_share + 0.2, "{found:?}");
        assert!(found.forward_pr_auc > found.forward_plain_pr_auc, "{found:?}");
        assert_eq!(found.frozen_rows, 200);
        assert!(found.frozen_pr_auc.unwrap() > 0.6, "{found:?}");
    }

    #[test]
    fn a_row_without_a_figure_and_a_wild_one_are_no_wild_scores() {
        let mut events = read(&made(3)).unwrap();
        (events[0].baseline_volume_mean, events[1].trade_count_max, events[2].vol_zscore_peak) =
            (0.0, f64::INFINITY, f64::NAN);
        let score = &crate::warn::built_in().pumps;
        assert!(events.iter().all(|event| (0.0..=1.0).contains(&score.probability(&event.row()))));
        assert!(read("pump_date,success\n2020,1\n").is_err(), "a column is missing");
    }
}
