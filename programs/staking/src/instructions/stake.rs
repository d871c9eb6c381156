//! `stake`: move tokens into the vault; what arrives there is staked.
//!
//! Promises:
//! - credited is what the vault gained, never what was asked (the mint may take a fee);
//! - the stake earns only after the warm-up, which is at least one window;
//! - a first stake creates the position at the owner's expense; a further one restarts the warm-up of what still warms.

use anchor_lang::prelude::*;
use economics::time::Now;

use crate::{
    error::StakingError,
    events::Staked,
    state::{POSITION_SEED, Pool, Position},
    token::{self, Transfer},
};

#[derive(Accounts)]
pub struct Stake {
    #[account(mut)]
    pub owner: Signer,
    #[account(mut)]
    pub pool: Account<Pool>,
    #[account(
        init_if_needed,
        payer = owner,
        seeds = [POSITION_SEED, pool.address().as_ref(), owner.address().as_ref()],
        bump
    )]
    pub position: Account<Position>,
    #[account(mut, address = pool.vault @ StakingError::WrongVault)]
    pub vault: UncheckedAccount,
    #[account(address = pool.mint @ StakingError::WrongMint)]
    pub mint: UncheckedAccount,
    /// Token account that pays; the token program checks that `owner` may move it.
    #[account(mut)]
    pub source: UncheckedAccount,
    pub token_program: Program<Token2022>,
    pub system_program: Program<System>,
}

impl Stake {
    pub fn stake(&mut self, bump: u8, amount: u64, now: Now) -> Result<()> {
        require!(amount > 0, StakingError::ZeroAmount);
        self.introduce(bump);

        let before = token::amount(self.vault.account());
        self.deposit(amount)?;
        let after = token::amount(self.vault.account());
        let credited = after.saturating_sub(before);
        require!(credited > 0, StakingError::NothingCredited);

        let settled = &mut self.pool.rules_mut().settle(now.unix, before);
        settled.stake(self.position.rules_mut(), credited).map_err(StakingError::from)?;
        self.pool.invariant(after)?;

        emit!(Staked {
            pool: *self.pool.address(),
            owner: *self.owner.address(),
            requested: amount,
            credited,
            active_from: self.position.state.active_from,
            staked: self.pool.state.totals.staked,
            unix: now.unix,
            slot: now.slot,
        });
        Ok(())
    }

    /// Writes who a new position belongs to; for an old one these are the same bytes.
    fn introduce(&mut self, bump: u8) {
        self.position.pool = *self.pool.address();
        self.position.owner = *self.owner.address();
        self.position.bump = bump;
    }

    fn deposit(&mut self, amount: u64) -> Result<()> {
        let transfer = Transfer {
            from: self.source.try_cpi_handle_mut()?,
            mint: self.mint.cpi_handle(),
            to: self.vault.try_cpi_handle_mut()?,
            authority: self.owner.cpi_handle(),
            decimals: self.pool.decimals,
        };
        transfer.send(self.token_program.address(), amount, &[]);
        Ok(())
    }
}
