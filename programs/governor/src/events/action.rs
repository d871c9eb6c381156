//! What the economy's own address signed.

use anchor_lang::prelude::*;

/// A stored instruction was carried out; its bytes are in the payload, its link in `PolicyPublished`.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Performed {
    pub council: Address,
    pub proposal: Address,
    /// Program that was called.
    pub program: Address,
    pub payload_hash: [u8; 32],
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}
