//! `delegate`: name who speaks for a position in a vote.
//!
//! Promises:
//! - only the owner; a delegate speaks and can do nothing else: not stake, not ask back, not take, not delegate further;
//! - zeroes take the voice back to the owner; stake and its age stay as they are.

use anchor_lang::prelude::*;
use economics::time::Now;

use crate::{error::StakingError, events::Delegated, state::Position};

#[derive(Accounts)]
pub struct Delegate {
    pub owner: Signer,
    #[account(mut, constraint = position.card.owner == *owner.address() @ StakingError::NotOwner)]
    pub position: Account<Position>,
}

impl Delegate {
    pub fn delegate(&mut self, to: Address, now: Now) -> Result<()> {
        let old = self.position.card.delegate;
        self.position.card.delegate = to;

        emit!(Delegated {
            pool: self.position.card.pool,
            owner: self.position.card.owner,
            old,
            new: to,
            unix: now.unix,
            slot: now.slot,
            tier: self.position.state.tier,
            _pad: [0; 7],
        });
        Ok(())
    }
}
