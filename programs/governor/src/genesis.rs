//! What a genesis must satisfy; checked once, and in force for good.

use {
    crate::{
        error::GovernorError,
        state::{ClassRule, Council, Group, Spec},
    },
    anchor_lang::prelude::*,
    economics::{
        bounds, council,
        group::{SUMS_TO, UNUSED},
        lifecycle,
    },
};

/// Classes that this version can carry out: ai and param.
const AVAILABLE: usize = 2;

/// Whether `name` is printable ASCII padded with zeroes, and not empty.
pub fn is_name(name: &[u8; 16]) -> bool {
    let len = name.iter().position(|b| *b == 0).unwrap_or(name.len());
    let (text, padding) = name.split_at(len);
    len > 0 && text.iter().all(u8::is_ascii_graphic) && padding.iter().all(|b| *b == 0)
}

/// Every enabled class is available, has sensible times and is no weaker than its floor.
pub fn check_rules(rules: &[ClassRule; 5], floors: &[ClassRule; 5]) -> Result<()> {
    require!(rules.iter().any(|rule| rule.enabled == 1), GovernorError::NoClassEnabled);
    for (class, (rule, floor)) in rules.iter().zip(floors).enumerate() {
        if rule.enabled == 0 {
            continue;
        }
        require!(class < AVAILABLE && rule.enabled == 1, GovernorError::ClassNotAvailable);
        let times = lifecycle::ClassRule { approvals: 1, vetoes: 1, ..*rule.rules() };
        require!(times.is_sound(1, 1), GovernorError::DurationOutOfRange);
        require!(rule.rules().keeps(floor.rules()), GovernorError::BelowFloor);
    }
    Ok(())
}

/// Every group is unused or of a known kind.
pub fn check_groups(groups: &[Group; 4]) -> Result<()> {
    let known = groups.iter().all(|group| matches!(group.kind, UNUSED | SUMS_TO));
    require!(known, GovernorError::BadGroup);
    Ok(())
}

/// The bounds agree with each other and name an existing group.
pub fn check_spec(spec: &Spec, groups: &[Group; 4]) -> Result<()> {
    let sound = bounds::Spec::from(*spec);
    let consistent = sound.min() <= sound.max() && sound.is_sound(sound.min());
    let known_flags = spec.flags & !(bounds::AI_OK | bounds::EMERGENCY_OK) == 0;
    require!(consistent && known_flags, GovernorError::BadSpec);
    if let Some(place) = usize::from(spec.group).checked_sub(1) {
        let exists = groups.get(place).is_some_and(|group| group.kind == SUMS_TO);
        require!(exists, GovernorError::UnknownGroup);
    }
    Ok(())
}

/// Thresholds fit the seats: a majority can pass, a minority can neither pass nor stop anything.
pub fn check_thresholds(council: &Council) -> Result<()> {
    let vetoers = council.seats_with(council::VETO);
    for rule in council.classes.iter().filter(|rule| rule.enabled == 1) {
        require!(rule.approvals <= council.voters, GovernorError::ThresholdAboveVoters);
        require!(rule.approvals >= council::majority(council.voters), GovernorError::ThresholdBelowMajority);
        let blocking = council::blocking(council.voters, rule.approvals);
        require!(rule.vetoes >= blocking, GovernorError::VetoesBelowBlocking);
        require!(rule.vetoes <= vetoers, GovernorError::VetoesAboveSeats);
    }
    Ok(())
}
