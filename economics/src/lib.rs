//! The rules of a Trimtab economy.
//!
//! Pure integer arithmetic without allocation, clock or account: the programs on chain and the
//! twin off chain call the very same functions, so what was simulated is what happens.
//!
//! ```text
//! time, key, math
//!   └─ bounds ─ group ─ policy        how far and how often a parameter may move
//!        └─ emission, fees            what the issuer mints and how fees are split
//!        └─ merkle ─ distribution     what named people are paid
//!        └─ stream ─ staking          what stakers earn
//!   └─ alarm ─ lifecycle ─ council    when a proposal may be executed
//!        └─ config                    what a council must satisfy
//!   └─ metrics ─ score                what everyone can read, and how well an oracle foresaw it
//!   └─ pause, voice                   what a guardian may stop, what stakers weigh
//! ```
//!
//! Conventions: token amounts are `u64` base units; times are `i64` unix seconds of the chain's
//! clock; rates are ppm per year; shares are basis points; parameter values are `i64`.
//! Rounding is always named and always against the person who asks.
//!
//! What the crate does not do: it checks no signature and no account, it sends nothing, it
//! reads no clock, and it never panics.
//!
//! `docs/economics.md` pairs every formula with its function and its source.
#![no_std]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::float_arithmetic
)]

pub mod time;

pub mod key;

pub mod math;

pub mod bounds;

pub mod group;

pub mod alarm;

pub mod policy;

pub mod emission;

pub mod fees;

pub mod merkle;

pub mod distribution;

pub mod stream;

pub mod staking;

pub mod lifecycle;

pub mod council;

pub mod config;

pub mod metrics;

pub mod score;

pub mod pause;

pub mod voice;

pub use key::key;
pub use time::Now;

/// `refusal` unless the condition holds.
#[inline]
fn require<R>(holds: bool, refusal: R) -> Result<(), R> {
    if holds { Ok(()) } else { Err(refusal) }
}
