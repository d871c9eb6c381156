//! Numbers that models read, made from a snapshot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Series of one value per metrics period, and one row per wallet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Seconds between two values of a series.
    pub step_secs: i64,
    /// End of each period, unix seconds; every series has this length.
    pub ends: Vec<i64>,
    /// By name: price, log_return, volume, liquidity, volatility_7d (annualised), staked_share, fees, burned, minted, net_inflation (annualised), active_wallets, turnover.
    pub series: BTreeMap<String, Vec<f64>>,
    /// One row per wallet of the snapshot, columns `WALLET_COLUMNS`, unscaled.
    pub wallet_matrix: Vec<Vec<f64>>,
}

/// Meaning of the columns of `wallet_matrix`.
pub const WALLET_COLUMNS: [&str; 6] = ["log_wealth", "staked_part", "turnover", "transfers_per_period", "unstakes", "idle_part"];
