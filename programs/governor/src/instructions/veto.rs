//! `veto`: one seat objects to exactly one content.
//!
//! Promises:
//! - only an accepted seat with the role VETO, once; its own approval, if any, is taken back;
//! - enough vetoes end the proposal and free its parameters and the oracle's quota;
//! - possible until execution, also inside a durable-nonce transaction.

use {
    crate::{
        error::GovernorError,
        events::{Rejected, Unqueued, VetoCast, Vetoed},
        state::{Council, Policy, Proposal},
    },
    anchor_lang::prelude::*,
    economics::{
        council::{VETO, count},
        lifecycle::{Event, State},
        time::Now,
    },
};

#[derive(Accounts)]
pub struct Veto {
    pub member: Signer,
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
}

impl Veto {
    pub fn veto(&mut self, content_hash: [u8; 32], now: Now) -> Result<()> {
        let index = self.council.seat_with_role(self.member.address(), VETO)?;
        self.proposal.check_content(&content_hash)?;
        let before = self.proposal.state();
        let life = self.proposal.after(Event::Veto(index), &self.council, now)?;

        self.proposal.life = life;
        if !self.proposal.state().is_open() {
            self.proposal.release(&mut self.council, &mut self.policy);
        }

        self.council.invariant()?;
        emit!(VetoCast {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            seat: *self.member.address(),
            unix: now.unix,
            slot: now.slot,
            index,
            vetoes: count(life.vetoes),
            approvals: count(life.approvals),
            _pad: [0; 5],
        });
        self.tell_end(before, now);
        Ok(())
    }

    fn tell_end(&self, before: State, now: Now) {
        let (council, proposal) = (self.proposal.council, *self.proposal.address());
        let (number, unix, slot) = (self.proposal.number, now.unix, now.slot);
        match (before, self.proposal.state()) {
            (_, State::Rejected) => emit!(Rejected { council, proposal, number, unix, slot }),
            (_, State::Vetoed) => emit!(Vetoed { council, proposal, number, unix, slot }),
            (State::Queued, State::Active) => emit!(Unqueued { council, proposal, unix, slot }),
            _ => {}
        }
    }
}
