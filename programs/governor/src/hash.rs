//! Hashes that people and the oracle recompute: what is voted on, and the chain of what was executed.

use {
    crate::state::{Move, Provenance},
    anchor_lang::{prelude::Address, solana_program::hash::hashv},
};

const CONTENT_DOMAIN: &[u8] = b"trimtab.proposal.v1";
const CHAIN_DOMAIN: &[u8] = b"trimtab.chain.v1";

/// Everything that a vote on a proposal agrees to.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    pub council: &'a Address,
    pub id: &'a [u8; 32],
    pub class: u8,
    pub parent_version: u64,
    pub config_seqno: u64,
    /// The moves in their order, without the unused rest.
    pub moves: &'a [Move],
    /// SHA-256 of the payload; zeroes where the proposal carries moves.
    pub payload_hash: &'a [u8; 32],
    pub provenance: &'a Provenance,
}

impl Content<'_> {
    /// SHA-256 of `"trimtab.proposal.v1" ‖ council ‖ id ‖ class u8 ‖ moves u8 ‖ parent_version ‖ config_seqno ‖
    /// moves (24 bytes each) ‖ payload_hash ‖ provenance (336 bytes)`, integers little endian, padding zero.
    pub fn hash(&self) -> [u8; 32] {
        let moves_len = u8::try_from(self.moves.len()).unwrap_or(u8::MAX);
        hashv(&[
            CONTENT_DOMAIN,
            self.council.as_ref(),
            self.id,
            &[self.class, moves_len],
            &self.parent_version.to_le_bytes(),
            &self.config_seqno.to_le_bytes(),
            bytemuck::cast_slice(self.moves),
            self.payload_hash,
            bytemuck::bytes_of(self.provenance),
        ])
        .to_bytes()
    }
}

/// Next head of the chain over everything executed:
/// SHA-256 of `"trimtab.chain.v1" ‖ head ‖ content_hash ‖ version ‖ unix`, integers little endian.
///
/// `version` is the policy's version after the execution, `unix` the second of the execution.
pub fn chain_link(head: &[u8; 32], content_hash: &[u8; 32], version: u64, unix: i64) -> [u8; 32] {
    hashv(&[CHAIN_DOMAIN, head, content_hash, &version.to_le_bytes(), &unix.to_le_bytes()]).to_bytes()
}
