//! What people did, as seen in finalised transactions and on the market.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// Sums of one metrics period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Activity {
    /// Unix seconds.
    pub start: i64,
    pub end: i64,
    pub transfers: u64,
    /// Base units transferred between wallets.
    pub volume: u64,
    /// Wallets that sent, staked, unstaked or claimed.
    pub active_wallets: u64,
    /// Base units staked and asked back.
    pub staked: u64,
    pub unstaked: u64,
}

/// One observation of the market.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct MarketPoint {
    /// Unix seconds, as the source says.
    pub observed_at: i64,
    pub source: String,
    /// Quote units per token, micro.
    pub price_micro: i64,
    /// Quote units traded since the source's last point, micro.
    pub volume: u64,
    /// Quote units on one side of the book or pool, micro.
    pub liquidity: u64,
}

/// One wallet over its known life, base units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct WalletActivity {
    /// Owner as base58.
    pub address: String,
    /// Unstaked balance.
    pub balance: u64,
    /// Active, warming and cooling stake.
    pub staked: u64,
    pub sent: u64,
    pub received: u64,
    /// Transfers sent and received.
    pub transfers: u64,
    /// Unix seconds.
    pub first_seen: i64,
    pub last_seen: i64,
    /// Seconds during which it had stake.
    pub staked_secs: u64,
    /// Times it asked stake back.
    pub unstakes: u64,
    /// Rewards claimed.
    pub claimed: u64,
}

/// Transfers from one wallet to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Flow {
    /// Indices into `Snapshot::wallets`.
    pub from: u32,
    pub to: u32,
    /// Base units.
    pub amount: u64,
    pub transfers: u64,
    /// Unix seconds of the first and last.
    pub first: i64,
    pub last: i64,
}

/// Double entry: minted − burned must equal the change of supply, in every period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Reconciliation {
    pub closes: bool,
    /// Base units that are unexplained.
    pub difference: i64,
}

/// State of one source of data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct SourceState {
    pub name: String,
    pub kind: SourceKind,
    /// Last finalised slot seen (chain), 0 for a market.
    pub slot: u64,
    /// Unix seconds of the newest datum.
    pub unix: i64,
    /// False where another source of the same kind says otherwise.
    pub agrees: bool,
}

/// What a source tells about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    #[default]
    Chain,
    Market,
}
