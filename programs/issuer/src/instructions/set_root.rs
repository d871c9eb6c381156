//! `set_root`: open a list of contributors' shares.
//!
//! Promises:
//! - only the economy's authority signs it, so it takes a proposal of class action;
//! - the sum is in the contributors' vault beyond what earlier lists still owe, and stays reserved until it is paid
//!   or the window is over;
//! - nothing about an open list ever changes but what was paid of it.

use anchor_lang::prelude::*;
use economics::distribution::Terms;
use economics::time::Now;

use crate::error::IssuerError;
use crate::events::RootSet;
use crate::state::Issuer;
use crate::token::account;

#[derive(Accounts)]
pub struct SetRoot {
    #[account(address = issuer.economy @ IssuerError::NotEconomy)]
    pub economy: Signer,
    #[account(mut)]
    pub issuer: Account<Issuer>,
    #[account(address = issuer.contributors_vault() @ IssuerError::WrongVault)]
    pub contributors_vault: UncheckedAccount,
}

impl SetRoot {
    pub fn set_root(&mut self, terms: &Terms, now: Now) -> Result<()> {
        let held = account::amount(self.contributors_vault.account())?;
        let lists = self.issuer.distributions.rules_mut();
        let number = lists.open(terms, held, now).map_err(IssuerError::from)?;
        let reserved = lists.reserved();
        require!(reserved <= held && lists.is_sound(), IssuerError::InvariantBroken);
        emit!(RootSet {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            unix: now.unix,
            slot: now.slot,
            number,
            root: terms.root,
            leaves: u64::from(terms.leaves),
            total: terms.total,
            opens: terms.opens,
            closes: terms.closes,
            reserved,
        });
        Ok(())
    }
}
