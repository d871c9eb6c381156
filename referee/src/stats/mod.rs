//! Statistics of paired simulation runs.
//!
//! Every function states its source and refuses (`None`) what it cannot answer instead of giving a number;
//! `docs/evaluation.md` names the command that compares them with an independent implementation.

mod bootstrap;
mod calibration;
mod effect;
mod forecast;
mod multiple;
mod order;
mod overfit;
mod survival;
mod wilcoxon;

pub use bootstrap::{Interval, bca};
pub use calibration::{average_precision, brier, expected_calibration_error};
pub use effect::{Contrast, cliffs_delta, paired};
pub use forecast::{DieboldMariano, crps, diebold_mariano, mase};
pub use multiple::holm;
pub use order::{cvar_low, gini, mean, median, quantile, sd};
pub use overfit::probability_of_overfitting;
pub use survival::{Lifetime, LogRank, kaplan_meier, log_rank};
pub use wilcoxon::{Wilcoxon, wilcoxon};
