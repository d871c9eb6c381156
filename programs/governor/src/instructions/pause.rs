//! `pause`: the guardian stops something for a while.
//!
//! Promises:
//! - only the guardian, for at most 7 days, and the next pause only after a gap as long as this one (at least the
//!   economy's own);
//! - it ends on its own; the guardian cannot lengthen, clear or replace it;
//! - it stops proposals of class ai, execution of ai and param, emission and deposits, and nothing else:
//!   no exit, no brake, no emergency, no config;
//! - possible inside a durable-nonce transaction.

use {
    crate::{
        error::GovernorError,
        events::Paused,
        state::{Council, Policy},
    },
    anchor_lang::prelude::*,
    economics::{pause, time::Now},
};

#[derive(Accounts)]
pub struct Pause {
    pub guardian: Signer,
    #[account(mut)]
    pub council: Account<Council>,
    #[account(mut, constraint = policy.council == *council.address() @ GovernorError::ForeignPolicy)]
    pub policy: Account<Policy>,
}

impl Pause {
    pub fn pause(&mut self, bits: u8, secs: u64, now: Now) -> Result<()> {
        require!(self.council.is_guardian(self.guardian.address()), GovernorError::NotGuardian);
        let gap = self.council.safeguards.timing.pause_gap_secs;
        let granted =
            pause::pause(bits, secs, self.council.next_pause_at, gap, now.unix).map_err(GovernorError::from)?;

        (self.policy.paused, self.policy.paused_until) = (bits, granted.until);
        self.council.next_pause_at = granted.next;

        emit!(Paused {
            council: *self.council.address(),
            guardian: *self.guardian.address(),
            until: granted.until,
            next_at: granted.next,
            unix: now.unix,
            slot: now.slot,
            bits,
            _pad: [0; 7],
        });
        Ok(())
    }
}
