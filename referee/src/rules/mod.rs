//! The rules that an adaptive policy has to beat, exact to their sources.
//!
//! Here are the bare formulas in the units of their sources; `arms` turns them into levers of the economy.
//! `exp` and powers come from one pure-Rust implementation, so the same bits come out on every machine.

pub mod base_fee;
pub mod burn_and_mint;
pub mod manual_cut;
pub mod pi;
pub mod pid;
pub mod premium;
pub mod risk_steward;
pub mod schedule;
pub mod stake_curve;
