//! What a rule remembers of the readings that it was shown.

use twin::{Reading, rule::Seen};

use super::{Day, View};

/// Days kept: what forecasts look at.
const KEPT: usize = 64;
/// Figures older than this say nothing about today.
const OLDEST_HOURS: u32 = 48;

/// The days that were seen, oldest first.
#[derive(Debug, Default)]
pub struct Diary {
    days: Vec<Day>,
    newest_hour: Option<u32>,
}

impl Diary {
    /// Keeps the newest reading as a day, unless it is the one of the last question again.
    pub fn note(&mut self, reading: &Reading) {
        if self.newest_hour.replace(reading.hour) == Some(reading.hour) {
            return;
        }
        if self.days.len() == 2 * KEPT {
            self.days.drain(..KEPT);
        }
        self.days.push(Day::of(reading));
    }

    /// What is seen today; `None` where the newest figures are too old or make no sense.
    pub fn today(&self, seen: &Seen<'_>) -> Option<View> {
        if is_fresh(seen) { View::of(&self.days) } else { None }
    }

    pub fn days(&self) -> &[Day] {
        &self.days
    }
}

/// Whether what is seen is young enough to be acted on.
pub fn is_fresh(seen: &Seen<'_>) -> bool {
    seen.age_hours <= OLDEST_HOURS
}
