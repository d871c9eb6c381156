//! Creating the mint that `create` accepts.
//!
//! Encoded by hand from the interface of Token-2022; the tests run it against the real program.

use anchor_lang::prelude::Address;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};

use super::{Desk, SYSTEM, TOKEN_2022};
use crate::state::{DECIMALS, LabelArgs};

/// Base, kind, transfer fee (4 + 108) and metadata pointer (4 + 64).
const BARE_LEN: u16 = 166 + 112 + 68;
/// Record 4, authority and mint 64, count of further fields 4; the texts come on top.
const METADATA_LEN: usize = 72;

/// Name, symbol and address of a description, which `create` writes into the mint.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    pub name: &'a str,
    pub symbol: &'a str,
    pub uri: &'a str,
}

/// A mint to be.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The policy's transfer fee at genesis.
    pub fee_bps: u16,
    /// Rent-exempt minimum for `mint_len(label)` bytes.
    pub lamports: u64,
}

impl From<Label<'_>> for LabelArgs {
    fn from(label: Label) -> Self {
        Self { name: label.name.into(), symbol: label.symbol.into(), uri: label.uri.into() }
    }
}

/// Bytes of the mint after `create` has written `label` into it, for its rent.
pub fn mint_len(label: &Label) -> usize {
    let texts = [label.name, label.symbol, label.uri].map(|text| text.len().saturating_add(4));
    texts.into_iter().fold(usize::from(BARE_LEN).saturating_add(METADATA_LEN), usize::saturating_add)
}

/// The mint of `desk`: 6 decimals, no freeze authority, the fee without a maximum, a metadata pointer to itself,
/// and the three authorities of the issuer.
///
/// One transaction, signed by `payer` and the mint's key.
pub fn create_mint(desk: &Desk, payer: Address, token: &Token) -> Vec<Instruction> {
    let mint = desk.mint;
    vec![
        create_account(payer, mint, token.lamports),
        initialize_fee(desk, token.fee_bps),
        initialize_metadata_pointer(mint),
        initialize_mint(mint, payer),
        hand_over_minting(desk, payer),
    ]
}

fn create_account(payer: Address, mint: Address, lamports: u64) -> Instruction {
    let data =
        [&[0u8; 4][..], &lamports.to_le_bytes(), &u64::from(BARE_LEN).to_le_bytes(), TOKEN_2022.as_ref()].concat();
    Instruction {
        program_id: SYSTEM,
        accounts: vec![AccountMeta::new(payer, true), AccountMeta::new(mint, true)],
        data,
    }
}

/// 26, 0: transfer fee extension with both authorities, bps and maximum.
fn initialize_fee(desk: &Desk, bps: u16) -> Instruction {
    let (fee, withdraw) = (desk.fee_authority, desk.withdraw_authority);
    let head = [&[26, 0, 1][..], fee.as_ref(), &[1], withdraw.as_ref()].concat();
    token(desk.mint, None, [&head[..], &bps.to_le_bytes(), &u64::MAX.to_le_bytes()].concat())
}

/// 39, 0: the metadata are in the mint itself, and nobody can point elsewhere.
fn initialize_metadata_pointer(mint: Address) -> Instruction {
    token(mint, None, [&[39, 0][..], &[0; 32], mint.as_ref()].concat())
}

/// 20: 6 decimals, `authority` for a moment, no freeze authority.
fn initialize_mint(mint: Address, authority: Address) -> Instruction {
    token(mint, None, [&[20, DECIMALS][..], authority.as_ref(), &[0]].concat())
}

/// 6, 0: the right to mint goes to the issuer.
fn hand_over_minting(desk: &Desk, authority: Address) -> Instruction {
    token(desk.mint, Some(authority), [&[6, 0, 1][..], desk.mint_authority.as_ref()].concat())
}

fn token(mint: Address, signer: Option<Address>, data: Vec<u8>) -> Instruction {
    let mut accounts = vec![AccountMeta::new(mint, false)];
    accounts.extend(signer.map(|key| AccountMeta::new_readonly(key, true)));
    Instruction { program_id: TOKEN_2022, accounts, data }
}
