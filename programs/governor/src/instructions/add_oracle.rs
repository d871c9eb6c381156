//! `add_oracle`: register an oracle during genesis.
//!
//! Promises:
//! - only the creator, and only before the seal;
//! - the oracle is bound to one model and to a number of open proposals;
//! - its key holds no other seat, so it can never vote on its own proposals.

use {super::Genesis, crate::events::OracleAdded, anchor_lang::prelude::*, economics::time::Now};

impl Genesis {
    pub fn add_oracle(&mut self, key: Address, model_hash: [u8; 32], quota: u8, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        let index = self.council.add_oracle(key, model_hash, quota)?;

        self.council.invariant()?;
        emit!(OracleAdded {
            council: *self.council.address(),
            oracle: key,
            model_hash,
            unix: now.unix,
            slot: now.slot,
            index,
            quota,
            _pad: [0; 6],
        });
        Ok(())
    }
}
