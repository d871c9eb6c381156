//! `emit`: mint what is owed to the gauges.
//!
//! Promises:
//! - anyone may call it, as often as they like; the total depends on time only (the remainder is carried);
//! - what the breaker or the guardian's pause holds back stays owed, and what the cap holds back ends there;
//! - the amount is split by the governed weights; the treasury, if it has one, takes what rounding leaves;
//! - what falls to a weight without a gauge, or to a gauge whose vault is gone, is not minted, and stops nobody else's part.

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;
use economics::emission::Emission;
use economics::pause;
use economics::time::Now;
use governor::state::Policy;

use crate::error::IssuerError;
use crate::events::Emitted;
use crate::ledger::tell_burn;
use crate::state::*;
use crate::token::calls::Authority;
use crate::token::{calls, mint};

/// Remaining accounts: the vaults of all registered gauges in their order, writable.
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
    pub token_program: Program<Token2022>,
}

impl Emit {
    pub fn emit(&mut self, vaults: &[AccountView], now: Now) -> Result<()> {
        let supply = mint::supply(self.mint.account())?;
        let before = self.issuer.ledger;
        let by_holders = self.issuer.note_supply(supply)?;
        let weights = self.issuer.weights(&self.policy, vaults)?;
        let paused = self.policy.is_paused(pause::EMISSION, now.unix);
        let emission = self.book(&weights, paused, now)?;
        self.mint_gauges(&emission, vaults)?;
        self.issuer.invariant(mint::supply(self.mint.account())?)?;
        tell_burn(&self.issuer, by_holders, false, now);
        self.tell(&before, &emission, paused, now);
        Ok(())
    }

    /// A pause keeps everything owed: it stops minting, not the clock.
    fn book(&mut self, weights: &[i64; 8], paused: bool, now: Now) -> Result<Emission<8>> {
        let rate = self.issuer.rate(&self.policy)?;
        let ledger = self.issuer.ledger.rules_mut();
        if paused {
            ledger.accrue(rate, now);
            return Ok(Emission { amount: 0, gauges: [0; 8], unassigned: 0 });
        }
        Ok(ledger.emit(rate, weights, now))
    }

    fn mint_gauges(&self, emission: &Emission<8>, vaults: &[AccountView]) -> Result<()> {
        let by = Authority {
            view: self.mint_authority.account(),
            seed: MINT_AUTHORITY_SEED,
            issuer: self.issuer.address(),
            bump: self.issuer.mint_authority_bump,
        };
        for (vault, amount) in vaults.iter().zip(emission.gauges) {
            calls::mint_to(self.mint.account(), vault, amount, &by)?;
        }
        Ok(())
    }

    fn tell(&self, before: &Ledger, emission: &Emission<8>, paused: bool, now: Now) {
        let (after, [staking, contributors, treasury, further @ ..]) = (&self.issuer.ledger, emission.gauges);
        let left = after.pending.saturating_add(emission.amount).saturating_add(emission.unassigned);
        emit!(Emitted {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            unix: now.unix,
            slot: now.slot,
            from: before.accrued_to,
            accrued: left.saturating_sub(before.pending),
            minted: emission.amount,
            staking,
            contributors,
            treasury,
            further,
            unassigned: emission.unassigned,
            pending: after.pending,
            paused: u64::from(paused),
            ever_minted: after.ever_minted,
            burned: after.burned,
            supply: after.ever_minted.saturating_sub(after.burned),
        });
    }
}
