//! What happens when: the only difference between the demonstration and the run against a validator.

use crate::driver::Events;

/// Timetable of one play.
#[derive(Clone, Debug)]
pub struct Script {
    /// Days to play; a day is `day_secs` of the chain's clock.
    pub days: u64,
    pub day_secs: i64,
    pub seed: u64,
    pub wallets: usize,
    /// Days between the arrival of people and the first day; they make one long metrics period.
    pub prologue: i64,
    /// First day on whose evening the oracle decides, and the days from one decision to the next.
    pub first_round: u64,
    pub round_every: u64,
    /// Days (first, last) on which the market's feed stands still.
    pub outage: (u64, u64),
    /// Day on which two wallets fake activity.
    pub wash: u64,
    /// Which of the oracle's proposals the council vetoes, counted from 1.
    pub veto: u64,
    /// Whether people vote instead of the council's test keys.
    pub manual: bool,
}

impl Script {
    /// Real delays by time travel: days of 24 hours.
    pub fn demo(days: u64, seed: u64, wallets: usize) -> Self {
        Self {
            days,
            day_secs: economics::time::DAY,
            seed,
            wallets,
            prologue: 20,
            first_round: 6,
            round_every: 1,
            outage: (14, 18),
            wash: 28,
            veto: 2,
            manual: false,
        }
    }

    /// Days of a few seconds for chains whose time nobody can move.
    pub fn short(periods: u64, day_secs: i64, seed: u64, wallets: usize) -> Self {
        Self { day_secs, prologue: 3, round_every: 2, outage: (10, 14), ..Self::demo(periods, seed, wallets) }
    }

    pub fn events(&self, day: u64) -> Events {
        Events { outage: (self.outage.0..=self.outage.1).contains(&day), wash: day == self.wash }
    }

    /// Whether the oracle decides on the evening of `day`.
    pub fn is_round(&self, day: u64) -> bool {
        day >= self.first_round && (day - self.first_round).is_multiple_of(self.round_every)
    }

    /// Checks what a person may have typed.
    pub fn check(&self) -> Result<(), crate::WrongInput> {
        if self.days == 0 || self.wallets < 8 {
            return Err(crate::WrongInput(format!(
                "found {} days and {} wallets, expected at least 1 day and 8 wallets",
                self.days, self.wallets
            )));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn the_feed_is_older_than_three_days_on_some_evening_of_decision() {
        let script = Script::demo(30, 1, 100);
        let stale = (1..=script.days).filter(|day| script.is_round(*day) && script.events(*day).outage);
        assert!(stale.into_iter().any(|day| day >= script.outage.0 + 3));
    }
}
