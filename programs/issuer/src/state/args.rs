//! What the creator and the economy give.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

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
