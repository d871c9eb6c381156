//! The issuer on its bytecode, against the real Token-2022 and staking programs: one file per instruction, then the books.

mod attacks;
mod books;
mod chain;
mod collect;
mod create;
mod deferred;
pub mod desk;
mod emit;
mod feeds;
mod gauges;
mod label;
pub mod line;
pub mod list;
mod lists;
mod mint;
mod pages;
mod roll;
mod shares;
mod surface;
mod sync_fee;
