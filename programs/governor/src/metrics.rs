//! Reading the metrics ring by its bytes, so that this program does not depend on the one that writes it.
//!
//! Layout: discriminator 8, issuer 32, then the ring of `economics::metrics`.

use {
    crate::{error::GovernorError, state::Links},
    anchor_lang::{address_eq, bytemuck, prelude::*},
    economics::metrics::Ring,
};

/// sha256("account:Metrics"), first 8 bytes.
const DISCRIMINATOR: [u8; 8] = [107, 166, 28, 232, 196, 144, 206, 195];
/// First byte of the ring.
const RING: usize = 40;

/// Hands the ring that the council names to `read`; fails with `WrongMetrics` for any other account.
pub(crate) fn with_ring<R>(metrics: &UncheckedAccount, links: &Links, read: impl FnOnce(&Ring) -> R) -> Result<R> {
    let named = address_eq(metrics.address(), &links.metrics);
    require!(named && metrics.account().owned_by(&links.issuer_program), GovernorError::WrongMetrics);
    let data = metrics.account().try_borrow()?;
    require!(data.starts_with(&DISCRIMINATOR), GovernorError::WrongMetrics);
    let end = RING.checked_add(size_of::<Ring>()).ok_or(GovernorError::Arithmetic)?;
    let ring = data.get(RING..end).and_then(|bytes| bytemuck::try_from_bytes(bytes).ok());
    Ok(read(ring.ok_or(GovernorError::WrongMetrics)?))
}
