//! Pumps: a short burst of buying that people have arranged, told from the ordinary by how it differs from the coin's own week.
//!
//! Works on files of the shape of `pump_and_dump_features.csv`: one row per suspected event in time order, fifteen figures, `success` 1 or 0.
//! Inputs are ratios and logarithms only, so neither the coin's price nor its size matters: what differs between coins and years does not transfer.

pub(super) mod judge;

pub use judge::{PumpFigures, judge};

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

/// The first file under `dir`, in the order of paths, that has the columns; `None` where none does.
pub fn find(dir: &std::path::Path) -> Result<Option<Vec<Event>>, csv::Error> {
    let mut paths: Vec<_> =
        std::fs::read_dir(dir)?.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if let Some(found) = find(&path)? {
                return Ok(Some(found));
            }
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            let mut reader = csv::Reader::from_path(&path)?;
            let head = reader.headers()?.clone();
            if ["pump_date", "success", "trade_count_zscore"].iter().all(|name| head.iter().any(|known| known == *name))
            {
                return in_order(reader).map(Some);
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
