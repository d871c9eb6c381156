//! The staking program on its bytecode: one test per promise and per error.

mod accounts;
pub(crate) mod bench;
mod create;
mod exits;
mod overflow;
mod rewards;
mod stakes;
mod surface;
mod wallets;
