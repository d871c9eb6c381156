//! `execute`: publish an approved proposal as the next version of the policy.
//!
//! Promises:
//! - anyone may call it, and the caller gains nothing;
//! - enough seats approve now, the delay has passed in seconds and in slots, the window is open,
//!   and the council has not changed since the proposal was made;
//! - every move is legal now, on live values; all of them are published or none;
//! - the version grows by exactly one, and the hash chain by one link.

use {
    super::Close,
    crate::{
        error::GovernorError,
        events::{ParamChanged, PolicyPublished},
        hash::chain_link,
        state::Council,
    },
    anchor_lang::prelude::*,
    economics::{lifecycle::Event, time::Now},
};

impl Close {
    pub fn execute(&mut self, now: Now) -> Result<()> {
        let life = self.proposal.after(Event::Execute, &self.council, now)?;
        let number = self.proposal.number;
        self.policy.admit(self.proposal.moves(), self.proposal.class()?, number, now)?;
        let parent = self.council.chain_head;

        self.policy.publish(self.proposal.moves(), now)?;
        self.proposal.life = life;
        self.proposal.release(&mut self.council, &mut self.policy);
        let link = chain_link(&parent, &self.proposal.content_hash, self.policy.version, now.unix);
        self.council.record_execution(self.proposal.oracle, link)?;

        self.policy.invariant()?;
        self.council.invariant()?;
        self.tell_changes(now);
        emit!(PolicyPublished {
            council: self.proposal.council,
            policy: *self.policy.address(),
            proposal: *self.proposal.address(),
            content_hash: self.proposal.content_hash,
            parent,
            chain_head: link,
            number,
            version: self.policy.version,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }

    fn tell_changes(&self, now: Now) {
        for change in self.proposal.moves() {
            let key = self.policy.param(change.param).map_or([0; 16], |param| param.key);
            emit!(ParamChanged {
                council: self.proposal.council,
                policy: *self.policy.address(),
                proposal: *self.proposal.address(),
                key,
                old: change.old,
                new: change.new,
                version: self.policy.version,
                unix: now.unix,
                slot: now.slot,
                param: change.param,
                _pad: [0; 7],
            });
        }
    }
}

impl Council {
    fn record_execution(&mut self, oracle: u8, link: [u8; 32]) -> Result<()> {
        self.chain_head = link;
        self.executed = self.executed.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        if let Some(seat) = self.oracles.get_mut(usize::from(oracle)) {
            seat.executed = seat.executed.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        }
        Ok(())
    }
}
