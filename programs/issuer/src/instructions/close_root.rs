//! `close_root`: end a list of contributors' shares whose window is over.
//!
//! Promises:
//! - anyone may call it, and only after the window;
//! - what was not claimed stays in the contributors' vault and is free for later lists; nothing moves.

use anchor_lang::prelude::*;
use economics::time::Now;

use crate::error::IssuerError;
use crate::events::RootClosed;
use crate::state::Issuer;

#[derive(Accounts)]
pub struct CloseRoot {
    #[account(mut)]
    pub issuer: Account<Issuer>,
}

impl CloseRoot {
    pub fn close_root(&mut self, number: u64, now: Now) -> Result<()> {
        let ended = self.issuer.distributions.rules_mut().close(number, now).map_err(IssuerError::from)?;
        emit!(RootClosed {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            unix: now.unix,
            slot: now.slot,
            number,
            total: ended.total,
            claimed: ended.claimed,
            unclaimed: ended.unclaimed(),
        });
        Ok(())
    }
}
