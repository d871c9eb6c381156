//! The economy driver: wallets with habits that act through real signed transactions.
//!
//! It knows what an outsider can know: accounts, the price, the days gone by. It has no key of the council or the oracle.

mod economy;
mod flight;
pub mod habit;
#[cfg(test)]
mod habit_tests;
mod jobs;
mod population;
mod sight;
mod token;
pub mod world;

pub use economy::{Day, Driver, Events};
pub use flight::{Flown, Job, fly};
pub use population::{Population, Wallet};
