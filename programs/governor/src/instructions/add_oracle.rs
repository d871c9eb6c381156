//! `add_oracle`: register an oracle during genesis.
//!
//! Promises:
//! - only the creator, and only before the seal;
//! - the oracle is bound to one model and to a number of open proposals;
//! - its key holds no other seat, so it can never vote on its own proposals.

use {
    super::Genesis,
    crate::{
        error::GovernorError,
        events::OracleAdded,
        state::{Council, OracleSeat},
    },
    anchor_lang::prelude::*,
    bytemuck::Zeroable,
    economics::time::Now,
};

impl Genesis {
    pub fn add_oracle(&mut self, key: Address, model_hash: [u8; 32], quota: u8, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        self.council.check_new_key(&key)?;
        require!(model_hash != [0; 32], GovernorError::ModelHashMissing);
        require!(quota > 0, GovernorError::QuotaZero);

        let seat = OracleSeat { key, model_hash, quota, ..OracleSeat::zeroed() };
        let index = self.council.push_oracle(seat)?;

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

impl Council {
    fn push_oracle(&mut self, seat: OracleSeat) -> Result<u8> {
        let index = self.oracles_len;
        let place = self.oracles.get_mut(usize::from(index)).ok_or(GovernorError::TooManyOracles)?;
        *place = seat;
        self.oracles_len = index.checked_add(1).ok_or(GovernorError::Arithmetic)?;
        Ok(index)
    }
}
