//! `expire`: close what ran out of time or became stale.
//!
//! Promises:
//! - anyone may call it, and the caller gains nothing;
//! - a proposal that can still be voted on or executed is not touched;
//! - parameters and the oracle's quota are freed.

use {
    super::Close,
    crate::events::{Expired, Staled},
    anchor_lang::prelude::*,
    economics::{
        lifecycle::{Event, State},
        time::Now,
    },
};

impl Close {
    pub fn expire(&mut self, now: Now) -> Result<()> {
        let life = self.proposal.after(Event::Expire, &self.council, now)?;

        self.proposal.life = life;
        self.proposal.release(&mut self.council, &mut self.policy);

        self.council.invariant()?;
        let (council, proposal) = (self.proposal.council, *self.proposal.address());
        let (number, unix, slot) = (self.proposal.number, now.unix, now.slot);
        match self.proposal.state() {
            State::Stale => emit!(Staled { council, proposal, number, unix, slot }),
            _ => emit!(Expired { council, proposal, number, unix, slot }),
        }
        Ok(())
    }
}
