//! `execute`: publish an approved proposal as the next version of the policy.
//!
//! Promises:
//! - anyone may call it, and the caller gains nothing;
//! - enough seats approve now, the delay has passed in seconds and in slots, the window is open,
//!   and the council has not changed since the proposal was made;
//! - every move is legal now, on live values and under the alarm in force; all of them are published or none;
//! - the guardian's pause stops the classes ai and param, a high alarm stops class ai;
//!   between two emergencies lies the economy's gap, and an emergency frees the parameters that it moved;
//! - the version grows by exactly one, and the hash chain by one link.

use {
    super::Close,
    crate::{
        error::GovernorError,
        events::{ParamChanged, PolicyPublished},
        hash::chain_link,
        state::{Council, Policy, Proposal},
    },
    anchor_lang::prelude::*,
    economics::{
        lifecycle::Event,
        pause,
        policy::{Class, Request},
        time::Now,
    },
};

impl Close {
    pub fn execute(&mut self, now: Now) -> Result<()> {
        let life = self.proposal.after(Event::Execute, &self.council, now)?;
        let class = self.proposal.class()?;
        require!(class.has_moves(), GovernorError::WrongClass);
        require!(!self.policy.is_paused(pause::to_execute(class), now.unix), GovernorError::Paused);
        if class == Class::Emergency {
            self.council.check_emergency_gap(now)?;
        }
        let request = Request { class, proposal: self.proposal.number, level: self.council.level(now.unix), now };
        self.policy.admit(self.proposal.moves(), &request)?;

        self.policy.publish(self.proposal.moves(), now)?;
        self.proposal.life = life;
        if class == Class::Emergency {
            self.council.emergency_at = now.unix;
            // Whoever held a parameter was made for another value: its lock is taken over, and freed below.
            self.policy.lock(self.proposal.moves(), self.proposal.number, now.unix);
        }
        self.proposal.release(&mut self.council, &mut self.policy);
        let published = publish(&mut self.council, &mut self.policy, &self.proposal, now)?;

        self.policy.invariant()?;
        self.council.invariant()?;
        self.tell_changes(now);
        emit!(published);
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

/// One link more in the chain of everything executed, and one version more of the policy.
pub(crate) fn publish(
    council: &mut Account<Council>,
    policy: &mut Account<Policy>,
    proposal: &Account<Proposal>,
    now: Now,
) -> Result<PolicyPublished> {
    policy.raise_version(now)?;
    let parent = council.chain_head;
    council.chain_head = chain_link(&parent, &proposal.content_hash, policy.version, now.unix);
    council.executed = council.executed.checked_add(1).ok_or(GovernorError::Arithmetic)?;
    if let Some(seat) = council.oracles.get_mut(usize::from(proposal.oracle)) {
        seat.executed = seat.executed.checked_add(1).ok_or(GovernorError::Arithmetic)?;
    }
    Ok(PolicyPublished {
        council: proposal.council,
        policy: *policy.address(),
        proposal: *proposal.address(),
        content_hash: proposal.content_hash,
        parent,
        chain_head: council.chain_head,
        number: proposal.number,
        version: policy.version,
        unix: now.unix,
        slot: now.slot,
    })
}
