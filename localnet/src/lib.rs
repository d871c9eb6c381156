//! The bench: a whole Solana in this process, an economy that lives on it, and the demonstration that plays both.
//!
//! ```text
//! chain (surfpool, JSON-RPC + websocket)  ←  driver (wallets, cranks)  ←  scenario (days, council)  ←  demo, e2e
//!                                            market (GET /price)       ←
//! ```
//! Nothing here decides anything about a policy: the oracle crate proposes, council keys approve, the programs judge.
//! Wallets, council and oracle act over JSON-RPC only, so the same scenario runs against any validator.

pub mod chain;
pub mod demo;
pub mod dice;
pub mod driver;
pub mod e2e;
pub mod market;
pub mod pages;
pub mod paths;
pub mod progress;
pub mod scenario;
pub mod serve;
pub mod time;

/// A person typed something that cannot be used; says what was expected.
#[derive(Debug)]
pub struct WrongInput(pub String);

impl std::fmt::Display for WrongInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongInput {}
