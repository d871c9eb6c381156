//! Ways in which an adaptive policy is known to fail, each with a measurement and a limit.
//!
//! Every check gives what was found beside what is acceptable; none of them can be passed by doing nothing but the ones that
//! ask for nothing to happen.

mod adapting;
mod bundles;
mod drift;
mod front_run;
mod gaming;
mod oscillation;
mod shadow;
mod spike;
mod spoiled;
mod watched;
mod wind_up;

pub use {
    adapting::adapting,
    bundles::whole_bundles,
    drift::{Drift, drift},
    front_run::front_running,
    gaming::gaming,
    oscillation::oscillation,
    spike::spike,
    spoiled::{no_numbers, poisoning},
    wind_up::wind_up,
};

use serde::{Deserialize, Serialize};

/// One failure mode of one arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    pub mode: String,
    pub arm: String,
    /// What was measured, with its unit.
    pub found: String,
    /// What is acceptable.
    pub accepted: String,
    /// `None` where the mode says nothing about this arm; `found` says why.
    pub passes: Option<bool>,
}

impl Check {
    /// The check as one word.
    pub const fn verdict(&self) -> &'static str {
        match self.passes {
            Some(true) => "yes",
            Some(false) => "no",
            None => "does not apply",
        }
    }
}

#[cfg(test)]
mod tests;
