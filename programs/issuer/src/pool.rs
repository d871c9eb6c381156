//! Reading the staking program's pool by its first bytes, so that this program does not depend on that one.

use anchor_lang::prelude::*;
use economics::staking::PoolCard;

use crate::error::IssuerError;

/// The staking program whose pools are known to have this layout.
pub const STAKING_PROGRAM: Address = anchor_lang::address!("F8TbbR6a5K2fF4s4dgBsByaNP8oLEvsmUDhiRfS2hP9v");
/// sha256("account:Pool"), first 8 bytes.
const DISCRIMINATOR: [u8; 8] = [241, 154, 109, 4, 17, 177, 109, 188];

/// What everyone can read of a pool.
///
/// Errors: `WrongPool` for a foreign owner, another account type or too few bytes.
pub fn read(pool: &AccountView) -> Result<PoolCard> {
    require!(pool.owned_by(&STAKING_PROGRAM), IssuerError::WrongPool);
    let data = pool.try_borrow()?;
    let card = data.strip_prefix(&DISCRIMINATOR).and_then(|body| body.get(..size_of::<PoolCard>()));
    Ok(card.map(bytemuck::pod_read_unaligned).ok_or(IssuerError::WrongPool)?)
}
