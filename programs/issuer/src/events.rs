//! Facts that an indexer needs to rebuild every number of the issuer from its logs alone.
//!
//! All events are plain little-endian structs without padding: amounts are base units, times chain seconds.
//! `Program data:` carries 8 bytes of discriminator, then the fields in order.

use anchor_lang::prelude::*;

/// An economy got its mint.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct IssuerCreated {
    pub issuer: Address,
    pub policy: Address,
    pub mint: Address,
    pub staking_pool: Address,
    pub unix: i64,
    pub slot: u64,
    /// Most that may ever be minted.
    pub cap: u64,
    /// Minted now, to the account that the creator named.
    pub genesis_supply: u64,
    pub fee_bps: u64,
    pub breaker_bps: u64,
    pub period_secs: u64,
}

/// Owed emission was minted to the gauges; all amounts can be 0.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Emitted {
    pub issuer: Address,
    pub mint: Address,
    pub unix: i64,
    pub slot: u64,
    /// Start of the time that this call accrued; the end is `unix`.
    pub from: i64,
    /// Became owed in that time.
    pub accrued: u64,
    /// Minted now = staking + contributors + treasury + further.
    pub minted: u64,
    pub staking: u64,
    pub contributors: u64,
    pub treasury: u64,
    /// Minted to the gauges after the standard ones, in their order.
    pub further: [u64; 5],
    /// Fell to weights without a gauge: not owed any more, and never minted.
    pub unassigned: u64,
    /// Still owed: held back by the breaker or by a pause.
    pub pending: u64,
    /// 1 while the guardian's pause stops minting, else 0.
    pub paused: u64,
    pub ever_minted: u64,
    /// Destroyed up to now, whoever burned it.
    pub burned: u64,
    /// Supply of the mint after this call.
    pub supply: u64,
}

/// The mint was told the policy's fee.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct FeeSynced {
    pub issuer: Address,
    pub mint: Address,
    pub unix: i64,
    pub slot: u64,
    pub old_bps: u64,
    pub new_bps: u64,
    pub epoch: u64,
    /// First epoch in which the new fee acts.
    pub effective_epoch: u64,
}

/// Withheld fees were withdrawn and split; all amounts can be 0.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Collected {
    pub issuer: Address,
    pub mint: Address,
    pub unix: i64,
    pub slot: u64,
    /// Arrived in the fee vault by this call.
    pub withdrawn: u64,
    /// Part of `withdrawn` that the issuer's own transfers had paid before.
    pub recirculated: u64,
    /// Fees paid by others = withdrawn − recirculated.
    pub fees: u64,
    /// Lay in the fee vault before: sent there by somebody, split like fees.
    pub donated: u64,
    /// Destroyed by this call.
    pub burned: u64,
    /// Sent to the staking vault, before the fee of this transfer.
    pub stakers: u64,
    /// Sent to the treasury, before the fee of this transfer.
    pub treasury: u64,
    /// Arrived in the staking vault.
    pub stakers_net: u64,
    /// Arrived in the treasury.
    pub treasury_net: u64,
    /// Withheld again in both vaults; comes back with the next call.
    pub withheld_again: u64,
    pub supply: u64,
}

/// Supply shrank: by `collect`, or because a holder burned (noticed at the next call of the issuer).
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Burned {
    pub issuer: Address,
    pub mint: Address,
    pub unix: i64,
    pub slot: u64,
    pub amount: u64,
    /// Destroyed up to now.
    pub total: u64,
    /// 1: by `collect`; 0: by holders.
    pub by_issuer: u64,
}

/// A metrics period closed; the row is the one in the ring.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct PeriodRolled {
    pub issuer: Address,
    pub mint: Address,
    pub unix: i64,
    pub slot: u64,
    /// Number of the row, from 0.
    pub number: u64,
    pub start: i64,
    pub end: i64,
    pub supply: u64,
    pub minted: u64,
    pub burned: u64,
    pub fees: u64,
    pub staked: u64,
    pub stakers: u64,
    pub rewards_paid: u64,
    pub treasury: u64,
    /// Supply that emission is a rate of, from now on.
    pub base_supply: u64,
    pub pending: u64,
}

/// Emission got a further receiver.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct GaugeAdded {
    pub issuer: Address,
    pub mint: Address,
    pub vault: Address,
    /// Zeroes where the gauge is no pool.
    pub pool: Address,
    pub unix: i64,
    pub slot: u64,
    /// Place among the gauges.
    pub place: u64,
    /// A number of `gauge`.
    pub kind: u64,
    /// Name of its weight in the policy.
    pub key: [u8; 16],
}

/// A list of contributors' shares can be claimed in its window.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct RootSet {
    pub issuer: Address,
    pub mint: Address,
    pub unix: i64,
    pub slot: u64,
    /// Number of the list, from 1.
    pub number: u64,
    pub root: [u8; 32],
    pub leaves: u64,
    pub total: u64,
    pub opens: i64,
    pub closes: i64,
    /// What all open lists still owe, this one included.
    pub reserved: u64,
}

/// A share was paid.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct ShareClaimed {
    pub issuer: Address,
    pub mint: Address,
    pub beneficiary: Address,
    /// Token account of the beneficiary.
    pub destination: Address,
    pub unix: i64,
    pub slot: u64,
    pub number: u64,
    pub index: u64,
    /// The share, before the mint's transfer fee.
    pub amount: u64,
    /// Arrived at the destination.
    pub credited: u64,
    /// Paid of this list up to now.
    pub claimed: u64,
}

/// A list ended; what was not claimed is free for later lists.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct RootClosed {
    pub issuer: Address,
    pub mint: Address,
    pub unix: i64,
    pub slot: u64,
    pub number: u64,
    pub total: u64,
    pub claimed: u64,
    pub unclaimed: u64,
}

#[cfg(not(target_os = "solana"))]
macro_rules! any_event {
    ($($name:ident),* $(,)?) => {
        /// Any event of the issuer, as read from a transaction's log.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Event { $($name($name)),* }

        impl Event {
            /// Reads the bytes of one line `Program data:`; `None` if they are not an event of this program.
            pub fn decode(data: &[u8]) -> Option<Self> {
                let (tag, body) = data.split_at_checked(8)?;
                $(if tag == <$name as Discriminator>::DISCRIMINATOR {
                    return (body.len() == size_of::<$name>())
                        .then(|| Self::$name(bytemuck::pod_read_unaligned(body)));
                })*
                None
            }

            /// The event's name.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name)),* }
            }

            /// Names and discriminators of all events.
            pub const DISCRIMINATORS: &'static [(&'static str, &'static [u8])] =
                &[$((stringify!($name), <$name as Discriminator>::DISCRIMINATOR)),*];
        }
    };
}

#[cfg(not(target_os = "solana"))]
any_event!(
    IssuerCreated,
    Emitted,
    FeeSynced,
    Collected,
    Burned,
    PeriodRolled,
    GaugeAdded,
    RootSet,
    ShareClaimed,
    RootClosed,
);
