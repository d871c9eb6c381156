//! `unapprove`: one seat takes its approval back.
//!
//! Promises:
//! - possible until execution, also inside a durable-nonce transaction;
//! - below the threshold the clock is cleared and starts anew with the next needed approval.

use {
    crate::{
        error::GovernorError,
        events::{Unapproved, Unqueued},
        state::{Council, Proposal},
    },
    anchor_lang::prelude::*,
    economics::{
        council::{VOTE, count},
        lifecycle::{Event, State},
        time::Now,
    },
};

#[derive(Accounts)]
pub struct Unapprove {
    pub member: Signer,
    pub council: Account<Council>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
}

impl Unapprove {
    pub fn unapprove(&mut self, now: Now) -> Result<()> {
        let index = self.council.seat_with_role(self.member.address(), VOTE)?;
        let before = self.proposal.state();
        let life = self.proposal.after(Event::Unapprove(index), &self.council, now)?;

        self.proposal.life = life;

        emit!(Unapproved {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            seat: *self.member.address(),
            unix: now.unix,
            slot: now.slot,
            index,
            approvals: count(life.approvals),
            _pad: [0; 6],
        });
        if before == State::Queued && self.proposal.state() == State::Active {
            emit!(Unqueued {
                council: self.proposal.council,
                proposal: *self.proposal.address(),
                unix: now.unix,
                slot: now.slot,
            });
        }
        Ok(())
    }
}
