//! The accounts of `withdraw` and `claim`, and how tokens leave the vault.

use anchor_lang::prelude::*;

use crate::{
    error::StakingError,
    state::{POOL_SEED, Pool, Position},
    token::{self, Transfer},
};

#[derive(Accounts)]
pub struct Payout {
    pub owner: Signer,
    #[account(mut)]
    pub pool: Account<Pool>,
    #[account(
        mut,
        constraint = position.pool == *pool.address() @ StakingError::WrongPool,
        constraint = position.owner == *owner.address() @ StakingError::NotOwner
    )]
    pub position: Account<Position>,
    #[account(mut, address = pool.vault @ StakingError::WrongVault)]
    pub vault: UncheckedAccount,
    #[account(address = pool.mint @ StakingError::WrongMint)]
    pub mint: UncheckedAccount,
    /// Token account that receives; any of this mint that the owner names, but not the vault itself.
    #[account(mut)]
    pub destination: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl Payout {
    /// Pays `amount` out of the vault; returns what the destination gained after the transfer fee.
    pub(super) fn pay(&mut self, amount: u64) -> Result<u64> {
        let before = token::amount(self.destination.account());
        let (policy, mint) = (self.pool.policy, self.pool.mint);
        let (index, bump, decimals) = ([self.pool.index], [self.pool.bump], self.pool.decimals);
        let seeds: [&[u8]; 5] = [POOL_SEED, policy.as_ref(), mint.as_ref(), &index, &bump];
        let transfer = Transfer {
            from: self.vault.try_cpi_handle_mut()?,
            mint: self.mint.cpi_handle(),
            to: self.destination.try_cpi_handle_mut()?,
            authority: self.pool.cpi_handle(),
            decimals,
        };
        transfer.send(self.token_program.address(), amount, &[&seeds]);
        Ok(token::amount(self.destination.account()).saturating_sub(before))
    }
}
