//! `resolve`: grade the forecast of a proposal that has ended.
//!
//! Promises:
//! - anyone may call it, once per forecast, when its horizon is over and the period that shows the result is closed;
//! - an executed proposal is graded by its forecast with the change, any other by its forecast without: nothing hides;
//! - the result and what persistence said are read from the metrics ring, never from the forecast;
//!   periods that the ring no longer has are a miss;
//! - an oracle whose last twenty grades are worse than persistence is put into the shadow; skill lifts it again.
//!   Skill never lowers approvals or a delay.

use {
    crate::{
        error::GovernorError,
        events::Resolved,
        state::{Council, Proposal},
    },
    anchor_lang::prelude::*,
    economics::{
        lifecycle::State,
        metrics::Metric,
        score::{Claim, Seen, Verdict},
        time::Now,
    },
};

#[derive(Accounts)]
pub struct Resolve {
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
    /// The issuer's metrics; checked by address, owner and kind.
    pub metrics: UncheckedAccount,
}

impl Resolve {
    pub fn resolve(&mut self, now: Now) -> Result<()> {
        let index = self.council.grader_of(&self.proposal).ok_or(GovernorError::NotDue)?;
        let seat = self.council.oracles.get(usize::from(index)).ok_or(GovernorError::NotDue)?;
        let due_at = seat.score.rules().due_of(self.proposal.number).ok_or(GovernorError::NotDue)?;
        let claim = self.proposal.claim(due_at)?;
        let verdict = {
            let ring = self.council.safeguards.links.ring(&self.metrics)?;
            claim.grade(&ring, now.unix).map_err(GovernorError::from)?
        };

        let seat = self.council.oracles.get_mut(usize::from(index)).ok_or(GovernorError::NotDue)?;
        seat.score.rules_mut().record(self.proposal.number, verdict.grade).map_err(GovernorError::from)?;
        seat.shadow = u8::from(seat.score.rules().is_negative());
        self.proposal.graded = 1;

        self.council.invariant()?;
        self.tell(index, &claim, &verdict, now)
    }

    fn tell(&self, index: u8, claim: &Claim, verdict: &Verdict, now: Now) -> Result<()> {
        let seat = self.council.oracles.get(usize::from(index)).ok_or(GovernorError::NotDue)?;
        let Seen { actual, baseline } = verdict.seen.unwrap_or(Seen { actual: 0, baseline: 0 });
        emit!(Resolved {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            oracle: seat.key,
            number: self.proposal.number,
            due_at: claim.due_at,
            expected: claim.expected,
            actual,
            baseline,
            skill_ppm: seat.score.rules().skill_ppm(),
            graded: seat.score.graded,
            unix: now.unix,
            slot: now.slot,
            error_model: verdict.grade.model,
            error_naive: verdict.grade.naive,
            metric: claim.metric.code(),
            missed: u8::from(verdict.seen.is_none()),
            shadow: seat.shadow,
            _pad: [0; 5],
        });
        Ok(())
    }
}

impl Proposal {
    /// What the proposal said, as far as it is graded: with the change if it was made, else without.
    fn claim(&self, due_at: i64) -> Result<Claim> {
        let forecast = &self.provenance.forecast;
        let metric = Metric::from_u8(forecast.metric).ok_or(GovernorError::UnknownMetric)?;
        let expected = match self.state() {
            State::Executed => forecast.p50,
            _ => forecast.p50_without,
        };
        Ok(Claim { metric, expected, made_at: self.life.created_at, due_at })
    }
}
