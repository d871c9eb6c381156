//! One file per instruction: the accounts that it needs, then what it does.

mod accept_seat;
mod add_oracle;
mod add_param;
mod add_seat;
mod approve;
mod cancel;
mod close_voice;
#[allow(unused_variables, reason = "the derive reads the instruction's arguments in one of two places")]
mod create_council;
mod execute;
mod execute_config;
mod expire;
mod opening;
mod pause;
mod perform;
#[allow(unused_variables, reason = "the derive reads the instruction's arguments in one of two places")]
mod propose;
#[allow(unused_variables, reason = "the derive reads the instruction's arguments in one of two places")]
mod propose_payload;
mod prove_alarm;
mod raise_alarm;
mod resolve;
mod seal_genesis;
mod set_safeguards;
mod unapprove;
mod veto;
mod voice;

use {
    crate::{
        error::GovernorError,
        state::{Council, Policy, Proposal},
    },
    anchor_lang::prelude::*,
};

pub use {
    accept_seat::*, approve::*, cancel::*, close_voice::*, create_council::*, execute_config::*, pause::*, perform::*,
    propose::*, propose_payload::*, prove_alarm::*, raise_alarm::*, resolve::*, unapprove::*, veto::*, voice::*,
};

/// The creator at work on the council, before the seal.
#[derive(Accounts)]
pub struct Genesis {
    #[account(address = council.creator @ GovernorError::NotCreator)]
    pub creator: Signer,
    #[account(mut)]
    pub council: Account<Council>,
}

/// The creator at work on council and policy, before the seal.
#[derive(Accounts)]
pub struct GenesisPolicy {
    #[account(address = council.creator @ GovernorError::NotCreator)]
    pub creator: Signer,
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
}

/// Anyone at work on a proposal: no key is asked for, none gains anything.
#[derive(Accounts)]
pub struct Close {
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, constraint = proposal.council == *council.address() @ GovernorError::ForeignProposal)]
    pub proposal: Account<Proposal>,
}
