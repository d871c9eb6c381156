//! Transfer fees: what Token-2022 withholds, and where the collected fees go.

use crate::math::{BPS, mul_div_ceil, mul_div_floor};

/// Where collected fees go; the parts sum to what was collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub burn: u64,
    pub stakers: u64,
    pub treasury: u64,
}

impl Split {
    pub fn total(&self) -> u64 {
        self.burn.saturating_add(self.stakers).saturating_add(self.treasury)
    }
}

/// `amount` by shares in basis points.
///
/// ROUNDING: burn and stakers down, the treasury takes the rest; nothing is lost.
/// Shares outside 0 ..= 10 000 count as the nearer end, and never more than what is left.
pub fn split(amount: u64, burn_bps: i64, stakers_bps: i64) -> Split {
    let burn = share(amount, burn_bps);
    let rest = amount.saturating_sub(burn);
    let stakers = share(amount, stakers_bps).min(rest);
    Split { burn, stakers, treasury: rest.saturating_sub(stakers) }
}

fn share(amount: u64, bps: i64) -> u64 {
    let bps = u64::try_from(bps).unwrap_or(0).min(BPS);
    mul_div_floor(amount, bps, BPS).unwrap_or(amount)
}

/// What Token-2022 withholds from a transfer of `amount`: `min(⌈amount × bps / 10 000⌉, max)`.
///
/// Source: `TransferFee::calculate_fee` of spl-token-2022. A maximum of 0 means no fee.
pub fn transfer_fee(amount: u64, bps: u16, max: u64) -> u64 {
    mul_div_ceil(amount, u64::from(bps), BPS).unwrap_or(u64::MAX).min(max)
}

/// Whether a new fee may be set in `epoch` without restarting the clock of one that is pending.
///
/// Source: Token-2022 lets a new fee act two epochs after it was set (`newer_epoch`); setting
/// again before that replaces it and the clock starts anew, so a fee set too often never acts.
pub fn fee_can_change(newer_epoch: u64, epoch: u64) -> bool {
    newer_epoch <= epoch
}
