//! Addresses of the accounts, computed the same on chain and off it.

use anchor_lang::{find_program_address, prelude::Address};

/// Seed of a council: `["council", creator, name]`.
pub const COUNCIL_SEED: &[u8] = b"council";
/// Seed of a policy: `["policy", council]`.
pub const POLICY_SEED: &[u8] = b"policy";
/// Seed of the economy's signing address: `["authority", council]`.
pub const AUTHORITY_SEED: &[u8] = b"authority";
/// Seed of a proposal: `["proposal", council, id]`.
pub const PROPOSAL_SEED: &[u8] = b"proposal";

/// Seed of a ballot: `["voice", proposal, position]`.
pub const BALLOT_SEED: &[u8] = b"voice";
/// Seed of a payload: `["payload", proposal]`.
pub const PAYLOAD_SEED: &[u8] = b"payload";

/// Address and bump of the council that `creator` named `name`.
pub fn council(creator: &Address, name: &[u8; 16]) -> (Address, u8) {
    find_program_address(&[COUNCIL_SEED, creator.as_ref(), name], &crate::ID)
}

/// Address and bump of the council's policy.
pub fn policy(council: &Address) -> (Address, u8) {
    find_program_address(&[POLICY_SEED, council.as_ref()], &crate::ID)
}

/// Address and bump under which the economy signs; it holds no data.
pub fn authority(council: &Address) -> (Address, u8) {
    find_program_address(&[AUTHORITY_SEED, council.as_ref()], &crate::ID)
}

/// Address and bump of the proposal `id`.
pub fn proposal(council: &Address, id: &[u8; 32]) -> (Address, u8) {
    find_program_address(&[PROPOSAL_SEED, council.as_ref(), id], &crate::ID)
}

/// Address and bump of the proposal's payload.
pub fn payload(proposal: &Address) -> (Address, u8) {
    find_program_address(&[PAYLOAD_SEED, proposal.as_ref()], &crate::ID)
}

/// Address and bump of what `position` says about `proposal`.
pub fn ballot(proposal: &Address, position: &Address) -> (Address, u8) {
    find_program_address(&[BALLOT_SEED, proposal.as_ref(), position.as_ref()], &crate::ID)
}
