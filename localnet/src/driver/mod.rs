//! The economy driver: wallets with habits that act through real signed transactions.

pub mod habit;
#[cfg(test)]
mod habit_tests;
pub mod world;
