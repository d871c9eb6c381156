//! `add_seat`: give a key a seat during genesis.
//!
//! Promises:
//! - only the creator, and only before the seal;
//! - a key holds one seat, or one oracle seat, never both;
//! - the seat has no power until its own key has accepted it.

use {
    super::Genesis,
    crate::{
        error::GovernorError,
        events::SeatAdded,
        state::{Council, Seat},
    },
    anchor_lang::prelude::*,
    economics::{council, time::Now},
};

impl Genesis {
    pub fn add_seat(&mut self, key: Address, roles: u8, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        self.council.check_new_key(&key)?;
        require!(roles != 0 && roles & !council::ROLES == 0, GovernorError::UnknownRole);

        let index = self.council.push_seat(Seat { key, roles, accepted: 0 })?;

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

impl Council {
    fn push_seat(&mut self, seat: Seat) -> Result<u8> {
        let index = self.seats_len;
        let place = self.seats.get_mut(usize::from(index)).ok_or(GovernorError::TooManySeats)?;
        *place = seat;
        self.seats_len = index.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        if seat.roles & council::VOTE != 0 {
            self.voters = self.voters.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        }
        Ok(index)
    }
}
