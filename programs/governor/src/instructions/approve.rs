//! `approve`: one seat agrees to exactly one content.
//!
//! Promises:
//! - only an accepted seat with the role VOTE, once, while voting lasts;
//! - the vote names the content hash and the council's configuration: a swapped content or a changed council voids it;
//! - nothing of an oracle in the shadow can be approved;
//! - the last needed approval starts the clock; nothing else changes;
//! - refused inside a durable-nonce transaction.

use {
    crate::{
        error::GovernorError,
        events::{Approved, Queued},
        nonce::refuse_durable_nonce,
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
pub struct Approve {
    pub member: Signer,
    pub council: Account<Council>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
    pub instructions: Sysvar<SysvarInstructions>,
}

impl Approve {
    pub fn approve(&mut self, content_hash: [u8; 32], config_seqno: u64, now: Now) -> Result<()> {
        refuse_durable_nonce(&self.instructions)?;
        let index = self.council.seat_with_role(self.member.address(), VOTE)?;
        self.proposal.check_content(&content_hash)?;
        require!(config_seqno == self.council.config_seqno, GovernorError::ConfigChanged);
        let before = self.proposal.state();
        let life = self.proposal.after(Event::Approve(index), &self.council, now)?;
        self.council.check_shadow(&self.proposal)?;

        self.proposal.life = life;

        emit!(Approved {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            seat: *self.member.address(),
            unix: now.unix,
            slot: now.slot,
            index,
            approvals: count(life.approvals),
            _pad: [0; 6],
        });
        if before == State::Active && self.proposal.state() == State::Queued {
            self.tell_queued(now)?;
        }
        Ok(())
    }

    fn tell_queued(&self, now: Now) -> Result<()> {
        let live = self.council.live(self.proposal.class, now.unix)?;
        let window = self.proposal.life.rules().window(&live);
        let slots = self.proposal.life.delay_slots.max(live.rule.delay_slots);
        emit!(Queued {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            eta: window.opens,
            eta_slot: now.slot.saturating_add(slots),
            until: window.closes,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }
}
