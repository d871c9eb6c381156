//! The issuer's two accounts: `Issuer` (what it serves and its books) and `Metrics` (closed periods).
//!
//! Zero-copy and of fixed size; amounts are base units of the mint (6 decimals), times chain seconds.
//! `Ledger`, `Period` and `Ring` mirror `economics` byte for byte, because the IDL needs local types.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};
use economics::{distribution, emission, metrics};

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

/// Yearly emission ceiling that falls with time; mirrors `economics::emission::Schedule`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Schedule {
    /// Ceiling in the first year, ppm of the base supply per year.
    pub initial_ppm: u64,
    /// The ceiling never falls below this, ppm per year.
    pub floor_ppm: u64,
    /// Part of the ceiling that goes away each year, bps.
    pub disinflation_bps: u64,
    /// Start of year 0, unix seconds.
    pub start: i64,
}

/// Most that one period may mint; mirrors `economics::emission::Breaker`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Breaker {
    /// Length of a period in seconds; metrics use the same period.
    pub period_secs: u64,
    /// Share of the base supply, bps.
    pub max_bps: u64,
}

/// What the creator decides once; nothing here can be changed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct CreateArgs {
    /// Most that may ever be minted, whatever is burned.
    pub cap: u64,
    /// Minted at creation; above 0, because emission is a rate of the supply.
    pub genesis_supply: u64,
    pub schedule: Schedule,
    pub breaker: Breaker,
}

/// How wallets and explorers show the token.
#[derive(Clone, Debug, PartialEq, Eq, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct LabelArgs {
    /// 1 to 32 bytes.
    pub name: String,
    /// 1 to 10 bytes.
    pub symbol: String,
    /// 1 to 200 bytes: the address of a JSON document with description and logo.
    pub uri: String,
}

/// A gauge to be registered; its accounts come with the instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct GaugeArgs {
    /// `gauge::STAKING`, `gauge::LIQUIDITY` or `gauge::VAULT`.
    pub kind: u8,
    /// Name of its weight in the policy, in the group of the standard weights.
    pub key: [u8; 16],
}

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

impl Ledger {
    /// The books with their rules.
    pub fn rules(&self) -> &emission::IssuerState {
        bytemuck::cast_ref(self)
    }

    pub(crate) fn rules_mut(&mut self) -> &mut emission::IssuerState {
        bytemuck::cast_mut(self)
    }
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
    assert!(size_of::<Ledger>() == size_of::<emission::IssuerState>());
    assert!(offset_of!(Ledger, known_rate) == offset_of!(emission::IssuerState, known_rate));
    assert!(offset_of!(Ledger, window_minted) == offset_of!(emission::IssuerState, window_minted));
    assert!(offset_of!(Ledger, gauge_minted) == offset_of!(emission::IssuerState, gauge_minted));
    assert!(offset_of!(Ledger, unassigned) == offset_of!(emission::IssuerState, unassigned));
    assert!(size_of::<Distributions>() == size_of::<distribution::Distributions>());
    assert!(offset_of!(Distribution, closes) == offset_of!(distribution::Distribution, closes));
    assert!(offset_of!(Distribution, leaves) == offset_of!(distribution::Distribution, leaves));
    assert!(size_of::<distribution::Marks>() == 256);
    assert!(size_of::<Ring>() == size_of::<metrics::Ring>());
    assert!(offset_of!(Period, treasury) == offset_of!(metrics::Period, treasury));
};
