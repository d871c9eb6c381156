//! A policy as a rule of the twin.

use std::sync::Arc;

use twin::rule::{Bundle, Rule, Seen};

use super::{Day, Extras, Feature, Outlook, Policy, View};
use crate::warn;

/// Days kept: what forecasts look at.
const KEPT: usize = 64;
/// Figures older than this say nothing about today.
const OLDEST_HOURS: u32 = 48;

/// Remembers a day of figures at every question, and wishes what the policy says.
pub struct Steered {
    policy: Arc<Policy>,
    days: Vec<Day>,
    newest_hour: Option<u32>,
    /// What of the extras the policy answers to.
    heeds_forecasts: bool,
    heeds_warnings: bool,
}

impl Steered {
    /// The policy at the start of a run.
    pub fn new(policy: Arc<Policy>) -> Self {
        let heeds_forecasts = policy.heeds(Feature::is_forecast);
        let heeds_warnings = policy.heeds(|feature| feature == Feature::Warning);
        Self { policy, days: Vec::with_capacity(2 * KEPT), newest_hour: None, heeds_forecasts, heeds_warnings }
    }

    /// Keeps the newest reading as a day, unless it is the one of the last question again.
    fn remember(&mut self, seen: &Seen<'_>) {
        if self.newest_hour == Some(seen.reading.hour) {
            return;
        }
        self.newest_hour = Some(seen.reading.hour);
        if self.days.len() == 2 * KEPT {
            self.days.drain(..KEPT);
        }
        self.days.push(Day::of(seen.reading));
    }

    fn extras(&self, seen: &Seen<'_>) -> Extras {
        let outlook = self.heeds_forecasts.then(|| Outlook::of(&self.days)).flatten();
        Extras { outlook, warning: self.heeds_warnings.then(|| warn::now_seen(seen).crunch) }
    }
}

impl Rule for Steered {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.remember(seen);
        if seen.age_hours > OLDEST_HOURS {
            return Bundle::hold();
        }
        match View::of(&self.days) {
            Some(view) => self.policy.targets(&view, &self.extras(seen)).bundle(seen),
            None => Bundle::hold(),
        }
    }
}
