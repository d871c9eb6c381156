//! `withdraw`: take out principal whose unbonding time has passed.
//!
//! Promises:
//! - only the owner, only after the second that was frozen when it was asked back, all of it at once,
//!   to the token account the owner names;
//! - no reward arithmetic, parameter, pause or invariant can refuse it, and of a pool with two vaults
//!   the reward's vault, mint and token program are not even asked.

use anchor_lang::prelude::*;
use economics::time::Now;

use super::payment::Payment;
use crate::{
    error::StakingError,
    events::Withdrawn,
    state::{Pool, Position},
    token,
};

#[derive(Accounts)]
pub struct Withdraw {
    pub owner: Signer,
    #[account(mut)]
    pub pool: Account<Pool>,
    #[account(
        mut,
        constraint = position.card.pool == *pool.address() @ StakingError::WrongPool,
        constraint = position.card.owner == *owner.address() @ StakingError::NotOwner
    )]
    pub position: Account<Position>,
    #[account(mut, address = pool.vault @ StakingError::WrongVault)]
    pub vault: UncheckedAccount,
    #[account(address = pool.stake_mint @ StakingError::WrongMint)]
    pub mint: UncheckedAccount,
    /// Token account that receives; any of this mint that the owner names, but not the vault itself.
    #[account(mut)]
    pub destination: UncheckedAccount,
    #[account(constraint = mint.account().owned_by(token_program.address()) @ StakingError::WrongTokenProgram)]
    pub token_program: UncheckedAccount,
}

impl Withdraw {
    pub fn withdraw(&mut self, now: Now) -> Result<()> {
        let one_vault = self.pool.has_one_vault();
        let arrivals_seen = if one_vault { token::amount(self.vault.account()) } else { 0 };
        let settled = &mut self.pool.rules_mut().settle(now.unix, arrivals_seen);
        let requested = settled.withdraw(self.position.rules_mut()).map_err(StakingError::from)?;
        self.position.record(now.unix);
        let credited = self.pay(requested)?;

        emit!(Withdrawn {
            pool: *self.pool.address(),
            owner: *self.owner.address(),
            destination: *self.destination.address(),
            requested,
            credited,
            unix: now.unix,
            slot: now.slot,
            tier: self.position.state.tier,
            _pad: [0; 7],
        });
        Ok(())
    }

    fn pay(&mut self, amount: u64) -> Result<u64> {
        let decimals = self.pool.decimals;
        let payment = Payment {
            pool: &mut self.pool,
            vault: &mut self.vault,
            mint: &self.mint,
            decimals,
            destination: &mut self.destination,
            token_program: &self.token_program,
        };
        payment.send(amount)
    }
}
