//! The manual change of a lending market's curve: people look every other week and move the first slope.
//!
//! Source: Chaos Labs' risk steward posts for Aave v3 stablecoins (governance.aave.com): slope 1 lowered by 50 bps where utilisation averaged
//! 70 to 80 % against a target of 90 % (threads 20636, 21599 and 23302), raised by 100 bps where it met or exceeded the target (thread 22930,
//! as retold in 23302); about two weeks apart. Risk stewards may move a parameter every three days at the earliest, and people take days to post and act.

/// The rule's numbers; gaps and rates are fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stewards {
    /// Mean utilisation less the kink from which the slope is raised, and below which it is lowered.
    pub high: f64,
    pub low: f64,
    /// Changes of slope 1 per year.
    pub up: f64,
    pub down: f64,
    /// Days between two looks.
    pub every_days: u32,
    /// Days from the look to the proposal.
    pub late_days: u32,
}

/// As the posts have it.
pub const CHAOS_LABS: Stewards = Stewards { high: 0.0, low: -0.1, up: 0.01, down: 0.005, every_days: 14, late_days: 3 };

/// What the people have in mind.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Steward {
    /// Day of the last look, and the slope that it called for with the day from which it is proposed.
    looked: Option<u32>,
    wanted: Option<(u32, f64)>,
}

impl Steward {
    /// The slope to propose on `day`, at a week's mean utilisation and the kink and slope in force; `None`: nothing to propose.
    pub fn step(&mut self, numbers: &Stewards, day: u32, utilisation: f64, kink: f64, slope: f64) -> Option<f64> {
        if self.looked.is_none_or(|last| day >= last + numbers.every_days) {
            self.looked = Some(day);
            let gap = utilisation - kink;
            let change = match gap {
                _ if gap >= numbers.high => numbers.up,
                _ if gap < numbers.low => -numbers.down,
                _ => 0.0,
            };
            self.wanted = (change != 0.0).then_some((day + numbers.late_days, slope + change));
        }
        self.wanted.filter(|(from, _)| day >= *from).map(|(_, slope)| slope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_posts_changes_are_met_with_their_delay() {
        // August 2025: at the target, 5.5 % becomes 6.5 %; January 2025: at 75 %, 12.5 % becomes 12 %.
        let mut august = Steward::default();
        assert_eq!(august.step(&CHAOS_LABS, 0, 0.92, 0.9, 0.055), None);
        assert_eq!(august.step(&CHAOS_LABS, 2, 0.5, 0.9, 0.055), None);
        assert!((august.step(&CHAOS_LABS, 3, 0.5, 0.9, 0.055).unwrap() - 0.065).abs() < 1e-12);
        let mut january = Steward::default();
        january.step(&CHAOS_LABS, 0, 0.75, 0.9, 0.125);
        assert!((january.step(&CHAOS_LABS, 3, 0.75, 0.9, 0.125).unwrap() - 0.12).abs() < 1e-12);
    }

    #[test]
    fn between_the_gaps_nothing_is_proposed_and_people_look_every_other_week() {
        let mut steward = Steward::default();
        assert!((0..14).all(|day| steward.step(&CHAOS_LABS, day, 0.85, 0.9, 0.06).is_none()));
        assert_eq!(steward.step(&CHAOS_LABS, 14, 0.95, 0.9, 0.06), None);
        assert!(steward.step(&CHAOS_LABS, 17, 0.85, 0.9, 0.06).is_some());
        assert!(steward.step(&CHAOS_LABS, 28, 0.85, 0.9, 0.07).is_none());
    }
}
