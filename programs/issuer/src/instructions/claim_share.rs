//! `claim_share`: pay one share of a contributors' list.
//!
//! Promises:
//! - anyone may call and pay for it; the share goes to a token account of the person in the list, and to nobody else;
//! - the audit path proves person, amount and place (RFC 6962: a node cannot be passed off as a leaf);
//! - each place of a list is paid once, inside the window, and never more than the list's sum in all;
//! - the transfer pays the mint's fee like any other.

#![expect(unused_variables, reason = "the derive binds the arguments once more than it reads them in the seeds")]

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;
use economics::distribution::page_of;
use economics::merkle;
use economics::time::Now;

use crate::error::IssuerError;
use crate::events::ShareClaimed;
use crate::share;
use crate::state::*;
use crate::token::calls::Authority;
use crate::token::{account, calls};

/// A share and its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareArgs {
    /// Number of the list.
    pub number: u64,
    /// Place in the list, from 0.
    pub index: u32,
    /// Base units.
    pub amount: u64,
    /// Audit path, lowest sibling first.
    pub proof: Vec<[u8; 32]>,
}

#[derive(Accounts)]
#[instruction(number: u64, index: u32)]
pub struct ClaimShare {
    /// Pays for the page of marks, if it is the first share of 2 048.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub issuer: Account<Issuer>,
    #[account(
        init_if_needed, payer = payer,
        seeds = [CLAIMS_SEED, issuer.address().as_ref(), &number.to_le_bytes(), &page_of(index).to_le_bytes()],
        bump,
    )]
    pub claims: Account<Claims>,
    #[account(address = issuer.mint @ IssuerError::WrongMint)]
    pub mint: UncheckedAccount,
    #[account(address = issuer.distributor @ IssuerError::WrongAuthority)]
    pub distributor: UncheckedAccount,
    #[account(mut, address = issuer.contributors_vault() @ IssuerError::WrongVault)]
    pub contributors_vault: UncheckedAccount,
    /// Any token account of the person in the list.
    #[account(mut)]
    pub destination: UncheckedAccount,
    pub token_program: Program<Token2022>,
    pub system_program: Program<System>,
}

impl ClaimShare {
    pub fn claim_share(&mut self, args: &ShareArgs, now: Now) -> Result<()> {
        let owner = account::owner_of(self.destination.account(), self.mint.address());
        let beneficiary = Address::from(owner.ok_or(IssuerError::WrongTokenAccount)?);
        self.prove(args, &beneficiary)?;
        require!(!self.claims.rules().is_marked(args.index), IssuerError::ShareClaimed);
        self.mark(args);
        let lists = self.issuer.distributions.rules_mut();
        lists.claim(args.number, args.amount, now).map_err(IssuerError::from)?;
        let credited = self.pay(args.amount)?;
        self.check()?;
        self.tell(args, &beneficiary, credited, now)
    }

    fn prove(&self, args: &ShareArgs, beneficiary: &Address) -> Result<()> {
        let list = self.issuer.distributions.rules().get(args.number).map_err(IssuerError::from)?;
        let leaf = share::leaf(beneficiary, args.amount);
        let root = merkle::root_of(leaf, args.index, list.leaves, &args.proof, share::node);
        require!(root == Some(list.root), IssuerError::NotInList);
        Ok(())
    }

    fn mark(&mut self, args: &ShareArgs) {
        self.claims.issuer = *self.issuer.address();
        self.claims.number = args.number;
        self.claims.page = page_of(args.index);
        self.claims.rules_mut().mark(args.index);
    }

    /// Returns what arrived.
    fn pay(&self, amount: u64) -> Result<u64> {
        let (vault, destination) = (self.contributors_vault.account(), self.destination.account());
        let by = Authority {
            view: self.distributor.account(),
            seed: DISTRIBUTOR_SEED,
            issuer: self.issuer.address(),
            bump: self.issuer.distributor_bump,
        };
        let before = account::amount(destination)?;
        calls::transfer(self.mint.account(), vault, destination, amount, &by)?;
        Ok(account::amount(destination)?.saturating_sub(before))
    }

    /// The vault still holds what the open lists owe.
    fn check(&self) -> Result<()> {
        let lists = self.issuer.distributions.rules();
        let covered = lists.reserved() <= account::amount(self.contributors_vault.account())?;
        require!(covered && lists.is_sound(), IssuerError::InvariantBroken);
        Ok(())
    }

    fn tell(&self, args: &ShareArgs, beneficiary: &Address, credited: u64, now: Now) -> Result<()> {
        let list = self.issuer.distributions.rules().get(args.number).map_err(IssuerError::from)?;
        emit!(ShareClaimed {
            issuer: *self.issuer.address(),
            mint: self.issuer.mint,
            beneficiary: *beneficiary,
            destination: *self.destination.address(),
            unix: now.unix,
            slot: now.slot,
            number: args.number,
            index: u64::from(args.index),
            amount: args.amount,
            credited,
            claimed: list.claimed,
        });
        Ok(())
    }
}
