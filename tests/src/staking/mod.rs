//! The staking program on its bytecode: one test per promise, per error and per known attack.

mod accounts;
mod attacks;
pub(crate) mod bench;
mod chain;
mod compound;
mod create;
mod exits;
pub(crate) mod farm;
mod farms;
mod overflow;
mod pauses;
mod poke;
mod rewards;
mod stakes;
mod surface;
mod tiers;
mod voice;
mod wallets;
