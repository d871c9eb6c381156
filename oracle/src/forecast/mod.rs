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
    /// Mean absolute scaled errors by rolling origin; scale is the in-sample one-step naive error.
    pub mase_naive: Micro,
    pub mase_model: Micro,
    /// Share of rolling-origin errors inside the interval that earlier errors gave.
    pub coverage: Micro,
    /// Forecast with the 80 % interval from residual quantiles.
    pub p10: Micro,
    pub p50: Micro,
    pub p90: Micro,
}
