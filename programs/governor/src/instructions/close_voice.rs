//! `close_voice`: give the rent of a ballot back.
//!
//! Promises:
//! - only after the proposal has ended, so nobody can speak twice;
//! - the rent goes to who paid it, whoever calls.

use {
    crate::{
        error::GovernorError,
        state::{Ballot, Proposal},
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct CloseVoice {
    #[account(constraint = ballot.proposal == *proposal.address() @ GovernorError::ForeignBallot)]
    pub proposal: Account<Proposal>,
    #[account(mut, close = payer)]
    pub ballot: Account<Ballot>,
    /// Gets the rent back.
    #[account(mut, address = ballot.payer @ GovernorError::NotPayer)]
    pub payer: UncheckedAccount,
}

impl CloseVoice {
    pub fn close_voice(&self) -> Result<()> {
        require!(!self.proposal.state().is_open(), GovernorError::ProposalOpen);
        Ok(())
    }
}
