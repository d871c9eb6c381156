//! How tokens leave a vault.

use anchor_lang::prelude::*;

use crate::{
    state::{POOL_SEED, Pool},
    token::{self, Transfer},
};

/// One payment out of a vault of `pool`.
pub(super) struct Payment<'a> {
    pub pool: &'a mut Account<Pool>,
    pub vault: &'a mut UncheckedAccount,
    pub mint: &'a UncheckedAccount,
    pub decimals: u8,
    pub destination: &'a mut UncheckedAccount,
    pub token_program: &'a UncheckedAccount,
}

impl Payment<'_> {
    /// Pays `amount`; returns what the destination gained after the transfer fee.
    pub fn send(self, amount: u64) -> Result<u64> {
        let before = token::amount(self.destination.account());
        let (policy, mint) = (self.pool.policy, self.pool.stake_mint);
        let (index, bump) = ([self.pool.index], [self.pool.bump]);
        let seeds: [&[u8]; 5] = [POOL_SEED, policy.as_ref(), mint.as_ref(), &index, &bump];
        let transfer = Transfer {
            from: self.vault.try_cpi_handle_mut()?,
            mint: self.mint.cpi_handle(),
            to: self.destination.try_cpi_handle_mut()?,
            authority: self.pool.cpi_handle(),
            decimals: self.decimals,
        };
        transfer.send(self.token_program.address(), amount, &[&seeds]);
        Ok(token::amount(self.destination.account()).saturating_sub(before))
    }
}
