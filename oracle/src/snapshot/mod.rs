//! Everything the oracle knew at one moment, as integers; named by the hash of its canonical bytes.
//!
//! A snapshot and the objectives are all that a decision is computed from, so they are all that a replay needs.

mod activity;
pub mod build;
mod chain;
pub mod example;
mod rulebook;
mod rules;

pub use activity::*;
pub use chain::*;
pub use rulebook::key_text;
pub use rules::*;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::hash::Hash;

/// The world at `at`, read from finalised chain data and from the market sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Snapshot {
    /// The chain's clock when the snapshot was taken.
    pub at: Moment,
    /// The policy account whose parameters these are, as base58.
    pub policy: String,
    pub policy_version: u64,
    /// `config_seqno` of the council.
    pub config_seqno: u64,
    /// In index order, as in the policy account.
    pub params: Vec<ParamView>,
    /// In index order; group `n` of a parameter is `groups[n − 1]`.
    pub groups: Vec<GroupView>,
    /// What the programs fix outside the policy.
    pub rules: Rules,
    /// Base units that exist now.
    pub supply: u64,
    /// Base units ever minted, genesis included.
    pub ever_minted: u64,
    /// Base units ever burned.
    pub burned: u64,
    /// Base units staked (active and warming).
    pub staked: u64,
    /// Positions with stake.
    pub stakers: u64,
    /// Base units of the treasury vault.
    pub treasury: u64,
    /// Supply less treasury, contributors' vault and undistributed rewards.
    pub circulating: u64,
    /// Fees withheld in token accounts and not yet collected, base units.
    pub withheld: u64,
    /// Closed metrics periods, oldest first.
    pub periods: Vec<PeriodView>,
    /// What happened per metrics period, oldest first; same starts and ends as `periods` where both exist.
    pub activity: Vec<Activity>,
    /// Market points, oldest first.
    pub market: Vec<MarketPoint>,
    /// Ordered by address.
    pub wallets: Vec<WalletActivity>,
    /// Transfers per ordered pair of wallets over the last 30 days (or what is known of them).
    pub flows: Vec<Flow>,
    pub reconciliation: Reconciliation,
    pub sources: Vec<SourceState>,
    /// First slot whose events are counted.
    pub slot_from: u64,
    /// Last finalised slot whose events are counted.
    pub slot_to: u64,
}

impl Snapshot {
    /// The snapshot's name: `sha256("trimtab.snapshot.v1" ‖ borsh)`.
    pub fn hash(&self) -> Hash {
        Hash::of_borsh("trimtab.snapshot.v1", self)
    }

    /// The parameter with this key.
    pub fn param(&self, key: &str) -> Option<&ParamView> {
        self.params.iter().find(|param| param.key == key)
    }

    /// Value of the parameter with this key, 0 where there is none.
    pub fn value(&self, key: &str) -> i64 {
        self.param(key).map_or(0, |param| param.value)
    }

    /// Staked share of supply, 0 to 1.
    pub fn staked_share(&self) -> f64 {
        self.staked as f64 / self.supply.max(1) as f64
    }

    /// The newest market point of any source.
    pub fn last_price(&self) -> Option<&MarketPoint> {
        self.market.iter().max_by_key(|point| point.observed_at)
    }
}
