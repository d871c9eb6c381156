//! What a contributors' list is made of: hashes that the chain and whoever publishes the list compute alike.

use anchor_lang::prelude::Address;
use anchor_lang::solana_program::hash::hashv;
use economics::merkle::{self, Hash};

/// SHA-256 of `0x00 ‖ beneficiary ‖ amount`, the amount in base units as 8 bytes little endian.
///
/// The place in the list is no part of it: the audit path proves the place.
pub fn leaf(beneficiary: &Address, amount: u64) -> Hash {
    hashv(&[&[merkle::LEAF], beneficiary.as_ref(), &amount.to_le_bytes()]).to_bytes()
}

/// SHA-256 of `0x01 ‖ left ‖ right`.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    hashv(&[&[merkle::NODE], left, right]).to_bytes()
}
