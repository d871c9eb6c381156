//! `collect`: harvest withheld fees and split them into burn, stakers and treasury.
//!
//! Promises:
//! - anyone may call it with any accounts: what is foreign, read-only, repeated or empty is passed over;
//! - only what arrived in the fee vault counts, never that a call succeeded; the vault is empty afterwards;
//! - the burn is a real burn: the supply shrinks by it;
//! - the issuer's own transfers pay the fee again; that part is withheld in the two vaults, which each call harvests,
//!   so it comes back with the next call and is never counted as a fee twice.

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;
use economics::fees::{Split, split};
use economics::key::{BURN_SHARE, STAKERS_SHARE};
use economics::time::Now;
use governor::state::Policy;

use crate::error::IssuerError;
use crate::events::Collected;
use crate::ledger::tell_burn;
use crate::state::*;
use crate::token::calls::Authority;
use crate::token::{account, calls, mint};

/// Most remaining accounts in one call.
pub const MAX_SOURCES: usize = 24;

#[derive(Accounts)]
pub struct Collect {
    #[account(mut)]
    pub issuer: Account<Issuer>,
    #[account(address = issuer.policy @ IssuerError::WrongPolicy)]
    pub policy: Account<Policy>,
    // SAFETY (of all `unsafe(dup)` here): these wrappers hold no reference into the account and their addresses are
    // pinned to different accounts, so the only duplicates are among the remaining accounts, which are filtered.
    #[account(mut, unsafe(dup), address = issuer.mint @ IssuerError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(address = issuer.withdraw_authority @ IssuerError::WrongAuthority)]
    pub withdraw_authority: UncheckedAccount,
    #[account(mut, unsafe(dup), address = issuer.fee_vault @ IssuerError::WrongVault)]
    pub fee_vault: UncheckedAccount,
    #[account(mut, unsafe(dup), address = issuer.staking_vault() @ IssuerError::WrongVault)]
    pub staking_vault: UncheckedAccount,
    #[account(mut, unsafe(dup), address = issuer.treasury_vault() @ IssuerError::WrongVault)]
    pub treasury_vault: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

/// Balances around the withdrawal.
struct Withdrawal {
    /// In the fee vault before it.
    donated: u64,
    /// Arrived by it.
    withdrawn: u64,
}

/// What the two transfers brought.
struct Arrived {
    stakers: u64,
    treasury: u64,
}

impl Collect {
    pub fn collect(&mut self, sources: &[AccountView], now: Now) -> Result<()> {
        require!(sources.len() <= MAX_SOURCES, IssuerError::TooManySources);
        let by_holders = self.issuer.note_supply(mint::supply(self.mint.account())?)?;
        self.harvest(sources)?;
        let withdrawal = self.withdraw()?;
        let parts = self.split()?;
        let arrived = self.distribute(&parts)?;
        let recirculated = self.issuer.note_collected(withdrawal.withdrawn, arrived.withheld(&parts));
        let supply = mint::supply(self.mint.account())?;
        let burned = self.issuer.note_own_burn(supply, parts.burn)?;
        self.issuer.invariant(supply)?;
        tell_burn(&self.issuer, by_holders, false, now);
        tell_burn(&self.issuer, burned, true, now);
        self.tell(&withdrawal, recirculated, &parts, &arrived, now);
        Ok(())
    }

    /// The three vaults are always among the sources: fees of the issuer's own transfers, and of donations, sit there.
    fn harvest(&self, sources: &[AccountView]) -> Result<()> {
        let vaults = [self.fee_vault.account(), self.staking_vault.account(), self.treasury_vault.account()];
        let worth: Vec<&AccountView> = vaults
            .into_iter()
            .chain(sources)
            .filter(|view| account::is_harvestable(view, self.mint.address()))
            .collect();
        calls::harvest(self.mint.account(), &worth)
    }

    fn withdraw(&self) -> Result<Withdrawal> {
        let donated = account::amount(self.fee_vault.account())?;
        calls::withdraw_withheld(self.mint.account(), self.fee_vault.account(), &self.authority())?;
        let withdrawn = account::amount(self.fee_vault.account())?.saturating_sub(donated);
        Ok(Withdrawal { donated, withdrawn })
    }

    fn split(&self) -> Result<Split> {
        let held = account::amount(self.fee_vault.account())?;
        let burn = self.issuer.param(&self.policy, BURN_SHARE)?.value;
        let stakers = self.issuer.param(&self.policy, STAKERS_SHARE)?.value;
        Ok(split(held, burn, stakers))
    }

    fn distribute(&self, parts: &Split) -> Result<Arrived> {
        let (mint, vault, by) = (self.mint.account(), self.fee_vault.account(), self.authority());
        let stakers = account::amount(self.staking_vault.account())?;
        let treasury = account::amount(self.treasury_vault.account())?;
        calls::burn(mint, vault, parts.burn, &by)?;
        calls::transfer(mint, vault, self.staking_vault.account(), parts.stakers, &by)?;
        calls::transfer(mint, vault, self.treasury_vault.account(), parts.treasury, &by)?;
        require!(account::amount(vault)? == 0, IssuerError::InvariantBroken);
        Ok(Arrived {
            stakers: account::amount(self.staking_vault.account())?.saturating_sub(stakers),
            treasury: account::amount(self.treasury_vault.account())?.saturating_sub(treasury),
        })
    }

    fn authority(&self) -> Authority<'_> {
        Authority {
            view: self.withdraw_authority.account(),
            seed: WITHDRAW_AUTHORITY_SEED,
            issuer: self.issuer.address(),
            bump: self.issuer.withdraw_authority_bump,
        }
    }

    fn tell(&self, moved: &Withdrawal, recirculated: u64, parts: &Split, arrived: &Arrived, now: Now) {
        emit!(Collected {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            unix: now.unix,
            slot: now.slot,
            withdrawn: moved.withdrawn,
            recirculated,
            fees: moved.withdrawn.saturating_sub(recirculated),
            donated: moved.donated,
            burned: parts.burn,
            stakers: parts.stakers,
            treasury: parts.treasury,
            stakers_net: arrived.stakers,
            treasury_net: arrived.treasury,
            withheld_again: arrived.withheld(parts),
            supply: self.issuer.ledger.ever_minted.saturating_sub(self.issuer.ledger.burned),
        });
    }
}

impl Arrived {
    /// Fees that the two transfers paid, withheld in the two vaults.
    fn withheld(&self, parts: &Split) -> u64 {
        let stakers = parts.stakers.saturating_sub(self.stakers);
        stakers.saturating_add(parts.treasury.saturating_sub(self.treasury))
    }
}
