//! Contributors' lists, and the marks of what was paid.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use economics::distribution;

/// One open list of contributors' shares; mirrors `economics::distribution::Distribution`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Distribution {
    /// Root of the Merkle tree over the shares.
    pub root: [u8; 32],
    /// From 1, never used twice; 0 for a free slot.
    pub number: u64,
    /// Sum of the shares, base units.
    pub total: u64,
    /// Paid so far, base units.
    pub claimed: u64,
    /// First second at which shares are paid.
    pub opens: i64,
    /// Last second at which shares are paid.
    pub closes: i64,
    /// Shares in the list.
    pub leaves: u32,
    pub _pad: [u8; 4],
}

/// The open lists; mirrors `economics::distribution::Distributions`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Distributions {
    /// Lists ever opened; the number of the newest one.
    pub opened: u64,
    pub slots: [Distribution; 4],
}

/// Which shares of one page of one list are paid. It stays for ever, so no share is paid twice.
#[account]
pub struct Claims {
    pub issuer: Address,
    /// Number of the list.
    pub number: u64,
    /// Share i is on page i / 2 048.
    pub page: u32,
    pub _pad: [u8; 4],
    /// Bit i mod 64 of word (i mod 2 048) / 64.
    pub marks: [u64; 32],
}

impl Distributions {
    /// The lists with their rules.
    pub fn rules(&self) -> &distribution::Distributions {
        bytemuck::cast_ref(self)
    }

    pub(crate) fn rules_mut(&mut self) -> &mut distribution::Distributions {
        bytemuck::cast_mut(self)
    }
}

impl Claims {
    /// The marks with their rules.
    pub fn rules(&self) -> &distribution::Marks {
        bytemuck::cast_ref(&self.marks)
    }

    pub(crate) fn rules_mut(&mut self) -> &mut distribution::Marks {
        bytemuck::cast_mut(&mut self.marks)
    }
}

/// The mirrors have the size and order of what they mirror.
const _: () = {
    use core::mem::{offset_of, size_of};
    assert!(size_of::<Distributions>() == size_of::<distribution::Distributions>());
    assert!(offset_of!(Distribution, closes) == offset_of!(distribution::Distribution, closes));
    assert!(offset_of!(Distribution, leaves) == offset_of!(distribution::Distribution, leaves));
    assert!(size_of::<distribution::Marks>() == 256);
};
