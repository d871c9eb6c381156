//! A policy as a rule of the twin.

use std::sync::Arc;

use twin::rule::{Bundle, Rule, Seen};

use super::{Day, Extras, Policy, View, WINDOW};

/// Figures older than this say nothing about today.
const OLDEST_HOURS: u32 = 48;

/// Remembers a day of figures at every question, and wishes what the policy says.
pub struct Steered {
    policy: Arc<Policy>,
    days: Vec<Day>,
    newest_hour: Option<u32>,
}

impl Steered {
    /// The policy at the start of a run.
    pub fn new(policy: Arc<Policy>) -> Self {
        Self { policy, days: Vec::with_capacity(2 * WINDOW), newest_hour: None }
    }

    /// Keeps the newest reading as a day, unless it is the one of the last question again.
    fn remember(&mut self, seen: &Seen<'_>) {
        if self.newest_hour == Some(seen.reading.hour) {
            return;
        }
        self.newest_hour = Some(seen.reading.hour);
        if self.days.len() == 2 * WINDOW {
            self.days.drain(..WINDOW);
        }
        self.days.push(Day::of(seen.reading));
    }

    fn extras(&self, _seen: &Seen<'_>) -> Extras {
        Extras::default()
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
