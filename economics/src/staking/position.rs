//! What one owner has in one tier of a pool.

use crate::math::{join, limbs, q64_mul};
use bytemuck::{Pod, Zeroable};

/// A position's ledger, embedded in its account.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct PositionState {
    /// Stake that earns.
    pub active: u64,
    /// Stake that does not earn yet.
    pub warming: u64,
    /// From this second on a settlement makes `warming` active.
    pub active_from: i64,
    /// Stake asked back.
    pub cooling: u64,
    /// From this second on `cooling` can be withdrawn; fixed when it was asked back.
    pub unlock_at: i64,
    /// The pool's `acc` up to which this position has been credited.
    pub acc_paid: [u64; 2],
    /// Rewards credited and not yet claimed.
    pub owed: u64,
    /// Fraction of the next reward unit, in 2^-64 base units.
    pub owed_fraction: u64,
    /// Before this second nothing can be withdrawn; fixed at the last deposit.
    pub locked_until: i64,
    /// Place of the position's terms among the pool's tiers.
    pub tier: u8,
    pub _pad: [u8; 7],
}
const _: () = assert!(size_of::<PositionState>() == 88);

impl PositionState {
    /// An empty position in a tier.
    pub fn in_tier(tier: u8) -> Self {
        Self { tier, ..Self::default() }
    }

    /// Active and warming stake.
    pub fn staked(&self) -> u64 {
        self.active.saturating_add(self.warming)
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.staked() == 0 && self.cooling == 0 && self.owed == 0
    }

    /// Credits `shares × (acc − acc_paid)`. A reward that no longer fits is forfeited, so that
    /// the principal stays free.
    pub(super) fn credit(&mut self, shares: u64, acc: u128) {
        let earned = acc.checked_sub(join(self.acc_paid)).and_then(|per_share| q64_mul(shares, per_share));
        self.acc_paid = limbs(acc);
        let Some((whole, fraction)) = earned else {
            return;
        };
        let (fraction, carried) = self.owed_fraction.overflowing_add(fraction);
        let owed = self.owed.checked_add(whole).and_then(|owed| owed.checked_add(u64::from(carried)));
        if let Some(owed) = owed {
            self.owed = owed;
            self.owed_fraction = fraction;
        }
    }
}
