//! `Payload`: what a proposal of class config or action carries, word for word.

use {
    crate::{error::GovernorError, state::Proposal},
    anchor_lang::{prelude::*, solana_program::hash::hashv},
};

/// Bytes that a payload may have.
pub const MAX_PAYLOAD: usize = 1_024;

/// The content of one proposal of class config or action; written once, with the proposal.
#[account]
pub struct Payload {
    pub proposal: Address,
    /// Bytes in use.
    pub len: u16,
    pub bump: u8,
    pub _pad: [u8; 5],
    /// Class config: `Vec<ConfigChange>`; class action: `Action`; both in borsh.
    pub data: [u8; 1024],
}

impl Payload {
    /// The bytes in use.
    pub fn bytes(&self) -> &[u8] {
        self.data.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// Takes `data` for `proposal`; fails with `PayloadTooLong`.
    pub fn fill(&mut self, proposal: Address, data: &[u8]) -> Result<()> {
        let place = self.data.get_mut(..data.len()).ok_or(GovernorError::PayloadTooLong)?;
        place.copy_from_slice(data);
        self.len = u16::try_from(data.len()).map_err(|_| GovernorError::PayloadTooLong)?;
        self.proposal = proposal;
        Ok(())
    }

    /// SHA-256 of the bytes in use.
    pub fn hash(&self) -> [u8; 32] {
        hashv(&[self.bytes()]).to_bytes()
    }

    /// Fails with `PayloadMismatch` unless it is what was voted on.
    pub fn check(&self, proposal: &Proposal) -> Result<()> {
        require!(self.hash() == proposal.payload_hash, GovernorError::PayloadMismatch);
        Ok(())
    }
}
