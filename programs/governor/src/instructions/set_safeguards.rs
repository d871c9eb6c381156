//! `set_safeguards`: set guardian, links, times, alarm rules, voice and quota during genesis.
//!
//! Promises:
//! - only the creator, and only before the seal; without it there is no seal;
//! - the times are fixed with the seal for good, the rest changes only by a config proposal;
//! - the guardian's key holds no seat of either kind.

use {
    super::Genesis,
    crate::{events::SafeguardsSet, state::Safeguards},
    anchor_lang::prelude::*,
    economics::time::Now,
};

impl Genesis {
    pub fn set_safeguards(&mut self, safeguards: &Safeguards, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        safeguards.check()?;
        if !self.council.is_guardian(&safeguards.guardian) {
            self.council.check_guardian(&safeguards.guardian)?;
        }

        self.council.safeguards = *safeguards;
        self.council.safeguards._pad = [0; 5];

        self.council.invariant()?;
        emit!(SafeguardsSet {
            council: *self.council.address(),
            safeguards: self.council.safeguards,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }
}
