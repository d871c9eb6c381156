//! `add_seat`: give a key a seat during genesis.
//!
//! Promises:
//! - only the creator, and only before the seal;
//! - a key holds one seat, or one oracle seat, never both;
//! - the seat has no power until its own key has accepted it.

use {super::Genesis, crate::events::SeatAdded, anchor_lang::prelude::*, economics::time::Now};

impl Genesis {
    pub fn add_seat(&mut self, key: Address, roles: u8, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        let index = self.council.add_seat(key, roles)?;

        self.council.invariant()?;
        emit!(SeatAdded {
            council: *self.council.address(),
            seat: key,
            unix: now.unix,
            slot: now.slot,
            index,
            roles,
            _pad: [0; 6],
        });
        Ok(())
    }
}
