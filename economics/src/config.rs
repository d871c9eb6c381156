//! What a council must satisfy: when it is founded, and again after every change of itself.
//!
//! No change may leave a council that cannot change itself again.

use crate::{
    council::{self, blocking, fewest_approvals},
    lifecycle::ClassRule,
    policy::Class,
    require,
};

/// Most changes in one proposal.
pub const MAX_CHANGES: usize = 16;

/// Why a council is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `enabled` is neither 0 nor 1.
    BadFlag,
    NoClassEnabled,
    /// A delay, voting time or window is out of range.
    Duration,
    /// Weaker than the constitution.
    BelowFloor,
    ThresholdAboveVoters,
    /// Fewer approvals than the class needs.
    ThresholdTooLow,
    /// A minority could stop everything.
    VetoesBelowBlocking,
    VetoesAboveSeats,
    /// The council could never change itself again.
    Bricked,
}

/// How many seats may do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Electorate {
    /// Seats that may vote, accepted or not.
    pub voters: u8,
    /// Seats that may veto, accepted or not.
    pub vetoers: u8,
    /// Accepted seats that may vote.
    pub accepted_voters: u8,
    /// Accepted seats that may propose.
    pub accepted_proposers: u8,
}

impl Electorate {
    /// Counted from (roles, accepted) of every seat.
    pub fn of(seats: impl Iterator<Item = (u8, u8)> + Clone) -> Self {
        let all = |role| council::count(council::mask(seats.clone().map(|(roles, _)| (roles, 1)), role));
        let accepted = |role| council::count(council::mask(seats.clone(), role));
        Self {
            voters: all(council::VOTE),
            vetoers: all(council::VETO),
            accepted_voters: accepted(council::VOTE),
            accepted_proposers: accepted(council::PROPOSE),
        }
    }
}

/// The times of every enabled class are sensible, and no rule is weaker than its floor.
pub fn check_times(rules: &[ClassRule; 5], floors: &[ClassRule; 5]) -> Result<(), Refusal> {
    require(rules.iter().any(|rule| rule.enabled == 1), Refusal::NoClassEnabled)?;
    for (rule, floor) in rules.iter().zip(floors).filter(|(rule, _)| rule.enabled != 0) {
        require(rule.enabled == 1, Refusal::BadFlag)?;
        require(rule.has_sound_times(), Refusal::Duration)?;
        require(rule.keeps(floor), Refusal::BelowFloor)?;
    }
    Ok(())
}

/// Thresholds fit the seats: enough can pass, and a minority can neither pass nor stop anything.
pub fn check_votes(rules: &[ClassRule; 5], seats: &Electorate) -> Result<(), Refusal> {
    for (code, rule) in (0u8..).zip(rules).filter(|(_, rule)| rule.enabled == 1) {
        let fewest = Class::from_u8(code).map_or(u8::MAX, |class| fewest_approvals(class, seats.voters));
        require(rule.approvals <= seats.voters, Refusal::ThresholdAboveVoters)?;
        require(rule.approvals >= fewest, Refusal::ThresholdTooLow)?;
        require(rule.vetoes >= blocking(seats.voters, rule.approvals), Refusal::VetoesBelowBlocking)?;
        require(rule.vetoes <= seats.vetoers, Refusal::VetoesAboveSeats)?;
    }
    Ok(())
}

/// Somebody can propose the next change, and those who have accepted their seats can pass it.
pub fn check_standing(rules: &[ClassRule; 5], seats: &Electorate) -> Result<(), Refusal> {
    let [_, _, _, config, _] = rules;
    let passes = config.enabled == 1 && seats.accepted_voters >= config.approvals;
    require(passes && seats.accepted_proposers > 0, Refusal::Bricked)
}
