//! `perform`: carry out an approved action: one stored instruction, signed by the economy's own address.
//!
//! Promises:
//! - anyone may call it, and the caller gains nothing and signs nothing of the action;
//! - enough seats approve now, the delay has passed in seconds and in slots, the window is open,
//!   and the council has not changed since the proposal was made;
//! - the instruction is word for word the one that was voted on, and every guard holds right before the call;
//! - it calls another program, writes no account of the gate, and carries no other signature;
//! - the proposal is executed, and written, before the call; the version and the hash chain grow by one.

use {
    super::execute::publish,
    crate::{
        action::Action,
        error::GovernorError,
        events::Performed,
        pda::AUTHORITY_SEED,
        state::{Council, Payload, Policy, Proposal},
    },
    anchor_lang::{
        cpi::{CpiSeed, CpiSigner},
        create_program_address,
        prelude::*,
    },
    economics::{lifecycle::Event, policy::Class, time::Now},
};

#[derive(Accounts)]
pub struct Perform {
    // SAFETY of `dup`: an action may read council and policy; `Action` refuses to write accounts of the gate,
    // and the two differ in kind, so neither can stand for the other.
    #[account(mut, unsafe(dup))]
    pub council: Account<Council>,
    #[account(mut, unsafe(dup), constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
    #[account(constraint = payload.proposal == *proposal.address() @ GovernorError::ForeignPayload)]
    pub payload: Account<Payload>,
}

impl Council {
    /// The address under which the economy at `at` signs.
    pub(crate) fn authority(&self, at: &Address) -> Result<Address> {
        create_program_address(&[AUTHORITY_SEED, at.as_ref(), &[self.authority_bump]], &crate::ID)
    }
}

impl Perform {
    /// `accounts`: those of the stored instruction in their order, then its program.
    pub fn perform(&mut self, accounts: &[AccountView], now: Now) -> Result<()> {
        require!(self.proposal.class()? == Class::Action, GovernorError::WrongClass);
        let life = self.proposal.after(Event::Execute, &self.council, now)?;
        self.payload.check(&self.proposal)?;
        let action = Action::read(self.payload.bytes())?;
        let (council, bump) = (*self.council.address(), [self.council.authority_bump]);
        action.check(&self.council.authority(&council)?, &[])?;

        self.proposal.life = life;
        self.proposal.release(&mut self.council, &mut self.policy);
        let published = publish(&mut self.council, &mut self.policy, &self.proposal, now)?;

        self.council.invariant()?;
        let seeds = [CpiSeed::from(AUTHORITY_SEED), CpiSeed::from(council.as_ref()), CpiSeed::from(&bump)];
        action.perform(accounts, &CpiSigner::from(&seeds))?;
        self.tell(&action, now);
        emit!(published);
        Ok(())
    }

    fn tell(&self, action: &Action, now: Now) {
        emit!(Performed {
            council: self.proposal.council,
            proposal: *self.proposal.address(),
            program: action.program,
            payload_hash: self.proposal.payload_hash,
            number: self.proposal.number,
            unix: now.unix,
            slot: now.slot,
        });
    }
}
