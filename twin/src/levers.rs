//! The policy inside a run: parameters, the day on which a candidate acts, and the slow road of the transfer fee.

use economics::{
    bounds::Param,
    emission::GAUGES,
    fees::fee_can_change,
    key::{
        BURN_SHARE, EMISSION_RATE, FEE_BPS, GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY, STAKERS_SHARE, UNBOND_SECS,
    },
    policy::{Move, publish},
    time::{Now, elapsed},
};

use crate::scenario::{PARAMS, Scenario};

/// Parameters and the fee that the mint really takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Levers {
    pub params: [Param; PARAMS],
    act_at: i64,
    acted: bool,
    older_fee_bps: u16,
    newer_fee_bps: u16,
    newer_fee_epoch: u64,
}

impl Levers {
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            params: scenario.params,
            act_at: scenario.start.unix.saturating_add_unsigned(scenario.act_after_secs),
            acted: false,
            older_fee_bps: scenario.fee_bps,
            newer_fee_bps: scenario.newer_fee_bps,
            newer_fee_epoch: scenario.newer_fee_epoch,
        }
    }

    /// Executes the candidate once its delay has passed, and brings the mint's fee to the policy's as `sync_fee` would.
    pub fn advance(&mut self, moves: &[Move], now: Now) {
        if !self.acted && elapsed(self.act_at, now.unix) > 0 {
            // A move of an unknown parameter was refused when the candidate was made.
            let _ = publish(&mut self.params, moves, now);
            self.acted = true;
        }
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

    pub fn rate(&self) -> &Param {
        &self.params[EMISSION_RATE]
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
