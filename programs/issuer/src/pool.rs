//! Reading the staking program's pool by offset, so that this program does not depend on that one.
//!
//! Layout: discriminator 8; staked, stakers, rewards_paid (u64 each), the rest of the pool's books to 136; then policy, mint, vault.

use anchor_lang::prelude::*;
use economics::metrics::PoolTotals;

use crate::error::IssuerError;

/// The staking program whose pools are known to have this layout.
pub const STAKING_PROGRAM: Address = anchor_lang::address!("F8TbbR6a5K2fF4s4dgBsByaNP8oLEvsmUDhiRfS2hP9v");
/// sha256("account:Pool"), first 8 bytes.
const DISCRIMINATOR: [u8; 8] = [241, 154, 109, 4, 17, 177, 109, 188];

/// What the issuer reads of a pool.
pub struct Pool {
    pub totals: PoolTotals,
    pub policy: [u8; 32],
    pub mint: [u8; 32],
    pub vault: [u8; 32],
}

/// Errors: `WrongPool` for a foreign owner, another account type or too few bytes.
pub fn read(pool: &AccountView) -> Result<Pool> {
    require!(pool.owned_by(&STAKING_PROGRAM), IssuerError::WrongPool);
    let data = pool.try_borrow()?;
    require!(data.starts_with(&DISCRIMINATOR), IssuerError::WrongPool);
    parse(&data).ok_or(IssuerError::WrongPool.into())
}

fn parse(data: &[u8]) -> Option<Pool> {
    let number = |offset: usize| Some(u64::from_le_bytes(data.get(offset..offset.checked_add(8)?)?.try_into().ok()?));
    let key = |offset: usize| data.get(offset..offset.checked_add(32)?)?.try_into().ok();
    Some(Pool {
        totals: PoolTotals { staked: number(8)?, stakers: number(16)?, rewards_paid: number(24)? },
        policy: key(136)?,
        mint: key(168)?,
        vault: key(200)?,
    })
}
