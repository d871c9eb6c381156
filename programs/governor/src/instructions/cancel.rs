//! `cancel`: the proposer withdraws its proposal.
//!
//! Promises:
//! - only the proposer, and only its own;
//! - parameters and the oracle's quota are freed;
//! - possible until execution, also inside a durable-nonce transaction.

use {
    crate::{
        error::GovernorError,
        events::Cancelled,
        state::{Council, Policy, Proposal},
    },
    anchor_lang::prelude::*,
    economics::{lifecycle::Event, time::Now},
};

#[derive(Accounts)]
pub struct Cancel {
    #[account(address = proposal.proposer @ GovernorError::NotProposer)]
    pub proposer: Signer,
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
}

impl Cancel {
    pub fn cancel(&mut self, now: Now) -> Result<()> {
        let life = self.proposal.after(Event::Cancel, &self.council, now)?;

        self.proposal.life = life;
        self.proposal.release(&mut self.council, &mut self.policy);

        self.council.invariant()?;
        emit!(Cancelled {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            number: self.proposal.number,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }
}
