//! What a council and its parameters must satisfy: at the genesis, and again after every config change.

use {
    crate::{
        error::GovernorError,
        state::{Council, Group, Policy, Spec},
    },
    anchor_lang::prelude::*,
    economics::{
        bounds, config,
        group::{SUMS_TO, UNUSED},
        time::Now,
    },
};

/// Whether `name` is printable ASCII padded with zeroes, and not empty.
pub fn is_name(name: &[u8; 16]) -> bool {
    let len = name.iter().position(|b| *b == 0).unwrap_or(name.len());
    let (text, padding) = name.split_at(len);
    len > 0 && text.iter().all(u8::is_ascii_graphic) && padding.iter().all(|b| *b == 0)
}

/// Every enabled class has sensible times and is no weaker than its floor.
pub fn check_times(council: &Council) -> Result<()> {
    config::check_times(council.class_rules(), council.floor_rules())
        .map_err(|refusal| GovernorError::from(refusal).into())
}

/// Thresholds fit the seats: a majority can pass, a minority can neither pass nor stop anything.
pub fn check_votes(council: &Council) -> Result<()> {
    config::check_votes(council.class_rules(), &council.electorate())
        .map_err(|refusal| GovernorError::from(refusal).into())
}

/// The council can change itself again.
pub fn check_standing(council: &Council) -> Result<()> {
    config::check_standing(council.class_rules(), &council.electorate())
        .map_err(|refusal| GovernorError::from(refusal).into())
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

impl Policy {
    /// Puts a parameter behind the others; its place.
    pub fn add_param(&mut self, key: [u8; 16], value: i64, spec: &Spec, now: Now) -> Result<u8> {
        require!(is_name(&key), GovernorError::BadParamKey);
        require!(self.index_of(&key).is_none(), GovernorError::DuplicateParamKey);
        check_spec(spec, &self.groups)?;
        require!(bounds::Spec::from(*spec).is_sound(value), GovernorError::ValueOutOfBounds);
        let index = self.params_len;
        let place = self.params.get_mut(usize::from(index)).ok_or(GovernorError::TooManyParams)?;
        *place = bounds::Param::new(key, value, (*spec).into(), now).into();
        self.params_len = index.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        Ok(index)
    }
}
