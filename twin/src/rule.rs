//! The hook for whoever steers: a rule sees lagged figures and wishes integer values; the harness decides what of it may happen.

use economics::{
    Now,
    bounds::Param,
    group::{Group, MAX_GROUPS},
    policy::MAX_MOVES,
};

use crate::{
    levers::admits_value,
    packs::Sight,
    reading::{Memory, Reading},
    rewards::Weights,
    scenario::PARAMS,
};

/// A policy that moves parameters.
pub trait Rule {
    /// What the parameters should be now; asked every `Governance::decide_every_hours`.
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle;
}

/// Values wished for, one per parameter; applied whole or not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bundle {
    wanted: [(u8, i64); MAX_MOVES],
    len: u8,
    overfull: bool,
    rewards: Option<Weights>,
}

impl Bundle {
    /// No wish.
    pub fn hold() -> Self {
        Self::default()
    }

    /// Wishes `value` for the parameter at `param`; a second wish for it replaces the first.
    pub fn set(&mut self, param: usize, value: i64) -> &mut Self {
        let place = self.wanted().position(|(known, _)| known == param).unwrap_or(usize::from(self.len));
        match (self.wanted.get_mut(place), u8::try_from(param)) {
            (Some(slot), Ok(param)) => {
                *slot = (param, value);
                self.len = self.len.max(place as u8 + 1);
            }
            _ => self.overfull = true,
        }
        self
    }

    /// Wishes this list of rewards, bps by segment. The harness takes it where it differs from the live one, none is on its way, and the last one
    /// is a month old; else it is as if nothing was wished, so the same wish may be told every day.
    pub fn rewards(&mut self, weights: Weights) -> &mut Self {
        self.rewards = Some(weights);
        self
    }

    pub fn wished_rewards(&self) -> Option<Weights> {
        self.rewards
    }

    /// (place of the parameter, value) of every wish.
    pub fn wanted(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.wanted.iter().take(usize::from(self.len)).map(|(param, value)| (usize::from(*param), *value))
    }

    pub fn is_hold(&self) -> bool {
        self.len == 0 && !self.overfull && self.rewards.is_none()
    }

    /// Whether more was wished than one proposal can carry.
    pub fn is_overfull(&self) -> bool {
        self.overfull
    }
}

/// What a rule is shown.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Hours since the start, and the chain's clock.
    pub hour: u32,
    pub now: Now,
    /// The live policy: it is on chain and known without lag.
    pub params: &'a [Param; PARAMS],
    pub groups: &'a [Group; MAX_GROUPS],
    /// A bundle waits for its delay; another one would be refused.
    pub pending: bool,
    /// The live list of rewards, and whether another one would be taken now.
    pub rewards: Weights,
    pub rewards_open: bool,
    /// The newest reading that the lag lets through, and its age.
    pub reading: &'a Reading,
    pub age_hours: u32,
    /// The domain pack on top of the economy, if there is one.
    pub pack: Option<Sight<'a>>,
    pub(crate) memory: &'a Memory,
}

impl Seen<'_> {
    /// A reading that is `hours` older than the newest known, as far as eight days back.
    pub fn before(&self, hours: u32) -> &Reading {
        self.memory.at(self.reading.hour.saturating_sub(hours))
    }

    /// The parameter at this place: the standard ones, then the pack's.
    pub fn param(&self, place: usize) -> Option<&Param> {
        let own = self.pack.as_ref().map_or(&[][..], |pack| pack.params);
        self.params.get(place).or_else(|| own.get(place.checked_sub(PARAMS)?))
    }

    /// The value nearest to `target` that bounds, step, interval and budget of the parameter admit now; the live value where nothing else is admitted.
    pub fn reach(&self, param: usize, target: i64) -> i64 {
        let Some(param) = self.param(param) else { return target };
        let live = param.value;
        let wished = target.clamp(param.spec.min(), param.spec.max());
        let step = param.spec.step(live, wished);
        let near = wished.clamp(live.saturating_sub_unsigned(step), live.saturating_add_unsigned(step));
        // Halving finds a smaller move where the 30-day budget refuses the whole one.
        let mut change = near.saturating_sub(live);
        while change != 0 && !admits_value(param, live.saturating_add(change), self.now) {
            change /= 2;
        }
        live.saturating_add(change)
    }
}

/// Never moves anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hold;

impl Rule for Hold {
    fn decide(&mut self, _: &Seen<'_>) -> Bundle {
        Bundle::hold()
    }
}

/// Wishes one bundle until the values are there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Once(pub Bundle);

impl Rule for Once {
    fn decide(&mut self, _: &Seen<'_>) -> Bundle {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_wish_for_a_parameter_replaces_the_first() {
        let mut bundle = Bundle::hold();
        assert!(bundle.is_hold());
        bundle.set(3, 1).set(5, 2).set(3, 9);
        assert_eq!(bundle.wanted().collect::<Vec<_>>(), [(3, 9), (5, 2)]);
    }

    #[test]
    fn a_ninth_parameter_makes_the_bundle_overfull_instead_of_cutting_it() {
        let mut bundle = Bundle::hold();
        (0..8).for_each(|param| _ = bundle.set(param, 1));
        assert!(!bundle.is_overfull());
        bundle.set(8, 1);
        assert!(bundle.is_overfull() && !bundle.is_hold());
    }
}
