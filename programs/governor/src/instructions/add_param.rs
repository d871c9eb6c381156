//! `add_param`: put one parameter under the gate during genesis.
//!
//! Promises:
//! - only the creator, and only before the seal;
//! - the key is new, the bounds are consistent and the value lies inside them;
//! - parameters keep the order in which they were added.

use {
    super::GenesisPolicy,
    crate::{events::ParamAdded, state::Spec},
    anchor_lang::prelude::*,
    economics::time::Now,
};

impl GenesisPolicy {
    pub fn add_param(&mut self, key: [u8; 16], value: i64, spec: Spec, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        let param = self.policy.add_param(key, value, &spec, now)?;

        emit!(ParamAdded {
            council: *self.council.address(),
            policy: *self.policy.address(),
            key,
            value,
            unix: now.unix,
            slot: now.slot,
            param,
            _pad: [0; 7],
        });
        Ok(())
    }
}
