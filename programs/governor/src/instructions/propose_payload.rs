//! `propose_payload`: open a proposal of class config or action with the payload that it carries.
//!
//! Promises:
//! - only an accepted seat with the role PROPOSE, below the quota of members;
//! - the payload can be read, is written once, here, and its hash is part of what is voted on;
//! - nothing changes but the proposal, the payload and counters; the proposer's own vote is not counted;
//! - refused inside a durable-nonce transaction.

use {
    super::opening::{self, Opening},
    crate::{
        action::Action,
        config::Changes,
        error::GovernorError,
        nonce::refuse_durable_nonce,
        state::{Council, Payload, Policy, Proposal},
    },
    anchor_lang::prelude::*,
    economics::{policy::Class, time::Now},
};

#[derive(Accounts)]
#[instruction(id: [u8; 32])]
pub struct ProposePayload {
    #[account(mut)]
    pub proposer: Signer,
    #[account(mut)]
    pub council: Account<Council>,
    #[account(constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(init, payer = proposer, seeds = [b"proposal", council.address().as_ref(), &id], bump)]
    pub proposal: Account<Proposal>,
    #[account(init, payer = proposer, seeds = [b"payload", proposal.address().as_ref()], bump)]
    pub payload: Account<Payload>,
    pub instructions: Sysvar<SysvarInstructions>,
    pub system_program: Program<System>,
}

/// What the proposer asks for.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct PayloadDraft {
    /// 3 config, 4 action.
    pub class: u8,
    /// SHA-256 of the rationale's text; zeroes for none.
    pub rationale_hash: [u8; 32],
    /// At most 1 024 bytes: `Vec<ConfigChange>` or `Action` in borsh.
    pub payload: Vec<u8>,
}

impl ProposePayload {
    pub fn propose_payload(
        &mut self,
        id: [u8; 32],
        draft: &PayloadDraft,
        bumps: &ProposePayloadBumps,
        now: Now,
    ) -> Result<()> {
        refuse_durable_nonce(&self.instructions)?;
        let class = Class::from_u8(draft.class).ok_or(GovernorError::ClassDisabled)?;
        let opening = Opening::new(&self.council, class, self.proposer.address(), &[0; 32], now)?;
        self.check_payload(class, &draft.payload)?;

        opening.count(&mut self.council)?;
        self.payload.fill(*self.proposal.address(), &draft.payload)?;
        self.payload.bump = bumps.payload;
        opening.write(&mut self.proposal, &self.policy, self.proposer.address(), id, bumps.proposal);
        self.proposal.payload_hash = self.payload.hash();
        self.proposal.provenance.rationale_hash = draft.rationale_hash;
        self.proposal.content_hash = self.proposal.content().hash();

        self.council.invariant()?;
        opening::tell(&self.proposal, now);
        Ok(())
    }

    /// What can be said of the payload before anybody votes on it.
    fn check_payload(&self, class: Class, payload: &[u8]) -> Result<()> {
        match class {
            Class::Config => Changes::read(payload)?.check(),
            Class::Action => Action::read(payload)?.check(
                &self.council.authority(self.council.address())?,
                &[self.council.address(), self.policy.address(), self.proposal.address(), self.payload.address()],
            ),
            _ => Err(GovernorError::WrongClass.into()),
        }
    }
}
