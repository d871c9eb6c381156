//! The policy inside a run: its parameters, and the slow road of the transfer fee.

use economics::{
    alarm::Level,
    bounds::{Param, Refusal, admit},
    emission::{GAUGES, Rate},
    fees::fee_can_change,
    group::{Group, MAX_GROUPS},
    key::{
        BURN_SHARE, EMISSION_RATE, FEE_BPS, GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY, STAKERS_SHARE, UNBOND_SECS,
    },
    policy::{Class, Move, Request, admit_moves, publish},
    time::Now,
};

use crate::{
    packs::EXTRA,
    scenario::{PARAMS, Scenario},
};

/// One step of class ai while no alarm is up.
const HALF_STEPS: u64 = 2;

/// Whether the parameter alone may take the value by one step of class ai; its group is not looked at.
pub(crate) fn admits_value(param: &Param, new: i64, now: Now) -> bool {
    admit(param, param.value, new, HALF_STEPS, now).is_ok()
}

/// Parameters and the fee that the mint really takes.
#[derive(Debug, Clone, Copy)]
pub struct Levers {
    pub params: [Param; PARAMS],
    pub groups: [Group; MAX_GROUPS],
    /// The pack's parameters, as many as it has.
    extra: [Param; EXTRA],
    extras: usize,
    /// Executions so far: with it a reader sees whether it missed a change.
    pub version: u64,
    /// The mint's older fee, and its newer one with the epoch from which that acts.
    pub older_fee_bps: u16,
    pub newer_fee_bps: u16,
    pub newer_fee_epoch: u64,
}

impl Levers {
    pub fn new(scenario: &Scenario) -> Self {
        let own = scenario.pack.as_ref().map_or(&[][..], |pack| &pack.params);
        Self {
            params: scenario.params,
            groups: scenario.groups,
            extra: std::array::from_fn(|place| own.get(place).copied().unwrap_or(scenario.params[0])),
            extras: own.len().min(EXTRA),
            version: scenario.issuer.known_version,
            older_fee_bps: scenario.fee_bps,
            newer_fee_bps: scenario.newer_fee_bps,
            newer_fee_epoch: scenario.newer_fee_epoch,
        }
    }

    /// Whether the chain would admit the whole bundle now.
    pub fn admits(&self, moves: &[Move], class: Class, now: Now) -> Result<(), Refusal> {
        let request = Request { class, proposal: 0, level: Level::Calm, now };
        admit_moves(&self.all()[..PARAMS + self.extras], &self.groups, moves, &request)
    }

    /// The pack's parameters.
    pub fn pack(&self) -> &[Param] {
        &self.extra[..self.extras]
    }

    /// The parameter at this place: the standard ones, then the pack's.
    pub fn param(&self, place: usize) -> Option<&Param> {
        self.params.get(place).or_else(|| self.pack().get(place.checked_sub(PARAMS)?))
    }

    /// Both one after the other, as the gate sees them.
    fn all(&self) -> [Param; PARAMS + EXTRA] {
        std::array::from_fn(|place| if place < PARAMS { self.params[place] } else { self.extra[place - PARAMS] })
    }

    /// Writes moves that were admitted; a move of an unknown parameter does nothing.
    pub fn publish(&mut self, moves: &[Move], now: Now) {
        let mut all = self.all();
        let _ = publish(&mut all[..PARAMS + self.extras], moves, now);
        self.params.copy_from_slice(&all[..PARAMS]);
        self.extra.copy_from_slice(&all[PARAMS..]);
        self.version = self.version.saturating_add(1);
    }

    /// Brings the mint's fee to the policy's as `sync_fee` would: refused while a newer fee waits for its epoch.
    pub fn sync_fee(&mut self, now: Now) {
        let wanted = u16::try_from(self.params[FEE_BPS].value).unwrap_or(0);
        if wanted != self.newer_fee_bps && fee_can_change(self.newer_fee_epoch, now.epoch) {
            self.older_fee_bps = self.newer_fee_bps;
            self.newer_fee_bps = wanted;
            self.newer_fee_epoch = now.epoch.saturating_add(2);
        }
    }

    /// Fee that the mint takes in this epoch, bps.
    pub fn fee_bps(&self, now: Now) -> u16 {
        if now.epoch >= self.newer_fee_epoch { self.newer_fee_bps } else { self.older_fee_bps }
    }

    pub fn rate(&self) -> Rate<'_> {
        Rate { param: &self.params[EMISSION_RATE], version: self.version }
    }

    pub fn weights(&self) -> [i64; GAUGES] {
        [GAUGE_STAKING, GAUGE_CONTRIB, GAUGE_TREASURY].map(|index| self.params[index].value)
    }

    pub fn burn_bps(&self) -> i64 {
        self.params[BURN_SHARE].value
    }

    pub fn stakers_bps(&self) -> i64 {
        self.params[STAKERS_SHARE].value
    }

    pub fn unbond_secs(&self) -> i64 {
        self.params[UNBOND_SECS].value
    }
}
