//! Receivers of emission beside the standard ones that a genesis registers.

use issuer::{client::NewGauge, gauge};
use serde::Deserialize;
use staking::{
    PoolTerms,
    client::{Coin, Stakes},
};

use super::{MigrateError, steps::Migration};
use crate::{accounts::associated_token_address, chain::Pubkey};

/// One further gauge of a profile.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GaugeSpec {
    /// Name of its weight among the parameters, in the group of the standard weights.
    pub key: String,
    pub to: Receiver,
}

/// Where a gauge leads.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Receiver {
    /// Another pool of the token itself; genesis opens it.
    Staking {
        pool: u8,
        /// Lock in seconds and shares per staked unit in bps, the shortest lock first; one tier without a lock when absent.
        #[serde(default)]
        tiers: Vec<[u64; 2]>,
    },
    /// A pool in which `mint` is staked and the token is earned; genesis opens it.
    Liquidity { mint: String, pool: u8 },
    /// The associated token account of the economy's authority.
    Vault,
}

impl Migration<'_> {
    /// The profile's further gauges with their accounts, which are made where they are missing.
    pub(super) async fn gauges(&self) -> Result<Vec<NewGauge>, MigrateError> {
        let mut gauges = Vec::new();
        for spec in &self.profile.gauges {
            let key = economics::key(&spec.key);
            gauges.push(match &spec.to {
                Receiver::Staking { pool, tiers } => {
                    let stakes = Stakes::new(self.at.desk.policy, self.at.desk.mint, *pool);
                    self.open_pool(gauge::STAKING, key, &stakes, self.terms(tiers)).await?
                }
                Receiver::Liquidity { mint, pool } => {
                    let stakes = self.liquidity(&spec.key, mint, *pool).await?;
                    self.open_pool(gauge::LIQUIDITY, key, &stakes, self.terms(&[])).await?
                }
                Receiver::Vault => self.open_vault(key).await?,
            });
        }
        Ok(gauges)
    }

    async fn liquidity(&self, key: &str, mint: &str, pool: u8) -> Result<Stakes, MigrateError> {
        let bad = |reason: String| MigrateError::BadGauge { key: key.into(), reason };
        let mint: Pubkey = mint.parse().map_err(|_| bad(format!("expected a mint's address, found {mint:?}")))?;
        let account = self.sender.rpc.account(&mint).await?;
        let account = account.ok_or_else(|| bad(format!("the mint {mint} is not on this cluster")))?;
        let stake = Coin { mint, program: account.owner };
        Ok(Stakes::earning(self.at.desk.policy, stake, Coin::token_2022(self.at.desk.mint), pool))
    }

    /// The profile's window and warm-up with these tiers, or with one that locks nothing.
    pub(super) fn terms(&self, tiers: &[[u64; 2]]) -> PoolTerms {
        let (window, warmup) = (self.profile.window_secs, self.profile.warmup_secs);
        let tiers: Vec<(u64, u64)> = tiers.iter().map(|[lock, multiplier]| (*lock, *multiplier)).collect();
        match tiers.is_empty() {
            true => PoolTerms::flexible(window, warmup),
            false => PoolTerms::tiered(window, warmup, &tiers),
        }
    }

    async fn open_pool(
        &self,
        kind: u8,
        key: [u8; 16],
        stakes: &Stakes,
        terms: PoolTerms,
    ) -> Result<NewGauge, MigrateError> {
        self.pool(stakes, terms).await?;
        Ok(NewGauge { key, kind, pool: Some(stakes.pool), vault: stakes.reward_vault })
    }

    async fn open_vault(&self, key: [u8; 16]) -> Result<NewGauge, MigrateError> {
        let owner = self.at.desk.economy;
        let vault = associated_token_address(&owner, &self.at.desk.mint);
        let what = format!("vault {vault}");
        match self.exists(&vault).await? {
            true => self.present(what)?,
            false => {
                self.send("open a vault of the economy", &[self.associated_account(owner, vault)], &[]).await?;
                self.done(what)?;
            }
        }
        Ok(NewGauge { key, kind: gauge::VAULT, pool: None, vault })
    }

    /// What is registered on chain must be what the profile says: a gauge of genesis is for ever.
    pub(super) async fn check_gauges(&self) -> Result<(), MigrateError> {
        let issuer = self.read_issuer().await?;
        let names = |keys: Vec<[u8; 16]>| keys.iter().map(|key| crate::accounts::text(key)).collect::<Vec<_>>();
        let found = names(issuer.gauges().iter().skip(economics::emission::GAUGES).map(|gauge| gauge.key).collect());
        let expected: Vec<String> = self.profile.gauges.iter().map(|gauge| gauge.key.clone()).collect();
        self.differs_if(
            !found.starts_with(&expected),
            "the list of further gauges",
            format!("{found:?}"),
            format!("{expected:?}"),
        )
    }
}
