//! The gate on the real bytecode: one test per promise and per error, then the attacks.
//!
//! Offsets below are those of the snapshot `snapshots/governor.txt`; `poke` writes what only later features can.

pub mod action;
mod alarm;
mod attacks;
mod config;
mod coverage;
mod emergency;
mod ends;
mod evidence;
mod execute;
mod foreign;
mod genesis;
mod guardian;
mod hazards;
pub mod matrix;
mod members;
mod moves;
mod nonce;
pub mod outside;
mod packs;
mod powers;
mod propose;
mod ratchet;
mod scorecard;
mod seats;
mod surface;
mod takeover;
mod thresholds;
mod treasury;
mod upgrade;
mod voice;
mod votes;
