//! A policy as a rule of the twin.

use std::sync::Arc;

use twin::rule::{Bundle, Rule, Seen};

use super::{Diary, Extras, Feature, Outlook, Policy};
use crate::warn;

/// Remembers a day of figures at every question, and wishes what the policy says.
pub struct Steered {
    policy: Arc<Policy>,
    diary: Diary,
    /// What of the extras the policy answers to.
    heeds_forecasts: bool,
    heeds_warnings: bool,
}

impl Steered {
    /// The policy at the start of a run.
    pub fn new(policy: Arc<Policy>) -> Self {
        let heeds_forecasts = policy.heeds(Feature::is_forecast);
        let heeds_warnings = policy.heeds(|feature| feature == Feature::Warning);
        Self { policy, diary: Diary::default(), heeds_forecasts, heeds_warnings }
    }

    fn extras(&self, seen: &Seen<'_>) -> Extras {
        let outlook = self.heeds_forecasts.then(|| Outlook::of(self.diary.days())).flatten();
        Extras { outlook, warning: self.heeds_warnings.then(|| warn::now_seen(seen).crunch) }
    }
}

impl Rule for Steered {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.diary.note(seen.reading);
        match self.diary.today(seen) {
            Some(view) => self.policy.targets(&view, &self.extras(seen)).bundle(seen),
            None => Bundle::hold(),
        }
    }
}
