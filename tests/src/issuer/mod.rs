//! The issuer on its bytecode, against the real Token-2022 and staking programs: one file per instruction, then the books.

mod books;
mod collect;
mod create;
pub mod desk;
mod emit;
mod mint;
mod roll;
mod surface;
mod sync_fee;
