//! Reading a Token-2022 token account.
//!
//! Layout: mint 32, owner 32, amount 8, … state at 108, tag of the close authority at 129; kind at 165; records from 166.

use anchor_lang::prelude::*;
use anchor_lang::programs::Token2022;

use super::{KIND_OFFSET, read_key, read_u64, records};
use crate::error::IssuerError;

const KIND_ACCOUNT: u8 = 2;
const AMOUNT_OFFSET: usize = 64;
const OWNER_OFFSET: usize = 32;
const STATE_OFFSET: usize = 108;
const CLOSE_OFFSET: usize = 129;
const INITIALIZED: u8 = 1;
const TRANSFER_FEE_AMOUNT: u16 = 2;

/// Base units that the account holds right now.
#[inline(never)]
pub fn amount(account: &AccountView) -> Result<u64> {
    let data = account.try_borrow()?;
    read_u64(&data, AMOUNT_OFFSET).ok_or(IssuerError::WrongTokenAccount.into())
}

/// Whether this is an initialized Token-2022 account of `mint`.
#[inline(never)]
pub fn is_of_mint(account: &AccountView, mint: &Address) -> bool {
    let Ok(data) = account.try_borrow() else { return false };
    account.owned_by(&Token2022::id())
        && data.get(KIND_OFFSET) == Some(&KIND_ACCOUNT)
        && data.get(STATE_OFFSET) == Some(&INITIALIZED)
        && read_key(&data, 0).as_ref() == Some(mint.as_array())
}

/// The owner of a token account of `mint`; `None` for any other account.
#[inline(never)]
pub fn owner_of(account: &AccountView, mint: &Address) -> Option<[u8; 32]> {
    if !is_of_mint(account, mint) {
        return None;
    }
    read_key(&account.try_borrow().ok()?, OWNER_OFFSET)
}

/// Whether this is a Token-2022 account of `mint` that `owner` owns.
pub fn is_vault(account: &AccountView, mint: &Address, owner: &Address) -> bool {
    owner_of(account, mint).as_ref() == Some(owner.as_array())
}

/// Whether somebody beside the owner may close the account.
pub fn has_close_authority(account: &AccountView) -> bool {
    let Ok(data) = account.try_borrow() else { return true };
    data.get(CLOSE_OFFSET..CLOSE_OFFSET.saturating_add(4)) != Some(&[0; 4])
}

/// Whether harvesting the account would bring anything: writable, of `mint`, with fees withheld.
pub fn is_harvestable(account: &AccountView, mint: &Address) -> bool {
    account.is_writable() && is_of_mint(account, mint) && withheld(account) > 0
}

/// Fees withheld in the account, base units; 0 where it has no such record.
#[inline(never)]
pub fn withheld(account: &AccountView) -> u64 {
    let Ok(data) = account.try_borrow() else { return 0 };
    records(&data)
        .find(|(kind, _)| *kind == TRANSFER_FEE_AMOUNT)
        .and_then(|(_, value)| read_u64(value?, 0))
        .unwrap_or(0)
}
