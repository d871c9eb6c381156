//! Reading a Token-2022 mint.
//!
//! Layout: authority tag 4 and key 32, supply 8, decimals 1, initialized 1, freeze tag 4 and key 32;
//! kind at 165; records from 166 (interface of Token-2022, `state::Mint` and `extension`).

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use super::{KIND_OFFSET, read_key, read_u64, records};
use crate::error::IssuerError;

const KIND_MINT: u8 = 1;
const AUTHORITY_OFFSET: usize = 4;
const SUPPLY_OFFSET: usize = 36;
const DECIMALS_OFFSET: usize = 44;
const INITIALIZED_OFFSET: usize = 45;
const FREEZE_OFFSET: usize = 46;
const SOME: [u8; 4] = [1, 0, 0, 0];
const NONE: [u8; 4] = [0; 4];

const TRANSFER_FEE_CONFIG: u16 = 1;
const METADATA_POINTER: u16 = 18;
const TOKEN_METADATA: u16 = 19;
/// Everything else (permanent delegate, hook, close authority, pausable, …) could go around the gate.
const ALLOWED: [u16; 3] = [TRANSFER_FEE_CONFIG, METADATA_POINTER, TOKEN_METADATA];

/// One of the two fees that a mint remembers.
#[derive(Clone, Copy)]
pub struct Fee {
    /// First epoch in which it acts.
    pub epoch: u64,
    /// Most that one transfer pays; 0 would mean no fee at all.
    pub maximum: u64,
    pub bps: u64,
}

/// The transfer fee extension.
pub struct FeeConfig {
    pub fee_authority: [u8; 32],
    pub withdraw_authority: [u8; 32],
    pub older: Fee,
    pub newer: Fee,
}

/// What `create` wants to know of a mint.
pub struct Facts {
    pub authority: Option<[u8; 32]>,
    pub supply: u64,
    pub decimals: u8,
    pub has_freeze_authority: bool,
    /// The metadata pointer's authority and target.
    pub pointer: Option<([u8; 32], [u8; 32])>,
    pub has_metadata: bool,
    pub only_allowed_extensions: bool,
}

/// Units in existence right now.
pub fn supply(mint: &AccountView) -> Result<u64> {
    let data = mint.try_borrow()?;
    read_u64(&data, SUPPLY_OFFSET).ok_or(IssuerError::NotAMint.into())
}

/// Errors: `NotAMint` unless Token-2022 owns it, it is initialized and has room for extensions.
pub fn facts(mint: &AccountView) -> Result<Facts> {
    require!(mint.owned_by(&Token2022::id()), IssuerError::NotAMint);
    let data = mint.try_borrow()?;
    let typed = data.get(KIND_OFFSET) == Some(&KIND_MINT) && data.get(INITIALIZED_OFFSET) == Some(&1);
    require!(typed, IssuerError::NotAMint);
    let freeze_tag = data.get(FREEZE_OFFSET..FREEZE_OFFSET.saturating_add(4));
    Ok(Facts {
        authority: data.starts_with(&SOME).then(|| read_key(&data, AUTHORITY_OFFSET)).flatten(),
        supply: read_u64(&data, SUPPLY_OFFSET).ok_or(IssuerError::NotAMint)?,
        decimals: *data.get(DECIMALS_OFFSET).ok_or(IssuerError::NotAMint)?,
        has_freeze_authority: freeze_tag != Some(NONE.as_slice()),
        pointer: records(&data)
            .find(|(kind, _)| *kind == METADATA_POINTER)
            .and_then(|(_, value)| Some((read_key(value?, 0)?, read_key(value?, 32)?))),
        has_metadata: records(&data).any(|(kind, _)| kind == TOKEN_METADATA),
        only_allowed_extensions: records(&data).all(|(kind, value)| ALLOWED.contains(&kind) && value.is_some()),
    })
}

/// Who may change the metadata in the mint, and whose they are; `None` where it has none.
pub fn metadata(mint: &AccountView) -> Option<([u8; 32], [u8; 32])> {
    let data = mint.try_borrow().ok()?;
    let (_, value) = records(&data).find(|(kind, _)| *kind == TOKEN_METADATA)?;
    Some((read_key(value?, 0)?, read_key(value?, 32)?))
}

/// Errors: `FeeMissing` where the mint has no transfer fee extension.
pub fn fee_config(mint: &AccountView) -> Result<FeeConfig> {
    let data = mint.try_borrow()?;
    records(&data)
        .find(|(kind, _)| *kind == TRANSFER_FEE_CONFIG)
        .and_then(|(_, value)| parse_fee_config(value?))
        .ok_or(IssuerError::FeeMissing.into())
}

/// Layout: two keys, withheld 8, then older and newer fee of epoch 8, maximum 8, bps 2.
fn parse_fee_config(value: &[u8]) -> Option<FeeConfig> {
    Some(FeeConfig {
        fee_authority: read_key(value, 0)?,
        withdraw_authority: read_key(value, 32)?,
        older: parse_fee(value, 72)?,
        newer: parse_fee(value, 90)?,
    })
}

fn parse_fee(value: &[u8], offset: usize) -> Option<Fee> {
    let bps = value.get(offset.checked_add(16)?..offset.checked_add(18)?)?;
    Some(Fee {
        epoch: read_u64(value, offset)?,
        maximum: read_u64(value, offset.checked_add(8)?)?,
        bps: u64::from(u16::from_le_bytes(bps.try_into().ok()?)),
    })
}
