//! What slows or stops the gate: the guardian's pause and the alarm.

use economics::{
    alarm::{Alarm, Level},
    lifecycle::stretched,
    pause,
    policy::Class,
};
use governor::state::{Council, Policy};
use serde::{Deserialize, Serialize};

use crate::words;

/// Bits of a pause with their names.
pub const PAUSES: [(u8, &str); 4] = [
    (pause::AI, "proposals of the oracle"),
    (pause::EXECUTION, "execution of ai and param"),
    (pause::EMISSION, "emission"),
    (pause::DEPOSITS, "deposits"),
];

/// Pause and alarm as they stand on chain; both end by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brakes {
    /// Bits of `economics::pause`.
    pub paused: u8,
    /// Last unix second of the pause.
    pub paused_until: i64,
    /// Last unix second of at least alarm level 1.
    pub alarm_until1: i64,
    /// Last unix second of alarm level 2.
    pub alarm_until2: i64,
}

impl Brakes {
    pub fn new(council: &Council, policy: &Policy) -> Self {
        Self {
            paused: policy.paused,
            paused_until: policy.paused_until,
            alarm_until1: council.alarm.until1,
            alarm_until2: council.alarm.until2,
        }
    }

    fn alarm(&self) -> Alarm {
        Alarm { until1: self.alarm_until1, until2: self.alarm_until2 }
    }

    /// The alarm in force at the unix second `now`.
    pub fn level(&self, now: i64) -> Level {
        self.alarm().level(now)
    }

    /// Last second of a pause that keeps proposals of `class` from being executed; `None` where nothing does.
    pub fn holds_up(&self, class: Class, now: i64) -> Option<i64> {
        pause::stops(self.paused, self.paused_until, pause::to_execute(class), now).then_some(self.paused_until)
    }

    /// First second of execution after a delay that began at `queued_at`, if nobody raises the alarm again.
    ///
    /// `at_high`: whether the proposal can be executed while level 2 is in force.
    pub fn opens(&self, queued_at: i64, delay_secs: u64, at_high: bool) -> i64 {
        let after = |level| queued_at.saturating_add_unsigned(stretched(delay_secs, level));
        let calm = after(Level::Calm).max(self.alarm_until1.saturating_add(1));
        let raised = after(Level::Raised).max(self.alarm_until2.saturating_add(1));
        let slowed = calm.min(raised);
        if at_high { slowed.min(after(Level::High)) } else { slowed }
    }

    /// What the alarm does now, in words; `None` in calm.
    pub fn alarm_words(&self, now: i64) -> Option<String> {
        let left = |until: i64| words::duration(until - now);
        match self.level(now) {
            Level::Calm => None,
            Level::Raised => {
                Some(format!("level 1 for {}: delays ×2, steps of the oracle ÷2", left(self.alarm_until1)))
            }
            Level::High => Some(format!(
                "level 2 for {}: delays ×4, one approval more, class ai shut; at least level 1 for {}",
                left(self.alarm_until2),
                left(self.alarm_until1)
            )),
        }
    }

    /// What is paused now, in words; `None` where nothing is.
    pub fn pause_words(&self, now: i64) -> Option<String> {
        let stopped = PAUSES.iter().filter(|(bit, _)| pause::stops(self.paused, self.paused_until, *bit, now));
        let names: Vec<&str> = stopped.map(|(_, name)| *name).collect();
        let left = words::duration(self.paused_until - now);
        (!names.is_empty()).then(|| format!("{} for {left}", names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALM: Brakes = Brakes { paused: 0, paused_until: 0, alarm_until1: 0, alarm_until2: 0 };

    #[test]
    fn the_opening_is_the_first_second_that_the_rules_take() {
        let cases =
            [CALM, Brakes { alarm_until1: 1_150, ..CALM }, Brakes { alarm_until1: 1_350, alarm_until2: 1_250, ..CALM }];
        let levels = |brakes: Brakes| move |t: i64| t >= 1_000 + stretched(100, brakes.level(t)) as i64;
        for brakes in cases {
            let first = (1_000..2_000).find(|t| levels(brakes)(*t)).unwrap();
            assert_eq!(brakes.opens(1_000, 100, true), first, "{brakes:?}");
            let not_high = |t: &i64| levels(brakes)(*t) && brakes.level(*t) != Level::High;
            assert_eq!(brakes.opens(1_000, 100, false), (1_000..2_000).find(not_high).unwrap(), "{brakes:?}");
        }
    }

    #[test]
    fn a_pause_and_an_alarm_are_told_only_while_they_last() {
        let brakes = Brakes { paused: pause::EMISSION, paused_until: 100, alarm_until1: 90, alarm_until2: 50 };
        assert_eq!(brakes.pause_words(40).unwrap(), "emission for 60 s");
        assert!(brakes.alarm_words(40).unwrap().starts_with("level 2 for 10 s"));
        assert!(brakes.alarm_words(60).unwrap().starts_with("level 1 for 30 s"));
        assert_eq!((brakes.pause_words(101), brakes.alarm_words(91)), (None, None));
        assert_eq!(brakes.holds_up(Class::Ai, 40), None, "only emission is paused");
    }
}
