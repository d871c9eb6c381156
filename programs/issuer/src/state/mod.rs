//! The accounts: `Issuer` (what it serves and its books), `Metrics` (closed periods), `Claims` (shares that are paid).
//!
//! Zero-copy and of fixed size; amounts are base units of the mint (6 decimals), times chain seconds.
//! `Ledger`, `Period`, `Ring` and `Distributions` mirror `economics` byte for byte, because the IDL needs local types.

mod args;
mod closed;
mod lists;

pub use args::*;
pub use closed::*;
pub use lists::*;

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use economics::emission;

pub const ISSUER_SEED: &[u8] = b"issuer";
pub const METRICS_SEED: &[u8] = b"metrics";
pub const MINT_AUTHORITY_SEED: &[u8] = b"mint";
pub const FEE_AUTHORITY_SEED: &[u8] = b"fee";
pub const WITHDRAW_AUTHORITY_SEED: &[u8] = b"withdraw";
pub const FEE_VAULT_SEED: &[u8] = b"fee-vault";
pub const CONTRIBUTORS_SEED: &[u8] = b"contributors";
pub const TREASURY_SEED: &[u8] = b"treasury";
pub const DISTRIBUTOR_SEED: &[u8] = b"distributor";
pub const CLAIMS_SEED: &[u8] = b"claims";

/// Decimals of every mint that an issuer serves.
pub const DECIMALS: u8 = 6;
/// Longest name, symbol and uri of a token in bytes: what wallets and explorers show.
pub const MAX_NAME: usize = 32;
pub const MAX_SYMBOL: usize = 10;
pub const MAX_URI: usize = 200;
/// Longest period in seconds.
pub const MAX_PERIOD_SECS: u64 = 31 * 86_400;

/// The books; mirrors `economics::emission::IssuerState`, which has the rules.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Ledger {
    /// Most that may ever be minted; never changes.
    pub cap: u64,
    /// Minted since creation, with the genesis supply; only grows.
    pub ever_minted: u64,
    /// Destroyed since creation, by `collect` or by holders: ever_minted − supply at the last call.
    pub burned: u64,
    /// Owed to the gauges and not minted yet.
    pub pending: u64,
    /// Remainder of the emission integral below one base unit: u128 as (low, high).
    pub carry: [u64; 2],
    /// Emission is accrued up to here, unix seconds.
    pub accrued_to: i64,
    /// Supply that rate and breaker are a share of: the one at the last roll.
    pub base_supply: u64,
    /// Emission rate seen at `accrued_to`, ppm per year.
    pub known_rate: i64,
    pub schedule: Schedule,
    pub breaker: Breaker,
    /// Start of the open period, unix seconds.
    pub period_start: i64,
    /// Minted in the open period.
    pub window_minted: u64,
    /// Fees that others paid, ever.
    pub fees_collected: u64,
    /// Destroyed in the open period.
    pub period_burned: u64,
    /// Fees that others paid, collected in the open period.
    pub period_fees: u64,
    /// Minted ever to each gauge, in their order; the genesis supply is in none of them.
    pub gauge_minted: [u64; 8],
    /// Version of the policy seen at `accrued_to`.
    pub known_version: u64,
    /// Fell to weights that belonged to no gauge, ever; never minted.
    pub unassigned: u64,
}

/// One receiver of emission.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Gauge {
    /// One of the `gauge::…` numbers; 0 for an unused place.
    pub kind: u8,
    /// Place of its weight in the policy.
    pub param: u8,
    pub _pad: [u8; 6],
    /// Name of its weight in the policy.
    pub key: [u8; 16],
    /// Token account that it is minted to.
    pub vault: Address,
    /// The staking program's pool; zeroes where there is none.
    pub pool: Address,
}

/// The issuer of one mint.
#[account]
pub struct Issuer {
    pub policy: Address,
    pub mint: Address,
    /// The economy's authority (governor): signs what a class action decides, and owns the treasury.
    pub economy: Address,
    /// Where collected fees are split; empty between calls.
    pub fee_vault: Address,
    pub metrics: Address,
    pub mint_authority: Address,
    pub fee_authority: Address,
    pub withdraw_authority: Address,
    /// Owns the contributors' vault and pays their shares.
    pub distributor: Address,
    /// In this order: a staking pool (also takes the stakers' part of fees), the contributors, the treasury
    /// (also takes the rest of fees), then what was added.
    pub gauges: [Gauge; 8],
    pub ledger: Ledger,
    pub distributions: Distributions,
    /// Part of `ledger.burned` that `collect` destroyed.
    pub burned_by_collect: u64,
    /// Fees that the issuer's own transfers paid and that have not come back yet.
    pub withheld_again: u64,
    /// Where the first eight standard parameters are in the policy, in the order of `economics::key::STANDARD`.
    pub params: [u8; 8],
    pub bump: u8,
    pub mint_authority_bump: u8,
    pub fee_authority_bump: u8,
    pub withdraw_authority_bump: u8,
    pub distributor_bump: u8,
    /// Gauges in use.
    pub gauges_len: u8,
    pub _pad: [u8; 2],
}

impl Ledger {
    /// The books with their rules.
    pub fn rules(&self) -> &emission::IssuerState {
        bytemuck::cast_ref(self)
    }

    pub(crate) fn rules_mut(&mut self) -> &mut emission::IssuerState {
        bytemuck::cast_mut(self)
    }
}

/// The mirrors have the size and order of what they mirror.
const _: () = {
    use core::mem::{offset_of, size_of};
    assert!(size_of::<Ledger>() == size_of::<emission::IssuerState>());
    assert!(offset_of!(Ledger, known_rate) == offset_of!(emission::IssuerState, known_rate));
    assert!(offset_of!(Ledger, window_minted) == offset_of!(emission::IssuerState, window_minted));
    assert!(offset_of!(Ledger, gauge_minted) == offset_of!(emission::IssuerState, gauge_minted));
    assert!(offset_of!(Ledger, unassigned) == offset_of!(emission::IssuerState, unassigned));
};
