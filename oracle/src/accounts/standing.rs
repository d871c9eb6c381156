//! What can happen to a proposal at a moment.

use economics::{alarm::Level, policy::Class};

use super::{MoveFacts, ProposalFacts};
use crate::chain::ChainClock;

/// What can happen to a proposal at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Voting {
        missing: usize,
        until: i64,
    },
    Waiting {
        until: i64,
        until_slot: u64,
    },
    /// Its delay is over, but the guardian's pause is not.
    Paused {
        until: i64,
    },
    /// The alarm asks for more approvals, or shuts the class, for longer than the proposal lives.
    Alarmed,
    Executable {
        until: i64,
    },
    /// Anyone may mark it expired.
    TimeOver,
    /// The council has changed since; anyone may close it.
    Stale,
    Closed,
}

impl ProposalFacts {
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "active" | "queued")
    }

    /// The class; `Param` for a name that is none.
    pub fn class_code(&self) -> Class {
        let place = super::CLASSES.iter().position(|name| *name == self.class);
        place.and_then(|place| Class::from_u8(place as u8)).unwrap_or(Class::Param)
    }

    /// Approvals needed at the unix second `now`: one more under a high alarm, but not more than there are voters.
    pub fn needed(&self, now: i64) -> usize {
        let calm = usize::from(self.threshold);
        let more = calm + usize::from(self.brakes.level(now).more_approvals());
        more.min(usize::from(self.voters)).max(calm)
    }

    /// Largest step that `change` may take at the unix second `now`: an alarm halves the oracle's.
    pub fn step_limit(&self, change: &MoveFacts, now: i64) -> u64 {
        let halved = self.class_code() == Class::Ai && self.brakes.level(now) != Level::Calm;
        if halved { change.step_limit / 2 } else { change.step_limit }
    }

    /// Whether level 2 of the alarm lets it be executed.
    pub(super) fn runs_at_high(class: Class, approvals: usize, threshold: u8, voters: u8) -> bool {
        let needed = (usize::from(threshold) + 1).min(usize::from(voters)).max(usize::from(threshold));
        !class.is_shut(Level::High) && approvals >= needed
    }

    /// What can happen to it now; what the chain has not recorded yet (time over, stale) is said too.
    pub fn standing(&self, now: &ChainClock) -> Standing {
        let pause = self.brakes.holds_up(self.class_code(), now.unix);
        match self.state.as_str() {
            "active" | "queued" if self.stale => Standing::Stale,
            "active" if now.unix > self.voting_until => Standing::TimeOver,
            "active" => Standing::Voting {
                missing: self.needed(now.unix).saturating_sub(self.approvals.len()),
                until: self.voting_until,
            },
            "queued" if now.unix > self.closes_at => Standing::TimeOver,
            "queued" if self.opens_at > self.closes_at => Standing::Alarmed,
            "queued" if now.unix < self.opens_at || now.slot < self.opens_slot => {
                Standing::Waiting { until: self.opens_at, until_slot: self.opens_slot }
            }
            "queued" => {
                pause.map_or(Standing::Executable { until: self.closes_at }, |until| Standing::Paused { until })
            }
            _ => Standing::Closed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Brakes;

    fn queued() -> ProposalFacts {
        ProposalFacts {
            class: "param".into(),
            state: "queued".into(),
            threshold: 2,
            voters: 3,
            opens_at: 100,
            closes_at: 200,
            opens_slot: 50,
            ..Default::default()
        }
    }

    fn at(unix: i64) -> ChainClock {
        ChainClock { unix, slot: 60, epoch: 0 }
    }

    #[test]
    fn a_queued_proposal_waits_runs_and_is_over() {
        let facts = queued();
        assert_eq!(facts.standing(&at(99)), Standing::Waiting { until: 100, until_slot: 50 });
        assert_eq!(
            facts.standing(&ChainClock { slot: 49, ..at(150) }),
            Standing::Waiting { until: 100, until_slot: 50 }
        );
        assert_eq!(facts.standing(&at(200)), Standing::Executable { until: 200 });
        assert_eq!(facts.standing(&at(201)), Standing::TimeOver);
    }

    #[test]
    fn a_pause_an_alarm_and_a_changed_council_are_told() {
        let brakes = Brakes { paused: economics::pause::EXECUTION, paused_until: 180, ..Default::default() };
        assert_eq!(ProposalFacts { brakes, ..queued() }.standing(&at(150)), Standing::Paused { until: 180 });
        assert_eq!(ProposalFacts { brakes, ..queued() }.standing(&at(181)), Standing::Executable { until: 200 });
        assert_eq!(ProposalFacts { opens_at: 201, ..queued() }.standing(&at(150)), Standing::Alarmed);
        assert_eq!(ProposalFacts { stale: true, ..queued() }.standing(&at(150)), Standing::Stale);
    }

    #[test]
    fn a_high_alarm_asks_for_one_approval_more_but_not_more_than_voters() {
        let brakes = Brakes { alarm_until1: 90, alarm_until2: 50, ..Default::default() };
        let facts = ProposalFacts { brakes, ..queued() };
        assert_eq!((facts.needed(50), facts.needed(51)), (3, 2));
        assert_eq!(ProposalFacts { threshold: 3, ..facts }.needed(50), 3);
    }

    #[test]
    fn an_alarm_halves_the_step_of_the_oracle_alone() {
        let brakes = Brakes { alarm_until1: 90, ..Default::default() };
        let change = MoveFacts { step_limit: 25, ..Default::default() };
        let facts = ProposalFacts { brakes, ..queued() };
        assert_eq!(facts.step_limit(&change, 90), 25);
        let ai = ProposalFacts { class: "ai".into(), ..facts };
        assert_eq!((ai.step_limit(&change, 90), ai.step_limit(&change, 91)), (12, 25));
    }
}
