//! `claim`: take out the rewards that are due.
//!
//! Promises:
//! - only the owner, exactly the whole units that were credited, to the token account the owner names;
//! - principal is never touched: afterwards the vault still holds all that it owes.

use anchor_lang::prelude::*;
use economics::time::Now;

use super::payment::Payment;
use crate::{
    error::StakingError,
    events::Claimed,
    state::{Pool, Position},
    token,
};

#[derive(Accounts)]
pub struct Claim {
    pub owner: Signer,
    #[account(mut)]
    pub pool: Account<Pool>,
    #[account(
        mut,
        constraint = position.card.pool == *pool.address() @ StakingError::WrongPool,
        constraint = position.card.owner == *owner.address() @ StakingError::NotOwner
    )]
    pub position: Account<Position>,
    #[account(mut, address = pool.reward_vault @ StakingError::WrongVault)]
    pub reward_vault: UncheckedAccount,
    #[account(address = pool.reward_mint @ StakingError::WrongMint)]
    pub reward_mint: UncheckedAccount,
    /// Token account that receives; any of this mint that the owner names, but not the vault itself.
    #[account(mut)]
    pub destination: UncheckedAccount,
    #[account(constraint = reward_mint.account().owned_by(token_program.address()) @ StakingError::WrongTokenProgram)]
    pub token_program: UncheckedAccount,
}

impl Claim {
    pub fn claim(&mut self, now: Now) -> Result<()> {
        let vault_amount = token::amount(self.reward_vault.account());
        let settled = &mut self.pool.rules_mut().settle(now.unix, vault_amount);
        let requested = settled.claim(self.position.rules_mut()).map_err(StakingError::from)?;
        self.position.record(now.unix);
        let credited = self.pay(requested)?;
        self.pool.invariant(token::amount(self.reward_vault.account()))?;

        emit!(Claimed {
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
        let decimals = self.pool.reward_decimals;
        let payment = Payment {
            pool: &mut self.pool,
            vault: &mut self.reward_vault,
            mint: &self.reward_mint,
            decimals,
            destination: &mut self.destination,
            token_program: &self.token_program,
        };
        payment.send(amount)
    }
}
