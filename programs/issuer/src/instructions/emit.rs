//! `emit`: mint what is owed to the gauges.
//!
//! Promises:
//! - anyone may call it, as often as they like; the total depends on time only (the remainder is carried);
//! - what the breaker or the cap holds back stays owed, or ends where the cap ends;
//! - the amount is split by the governed weights; the treasury takes what rounding leaves.

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;
use economics::emission::Emission;
use economics::key::EMISSION_RATE;
use economics::time::Now;
use governor::state::Policy;

use crate::error::IssuerError;
use crate::events::Emitted;
use crate::ledger::tell_burn;
use crate::state::*;
use crate::token::calls::Authority;
use crate::token::{calls, mint};

#[derive(Accounts)]
pub struct Emit {
    #[account(mut)]
    pub issuer: Account<Issuer>,
    #[account(address = issuer.policy @ IssuerError::WrongPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, address = issuer.mint @ IssuerError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(address = issuer.mint_authority @ IssuerError::WrongAuthority)]
    pub mint_authority: UncheckedAccount,
    #[account(mut, address = issuer.staking_vault @ IssuerError::WrongVault)]
    pub staking_vault: UncheckedAccount,
    #[account(mut, address = issuer.contributors_vault @ IssuerError::WrongVault)]
    pub contributors_vault: UncheckedAccount,
    #[account(mut, address = issuer.treasury_vault @ IssuerError::WrongVault)]
    pub treasury_vault: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl Emit {
    pub fn emit(&mut self, now: Now) -> Result<()> {
        let supply = mint::supply(self.mint.account())?;
        let before = self.issuer.ledger;
        let by_holders = self.issuer.note_supply(supply)?;
        let weights = self.issuer.weights(&self.policy)?;
        let rate = *self.issuer.param(&self.policy, EMISSION_RATE)?;
        let emission = self.issuer.ledger.rules_mut().emit(&rate, &weights, now);
        self.mint_gauges(&emission)?;
        self.issuer.invariant(mint::supply(self.mint.account())?)?;
        tell_burn(&self.issuer, by_holders, false, now);
        self.tell(&before, &emission, now);
        Ok(())
    }

    fn mint_gauges(&self, emission: &Emission) -> Result<()> {
        let by = Authority {
            view: self.mint_authority.account(),
            seed: MINT_AUTHORITY_SEED,
            issuer: self.issuer.address(),
            bump: self.issuer.mint_authority_bump,
        };
        let (mint, [staking, contributors, treasury]) = (self.mint.account(), emission.gauges);
        calls::mint_to(mint, self.staking_vault.account(), staking, &by)?;
        calls::mint_to(mint, self.contributors_vault.account(), contributors, &by)?;
        calls::mint_to(mint, self.treasury_vault.account(), treasury, &by)
    }

    fn tell(&self, before: &Ledger, emission: &Emission, now: Now) {
        let (after, [staking, contributors, treasury]) = (&self.issuer.ledger, emission.gauges);
        emit!(Emitted {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            unix: now.unix,
            slot: now.slot,
            from: before.accrued_to,
            accrued: after.pending.saturating_add(emission.amount).saturating_sub(before.pending),
            minted: emission.amount,
            staking,
            contributors,
            treasury,
            pending: after.pending,
            ever_minted: after.ever_minted,
            burned: after.burned,
            supply: after.ever_minted.saturating_sub(after.burned),
        });
    }
}
