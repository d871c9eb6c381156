//! `accept_seat`: a member proves to hold the key of its seat.
//!
//! Promises:
//! - only the seat's own key can accept it, and only once;
//! - nothing else changes.

use {
    crate::{error::GovernorError, events::SeatAccepted, state::Council},
    anchor_lang::prelude::*,
    economics::time::Now,
};

#[derive(Accounts)]
pub struct AcceptSeat {
    pub member: Signer,
    #[account(mut)]
    pub council: Account<Council>,
}

impl AcceptSeat {
    pub fn accept_seat(&mut self, now: Now) -> Result<()> {
        let index = self.council.seat_index(self.member.address()).ok_or(GovernorError::NotASeat)?;
        let seat = self.council.seats.get_mut(usize::from(index)).ok_or(GovernorError::NotASeat)?;
        require!(seat.accepted == 0, GovernorError::SeatAlreadyAccepted);

        seat.accepted = 1;

        self.council.invariant()?;
        emit!(SeatAccepted {
            council: *self.council.address(),
            seat: *self.member.address(),
            unix: now.unix,
            slot: now.slot,
            index,
            _pad: [0; 7],
        });
        Ok(())
    }
}
