//! The staking pools as facts.

use serde::Serialize;

use super::{Money, MoneyError};
use crate::{
    accounts::{PoolAt, read_pools},
    chain::Pubkey,
};

/// Terms of a deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TierFacts {
    pub tier: usize,
    pub lock_secs: u64,
    /// Shares per staked unit.
    pub multiplier_bps: u64,
}

/// One pool; amounts in base units of what is staked or of what is earned.
#[derive(Clone, Debug, Serialize)]
pub struct PoolFacts {
    pub address: String,
    /// Number among the pools of the same mint.
    pub index: u8,
    pub stake_mint: String,
    pub reward_mint: String,
    /// Whether rewards are of the staked mint, so that they can be compounded.
    pub compounds: bool,
    pub tiers: Vec<TierFacts>,
    pub window_secs: u64,
    pub warmup_secs: u64,
    pub stakers: u64,
    pub staked: u64,
    /// Part of `staked` that earns.
    pub active: u64,
    pub shares: u64,
    pub cooling: u64,
    /// Rewards distributed and not yet claimed.
    pub owed: u64,
    /// Rewards that flow now or wait for the next window.
    pub undistributed: u64,
    pub rewards_paid: u64,
    pub decimals: u8,
    pub reward_decimals: u8,
}

impl PoolFacts {
    pub fn new(at: &PoolAt) -> Self {
        let (pool, state) = (&at.pool, &at.pool.state);
        let tiers = state.tiers.iter().enumerate().filter(|(_, tier)| tier.multiplier_bps > 0);
        let facts = |(tier, it): (usize, &staking::Tier)| TierFacts {
            tier,
            lock_secs: it.lock_secs,
            multiplier_bps: it.multiplier_bps,
        };
        Self {
            address: at.address.to_string(),
            index: pool.index,
            stake_mint: pool.stake_mint.to_string(),
            reward_mint: pool.reward_mint.to_string(),
            compounds: at.stakes_what_it_pays(),
            tiers: tiers.map(facts).collect(),
            window_secs: state.stream.window_secs,
            warmup_secs: state.warmup_secs,
            stakers: state.totals.stakers,
            staked: state.totals.staked,
            active: state.active,
            shares: state.shares,
            cooling: state.cooling,
            owed: state.owed,
            undistributed: pool.rules().stream.held(),
            rewards_paid: state.totals.rewards_paid,
            decimals: pool.decimals,
            reward_decimals: pool.reward_decimals,
        }
    }
}

impl Money {
    /// Every pool of the economy, its own mint's first.
    pub async fn pools(&self) -> Result<Vec<PoolAt>, MoneyError> {
        Ok(read_pools(&self.sender.rpc, &self.economy.policy, &self.economy.mint).await?)
    }

    /// The pool that a person means: a number among those of the economy's own mint, or an address.
    pub async fn pool(&self, given: &str) -> Result<PoolAt, MoneyError> {
        let pools = self.pools().await?;
        let address = given.parse::<Pubkey>().ok();
        let index = given.parse::<u8>().ok();
        let means = |it: &&PoolAt| {
            address == Some(it.address) || it.stakes_what_it_pays() && index.is_some_and(|index| index == it.pool.index)
        };
        let known = || {
            let name = |it: &PoolAt| match it.stakes_what_it_pays() {
                true => it.pool.index.to_string(),
                false => it.address.to_string(),
            };
            let names: Vec<String> = pools.iter().map(name).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        };
        let found = pools.iter().find(means).copied();
        found.ok_or_else(|| MoneyError::UnknownPool { given: given.into(), known: known() })
    }
}
