//! From the chain and the market into the store: idempotent, from finalised cursors, normalised.
//!
//! Each watched address is read backwards from its newest signature to the last finalised one that is known.
//! Rows of transactions that are not final yet are provisional; they are promoted or rolled back when finality reaches them.

mod chain_round;
mod market;
mod mirror;
mod payload;
mod transfers;

use std::sync::{Arc, Mutex};

pub use chain_round::ChainReport;
pub use market::{MarketError, normalise_price};
pub use mirror::MirrorReport;

use crate::{
    accounts::DecodeError,
    chain::{ChainError, Pubkey, Rpc},
    config::{Config, Economy, MarketSource},
    store::{Store, StoreError},
};

/// A round that stopped; the next one goes on where it was.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("read transaction {signature}: the node lists it and does not have it; will ask again")]
    Missing { signature: String },
}

impl IngestError {
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Chain(error) => error.is_transient(),
            Self::Store(error) => error.is_transient(),
            Self::Missing { .. } => true,
            Self::Decode(_) => false,
        }
    }
}

/// Reads one economy.
#[derive(Clone)]
pub struct Ingest {
    rpc: Rpc,
    /// A node of another provider that must agree on sampled accounts.
    second: Option<Rpc>,
    economy: Economy,
    /// Staking pools as last found; empty before the first look.
    pools: Arc<Mutex<Vec<Pubkey>>>,
    markets: Vec<MarketSource>,
    http: reqwest::Client,
    store: Arc<Store>,
}

/// What one round brought.
#[derive(Clone, Debug, Default)]
pub struct IngestReport {
    pub chain: ChainReport,
    pub mirror: MirrorReport,
    /// Market points stored.
    pub market_points: usize,
    /// Market sources that failed, and why; the gate sees them as stale.
    pub market_errors: Vec<String>,
}

impl Ingest {
    pub fn new(config: &Config, rpc: Rpc, second: Option<Rpc>, store: Arc<Store>) -> Self {
        // The builder fails only where TLS cannot be set up at all; then every market source reports it.
        let http = reqwest::Client::builder().timeout(market::TIMEOUT).build().unwrap_or_default();
        Self {
            rpc,
            second,
            economy: config.economy,
            pools: Arc::default(),
            markets: config.market.clone(),
            http,
            store,
        }
    }

    /// Addresses whose transactions are always read, with the names of their cursors; other pools come on top.
    pub fn watched(&self) -> [(&'static str, Pubkey); 4] {
        let at = &self.economy;
        [("council", at.council), ("issuer", at.issuer), ("mint", at.mint), ("pool", at.pool)]
    }

    /// One whole round: transactions, accounts, market.
    pub async fn round(&self) -> Result<IngestReport, IngestError> {
        let (market_points, market_errors) = self.markets_round().await?;
        let chain = self.chain_round().await?;
        let mirror = self.mirror_round().await?;
        Ok(IngestReport { chain, mirror, market_points, market_errors })
    }
}

#[cfg(test)]
mod tests;
