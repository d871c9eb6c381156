//! Calls into Token-2022. A refusal of the token program ends the transaction; nothing here has a return code to trust.

use anchor_lang::pinocchio::cpi::{Seed, Signer as PdaSigner, invoke_signed, invoke_signed_with_slice};
use anchor_lang::pinocchio::instruction::{InstructionAccount, InstructionView};
use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;
use anchor_spl::token_2022_cpi::instructions as spl;

use crate::state::DECIMALS;

/// Instruction prefix of the transfer fee extension, then its own numbers (interface of Token-2022).
const TRANSFER_FEE: u8 = 26;
const WITHDRAW_FROM_MINT: u8 = 2;
const HARVEST_TO_MINT: u8 = 4;
const SET_FEE: u8 = 5;

/// sha256("spl_token_metadata_interface:initialize_account"), first 8 bytes.
const METADATA_INITIALIZE: [u8; 8] = [210, 225, 30, 162, 88, 184, 77, 141];

/// Token account with room for the two extensions that it needs: immutable owner and withheld fees.
const VAULT_LEN: usize = 182;

/// A program address that signs: the seed's name, the issuer and the bump.
pub struct Authority<'a> {
    pub view: &'a AccountView,
    pub seed: &'a [u8],
    pub issuer: &'a Address,
    pub bump: u8,
}

impl Authority<'_> {
    fn sign<T>(&self, call: impl FnOnce(&[PdaSigner]) -> Result<T>) -> Result<T> {
        let bump = [self.bump];
        let seeds = [Seed::from(self.seed), Seed::from(self.issuer.as_ref()), Seed::from(&bump)];
        call(&[PdaSigner::from(&seeds)])
    }
}

/// Mints `amount` base units into `to`; 0 is no call.
#[inline(never)]
pub fn mint_to(mint: &AccountView, to: &AccountView, amount: u64, by: &Authority) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let token_program = &Token2022::id();
    let call = spl::MintTo { mint, account: to, mint_authority: by.view, amount, token_program };
    by.sign(|signers| call.invoke_signed(signers))
}

/// Destroys `amount` base units of `from`; 0 is no call.
pub fn burn(mint: &AccountView, from: &AccountView, amount: u64, by: &Authority) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let token_program = &Token2022::id();
    let call = spl::Burn { account: from, mint, authority: by.view, amount, token_program };
    by.sign(|signers| call.invoke_signed(signers))
}

/// Moves `amount` base units; the mint's fee stays withheld in `to`. 0 is no call.
#[inline(never)]
pub fn transfer(mint: &AccountView, from: &AccountView, to: &AccountView, amount: u64, by: &Authority) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let token_program = &Token2022::id();
    let call = spl::TransferChecked { from, mint, to, authority: by.view, amount, decimals: DECIMALS, token_program };
    by.sign(|signers| call.invoke_signed(signers))
}

/// Moves the fees withheld in `sources` to the mint. Token-2022 skips what it cannot harvest with a log line only.
#[inline(never)]
pub fn harvest(mint: &AccountView, sources: &[&AccountView]) -> Result<()> {
    if sources.is_empty() {
        return Ok(());
    }
    let views: Vec<&AccountView> = core::iter::once(mint).chain(sources.iter().copied()).collect();
    let accounts: Vec<_> = views.iter().map(|view| InstructionAccount::writable(view.address())).collect();
    let data = [TRANSFER_FEE, HARVEST_TO_MINT];
    let instruction = InstructionView { program_id: &Token2022::id(), accounts: &accounts, data: &data };
    invoke_signed_with_slice(&instruction, &views, &[])
}

/// Moves all fees withheld in the mint to `to`; this movement pays no fee.
pub fn withdraw_withheld(mint: &AccountView, to: &AccountView, by: &Authority) -> Result<()> {
    let accounts = [
        InstructionAccount::writable(mint.address()),
        InstructionAccount::writable(to.address()),
        InstructionAccount::readonly_signer(by.view.address()),
    ];
    let data = [TRANSFER_FEE, WITHDRAW_FROM_MINT];
    let instruction = InstructionView { program_id: &Token2022::id(), accounts: &accounts, data: &data };
    by.sign(|signers| invoke_signed(&instruction, &[mint, to, by.view], signers))
}

/// Writes name, symbol and uri into the mint; `update_authority` may change them later.
///
/// Instruction `initialize` of the token-metadata interface: three borsh strings after its discriminator.
pub fn write_metadata(
    mint: &AccountView,
    update_authority: &AccountView,
    texts: [&str; 3],
    by: &Authority,
) -> Result<()> {
    let mut data = METADATA_INITIALIZE.to_vec();
    for text in texts {
        data.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
        data.extend_from_slice(text.as_bytes());
    }
    let accounts = [
        InstructionAccount::writable(mint.address()),
        InstructionAccount::readonly(update_authority.address()),
        InstructionAccount::readonly(mint.address()),
        InstructionAccount::readonly_signer(by.view.address()),
    ];
    let instruction = InstructionView { program_id: &Token2022::id(), accounts: &accounts, data: &data };
    by.sign(|signers| invoke_signed(&instruction, &[mint, update_authority, mint, by.view], signers))
}

/// Sets the mint's next transfer fee, without a maximum; it acts from the second epoch after this one.
pub fn set_fee(mint: &AccountView, bps: u16, by: &Authority) -> Result<()> {
    let accounts =
        [InstructionAccount::writable(mint.address()), InstructionAccount::readonly_signer(by.view.address())];
    let [b0, b1] = bps.to_le_bytes();
    let [m0, m1, m2, m3, m4, m5, m6, m7] = u64::MAX.to_le_bytes();
    let data = [TRANSFER_FEE, SET_FEE, b0, b1, m0, m1, m2, m3, m4, m5, m6, m7];
    let instruction = InstructionView { program_id: &Token2022::id(), accounts: &accounts, data: &data };
    by.sign(|signers| invoke_signed(&instruction, &[mint, by.view], signers))
}

/// Creates a token account at a program address; only `owner` moves what it holds, for ever (immutable owner).
#[inline(never)]
pub fn create_vault(
    payer: &AccountView,
    vault: &AccountView,
    mint: &AccountView,
    owner: &Address,
    seeds: &[&[u8]],
) -> Result<()> {
    let token_program = &Token2022::id();
    anchor_lang::create_account_signed(payer, vault, VAULT_LEN, token_program, seeds)?;
    spl::InitializeImmutableOwner { account: vault, token_program }.invoke()?;
    spl::InitializeAccount3 { account: vault, mint, owner, token_program }.invoke()
}
