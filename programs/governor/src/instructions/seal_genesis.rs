//! `seal_genesis`: close the genesis for good.
//!
//! Promises:
//! - only the creator, and only once; afterwards the creator's key has no power;
//! - the safeguards are set;
//! - every enabled class asks for at least as many approvals as its kind needs and at most all of the voting seats,
//!   and for at least as many vetoes as block a majority;
//! - every coupled group meets its rule.

use {
    super::GenesisPolicy,
    crate::{error::GovernorError, events::GenesisSealed, genesis},
    anchor_lang::prelude::*,
    economics::{policy, time::Now},
};

impl GenesisPolicy {
    pub fn seal_genesis(&mut self, now: Now) -> Result<()> {
        self.council.check_unsealed()?;
        require!(self.policy.params_len > 0, GovernorError::NoParams);
        require!(self.council.safeguards.member_quota > 0, GovernorError::SafeguardsMissing);
        genesis::check_votes(&self.council)?;
        policy::sealable(self.policy.rules(), self.policy.groups()).map_err(|_| GovernorError::BadGroup)?;

        self.council.sealed_at = now.unix;
        self.council.config_seqno = 1;
        self.policy.published_at = now.unix;

        self.council.invariant()?;
        emit!(GenesisSealed {
            council: *self.council.address(),
            policy: *self.policy.address(),
            config_seqno: self.council.config_seqno,
            unix: now.unix,
            slot: now.slot,
            seats: self.council.seats_len,
            voters: self.council.voters,
            oracles: self.council.oracles_len,
            params: self.policy.params_len,
            _pad: [0; 4],
        });
        Ok(())
    }
}
