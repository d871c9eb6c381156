//! `execute_config`: change the council itself, or the policy's bounds.
//!
//! Promises:
//! - anyone may call it, and the caller gains nothing;
//! - enough seats approve now, the delay has passed in seconds and in slots, the window is open,
//!   and the council has not changed since the proposal was made;
//! - the payload is the one that was voted on; all of its changes are made or none;
//! - afterwards every check of the genesis holds again, no rule is below its floor, and the seats that are accepted
//!   can pass the next config proposal;
//! - every other open proposal is stale from now on, and holds neither a lock nor a place in a quota;
//! - no pause and no alarm keeps it from being executed for good.

use {
    super::execute::publish,
    crate::{
        config,
        error::GovernorError,
        events::ConfigApplied,
        state::{Council, Payload, Policy, Proposal},
    },
    anchor_lang::prelude::*,
    economics::{lifecycle::Event, policy::Class, time::Now},
};

#[derive(Accounts)]
pub struct ExecuteConfig {
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
    #[account(constraint = payload.proposal == *proposal.address() @ GovernorError::ForeignPayload)]
    pub payload: Account<Payload>,
}

impl ExecuteConfig {
    pub fn execute_config(&mut self, now: Now) -> Result<()> {
        require!(self.proposal.class()? == Class::Config, GovernorError::WrongClass);
        let life = self.proposal.after(Event::Execute, &self.council, now)?;
        self.payload.check(&self.proposal)?;

        self.proposal.life = life;
        let at = [*self.council.address(), *self.policy.address(), *self.proposal.address()];
        let changes = config::apply(&mut self.council, &mut self.policy, at, self.payload.bytes(), now)?;
        self.council.forget_open();
        self.policy.unlock_all();
        self.council.config_seqno = self.council.config_seqno.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        let published = publish(&mut self.council, &mut self.policy, &self.proposal, now)?;

        self.policy.invariant()?;
        self.council.invariant()?;
        emit!(ConfigApplied {
            council: *self.council.address(),
            proposal: *self.proposal.address(),
            config_seqno: self.council.config_seqno,
            unix: now.unix,
            slot: now.slot,
            changes,
            _pad: [0; 7],
        });
        emit!(published);
        Ok(())
    }
}
