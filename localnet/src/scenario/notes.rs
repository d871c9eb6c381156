//! What a play remembers of itself: counts and times; everything else is read from chain and log.

use crate::driver::Flown;
use oracle::chain::Landed;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Counts and times of one play.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Transactions that landed and succeeded.
    pub transactions: u64,
    /// Last slot in which one landed.
    pub slot: u64,
    /// Refusals by reason; people try things that do not work, so some are normal.
    pub refused: BTreeMap<String, u64>,
    /// Time spent per phase.
    pub phases: BTreeMap<&'static str, Duration>,
}

impl Notes {
    pub fn flown(&mut self, flown: Flown) {
        self.transactions += flown.landed;
        self.slot = self.slot.max(flown.slot);
        for (reason, count) in flown.refused {
            *self.refused.entry(reason).or_default() += count;
        }
    }

    pub fn landed(&mut self, landed: &Landed) {
        self.transactions += 1;
        self.slot = self.slot.max(landed.slot);
    }

    /// Adds the time since `began` to a phase.
    pub fn spent(&mut self, phase: &'static str, began: Instant) {
        *self.phases.entry(phase).or_default() += began.elapsed();
    }

    /// "chain 12.3 s · oracle 40.1 s".
    pub fn times(&self) -> String {
        let each = self.phases.iter().map(|(phase, time)| format!("{phase} {:.1} s", time.as_secs_f32()));
        each.collect::<Vec<_>>().join(" · ")
    }
}
