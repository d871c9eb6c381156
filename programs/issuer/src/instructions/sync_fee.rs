//! `sync_fee`: bring the mint's transfer fee to the policy's.
//!
//! Promises:
//! - anyone may call it; the fee can only become the policy's;
//! - refused while an earlier change has not acted: Token-2022 lets a new fee act after two epochs, and setting again
//!   would restart that clock, so that no fee ever acts;
//! - refused where nothing would change; the maximum stays u64::MAX, because 0 would mean no fee.

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;
use economics::fees::fee_can_change;
use economics::time::Now;
use governor::state::Policy;

use crate::error::IssuerError;
use crate::events::FeeSynced;
use crate::state::*;
use crate::token::calls::Authority;
use crate::token::{calls, mint};

#[derive(Accounts)]
pub struct SyncFee {
    pub issuer: Account<Issuer>,
    #[account(address = issuer.policy @ IssuerError::WrongPolicy)]
    pub policy: Account<Policy>,
    #[account(mut, address = issuer.mint @ IssuerError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(address = issuer.fee_authority @ IssuerError::WrongAuthority)]
    pub fee_authority: UncheckedAccount,
    pub token_program: Program<Token2022>,
}

impl SyncFee {
    pub fn sync_fee(&mut self, now: Now) -> Result<()> {
        let bps = self.issuer.fee_bps(&self.policy)?;
        let current = mint::fee_config(self.mint.account())?.newer;
        require!(current.bps != u64::from(bps), IssuerError::FeeInSync);
        require!(fee_can_change(current.epoch, now.epoch), IssuerError::FeePending);
        self.set_fee(bps)?;
        let set = mint::fee_config(self.mint.account())?.newer;
        require!(set.bps == u64::from(bps), IssuerError::FeeNotPolicy);
        self.tell(current.bps, set, now);
        Ok(())
    }

    fn set_fee(&self, bps: u16) -> Result<()> {
        let by = Authority {
            view: self.fee_authority.account(),
            seed: FEE_AUTHORITY_SEED,
            issuer: self.issuer.address(),
            bump: self.issuer.fee_authority_bump,
        };
        calls::set_fee(self.mint.account(), bps, &by)
    }

    fn tell(&self, old_bps: u64, set: mint::Fee, now: Now) {
        emit!(FeeSynced {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            unix: now.unix,
            slot: now.slot,
            old_bps,
            new_bps: set.bps,
            epoch: now.epoch,
            effective_epoch: set.epoch,
        });
    }
}
