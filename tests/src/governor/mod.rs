//! The gate on the real bytecode: one test per promise and per error, then the attacks.
//!
//! Offsets below are those of the snapshot `snapshots/governor.txt`; `poke` writes what only later features can.

mod coverage;
mod ends;
mod execute;
mod foreign;
mod genesis;
mod moves;
mod nonce;
mod powers;
mod propose;
mod ratchet;
mod seats;
mod surface;
mod thresholds;
mod votes;
