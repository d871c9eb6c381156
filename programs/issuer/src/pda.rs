//! Addresses that follow from a policy and a mint.

use anchor_lang::prelude::*;

use crate::{ID, state};

fn find(seed: &[u8], of: &Address) -> (Address, u8) {
    find_program_address(&[seed, of.as_ref()], &ID)
}

/// The issuer of a mint under a policy.
pub fn issuer(policy: &Address, mint: &Address) -> (Address, u8) {
    find_program_address(&[state::ISSUER_SEED, policy.as_ref(), mint.as_ref()], &ID)
}

/// Holds the metrics ring.
pub fn metrics(issuer: &Address) -> (Address, u8) {
    find(state::METRICS_SEED, issuer)
}

/// Mints; has no data.
pub fn mint_authority(issuer: &Address) -> (Address, u8) {
    find(state::MINT_AUTHORITY_SEED, issuer)
}

/// Sets the transfer fee; has no data.
pub fn fee_authority(issuer: &Address) -> (Address, u8) {
    find(state::FEE_AUTHORITY_SEED, issuer)
}

/// Withdraws withheld fees and owns the fee vault; has no data.
pub fn withdraw_authority(issuer: &Address) -> (Address, u8) {
    find(state::WITHDRAW_AUTHORITY_SEED, issuer)
}

/// Token account in which collected fees are split; empty between calls.
pub fn fee_vault(issuer: &Address) -> (Address, u8) {
    find(state::FEE_VAULT_SEED, issuer)
}

/// Owns the contributors' vault and pays their shares; has no data.
pub fn distributor(issuer: &Address) -> (Address, u8) {
    find(state::DISTRIBUTOR_SEED, issuer)
}

/// Marks which shares of page `page` of the list `number` are paid.
pub fn claims(issuer: &Address, number: u64, page: u32) -> (Address, u8) {
    let seeds = [state::CLAIMS_SEED, issuer.as_ref(), &number.to_le_bytes(), &page.to_le_bytes()];
    find_program_address(&seeds, &ID)
}

/// Token account of the contributors' gauge, owned by the distributor.
pub fn contributors_vault(issuer: &Address) -> (Address, u8) {
    find(state::CONTRIBUTORS_SEED, issuer)
}

/// Token account of the treasury, owned by the economy's authority (governor).
pub fn treasury_vault(issuer: &Address) -> (Address, u8) {
    find(state::TREASURY_SEED, issuer)
}
