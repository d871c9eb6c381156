//! An oracle's place in the council, and the record of its forecasts.

use {
    crate::{
        error::GovernorError,
        state::{Council, Forecast, NO_ORACLE, Proposal},
    },
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    economics::{score, time::Now},
};

/// An oracle's place: it may propose in class ai and cancel its own, nothing else.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct OracleSeat {
    /// The oracle's key.
    pub key: Address,
    /// SHA-256 of the model that was registered; a proposal must name the same.
    pub model_hash: [u8; 32],
    /// Proposals that may be open at once.
    pub quota: u8,
    /// Proposals open now.
    pub open: u8,
    /// 1 while the oracle only records: its proposals cannot be approved.
    pub shadow: u8,
    pub _pad: [u8; 5],
    /// Proposals ever made.
    pub proposed: u64,
    /// Proposals ever executed.
    pub executed: u64,
    /// How well it forecast.
    pub score: Scorecard,
}

/// The last grades of an oracle and the forecasts that wait for one.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Scorecard {
    /// Forecasts ever graded; the next grade is written at `graded mod 20`.
    pub graded: u64,
    pub grades: [Grade; 20],
    pub due: [Due; 16],
}

/// Both errors of one forecast, ppm of the metric's level.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Grade {
    /// Of the model.
    pub model: u32,
    /// Of the forecast that nothing changes.
    pub naive: u32,
}

/// A forecast whose proposal has ended.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Due {
    /// Number of the proposal; 0 for a free place.
    pub number: u64,
    /// Unix second from which it can be graded.
    pub at: i64,
}

const _: () = assert!(size_of::<Scorecard>() == size_of::<score::Scorecard>());

impl Council {
    /// The place of the oracle whose forecast this is, while it has its seat and the model that made it.
    pub fn grader_of(&self, proposal: &Proposal) -> Option<u8> {
        let index = self.oracle_index(&proposal.proposer).filter(|_| proposal.oracle != NO_ORACLE)?;
        let seat = self.oracles.get(usize::from(index))?;
        (seat.model_hash == proposal.provenance.model_hash).then_some(index)
    }

    /// Fails unless the oracle at `index` may make another forecast, and this one; an economy without metrics asks for none.
    pub(crate) fn check_forecast(&self, index: u8, forecast: &Forecast, now: Now) -> Result<()> {
        let Some(seat) = self.oracles.get(usize::from(index)).filter(|_| self.safeguards.links.has_metrics()) else {
            return Ok(());
        };
        score::admit(forecast.metric, forecast.horizon_secs).map_err(GovernorError::from)?;
        let grace = self.safeguards.timing.resolve_grace_secs;
        seat.score.rules().admit(seat.open, grace, now.unix).map_err(|refusal| GovernorError::from(refusal).into())
    }

    /// Remembers the forecast of a proposal that has just ended, so that it will be graded.
    pub(crate) fn expect_grade(&mut self, proposal: &Proposal) {
        let forecast = &proposal.provenance.forecast;
        let graded =
            self.safeguards.links.has_metrics() && score::admit(forecast.metric, forecast.horizon_secs).is_ok();
        let index = self.grader_of(proposal).filter(|_| graded);
        if let Some(seat) = index.and_then(|index| self.oracles.get_mut(usize::from(index))) {
            let at = score::due_at(proposal.life.closed_at, forecast.horizon_secs);
            seat.score.rules_mut().expect(proposal.number, at);
        }
    }

    /// Fails with `OracleInShadow` while the proposal's oracle only records.
    pub(crate) fn check_shadow(&self, proposal: &Proposal) -> Result<()> {
        let seat = self.oracles.get(usize::from(proposal.oracle));
        require!(seat.is_none_or(|seat| seat.shadow == 0), GovernorError::OracleInShadow);
        Ok(())
    }
}

impl Scorecard {
    /// The record, as the rules see it.
    pub fn rules(&self) -> &score::Scorecard {
        bytemuck::cast_ref(self)
    }

    /// The record, for the rules to change.
    pub fn rules_mut(&mut self) -> &mut score::Scorecard {
        bytemuck::cast_mut(self)
    }
}
