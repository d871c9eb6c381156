//! Closed periods.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use economics::metrics;

/// One closed period; mirrors `economics::metrics::Period`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Period {
    pub start: i64,
    /// Second at which it was closed; the next period's start.
    pub end: i64,
    /// Supply at the end.
    pub supply: u64,
    /// Minted in the period by `emit`; the genesis supply is in no period.
    pub minted: u64,
    /// Destroyed in the period, by `collect` or by holders.
    pub burned: u64,
    /// Fees that others paid, collected in the period.
    pub fees: u64,
    /// Staked at the end.
    pub staked: u64,
    /// Positions with stake at the end.
    pub stakers: u64,
    /// Rewards ever claimed, at the end.
    pub rewards_paid: u64,
    /// Balance of the treasury at the end.
    pub treasury: u64,
}

/// The last 64 closed periods; mirrors `economics::metrics::Ring`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Ring {
    /// Periods ever closed; period n is at n mod 64.
    pub head: u64,
    pub periods: [Period; metrics::PERIODS],
}

/// Closed periods of one issuer.
#[account]
pub struct Metrics {
    pub issuer: Address,
    pub ring: Ring,
}

impl Metrics {
    /// The ring with its rules.
    pub fn rules(&self) -> &metrics::Ring {
        bytemuck::cast_ref(&self.ring)
    }

    pub(crate) fn rules_mut(&mut self) -> &mut metrics::Ring {
        bytemuck::cast_mut(&mut self.ring)
    }
}

/// The mirrors have the size and order of what they mirror.
const _: () = {
    use core::mem::{offset_of, size_of};
    assert!(size_of::<Ring>() == size_of::<metrics::Ring>());
    assert!(offset_of!(Period, treasury) == offset_of!(metrics::Period, treasury));
};
