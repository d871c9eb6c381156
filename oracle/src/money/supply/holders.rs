//! Who holds what: pools, the economy's own vaults, and everybody else.

use serde::Serialize;

use super::{Books, Line, at_most, equal};
use crate::{accounts::PoolAt, chain::Pubkey};

/// What one pool accounts for, and what its vaults hold; base units of the mints they are of.
#[derive(Clone, Debug, Serialize)]
pub struct PoolBalance {
    pub pool: String,
    /// Whether principal and rewards are of the economy's mint.
    pub of_the_mint: bool,
    pub staked: u64,
    pub cooling: u64,
    pub owed: u64,
    pub undistributed: u64,
    /// In the reward vault beyond what the pool has noticed.
    pub unnoticed: u64,
    pub accounted: u64,
    pub reward_vault: u64,
}

impl PoolBalance {
    pub(super) fn of(at: &PoolAt, books: &Books) -> Self {
        let state = &at.pool.state;
        let reward_vault = books.amount(&at.pool.reward_vault);
        Self {
            pool: at.address.to_string(),
            of_the_mint: at.stakes_what_it_pays(),
            staked: state.totals.staked,
            cooling: state.cooling,
            owed: state.owed,
            undistributed: at.pool.rules().stream.held(),
            unnoticed: reward_vault.saturating_sub(state.accounted),
            accounted: state.accounted,
            reward_vault,
        }
    }

    /// Principal counts for the mint's supply only where it is of this mint.
    pub(super) fn own(&self, principal: u64) -> u64 {
        if self.of_the_mint { principal } else { 0 }
    }

    pub(super) fn equations(&self) -> Vec<Line> {
        let parts = [self.own(self.staked), self.own(self.cooling), self.owed, self.undistributed];
        let sum: i128 = parts.into_iter().map(i128::from).sum();
        let principal = if self.of_the_mint { "staked + cooling + " } else { "" };
        let pool = &self.pool;
        vec![
            equal(format!("pool {pool}: {principal}owed + undistributed = accounted"), sum, self.accounted),
            at_most(format!("pool {pool}: accounted ≤ reward vault"), self.accounted, self.reward_vault),
        ]
    }
}

impl Books {
    /// Spendable units of one of the mint's token accounts.
    pub(super) fn amount(&self, at: &Pubkey) -> u64 {
        self.tokens.iter().find(|(address, _)| address == at).map_or(0, |(_, token)| token.amount)
    }

    /// The economy's own token accounts beside those of the pools, the treasury and the contributors.
    fn other_vaults(&self) -> Vec<Pubkey> {
        let further = self.issuer.gauges().iter().filter(|gauge| gauge.kind == issuer::gauge::VAULT);
        further.map(|gauge| gauge.vault).chain([self.issuer.fee_vault]).collect()
    }

    pub(super) fn in_other_vaults(&self) -> u64 {
        self.other_vaults().iter().map(|at| self.amount(at)).fold(0, u64::saturating_add)
    }

    /// Everything that is in nobody's vault. A pool's reward vault is the pool's, whatever it holds.
    pub(super) fn in_wallets(&self) -> u64 {
        let mut vaults = self.other_vaults();
        vaults.extend([self.issuer.treasury_vault(), self.issuer.contributors_vault()]);
        vaults.extend(self.pools.iter().map(|it| it.pool.reward_vault));
        let people = self.tokens.iter().filter(|(address, _)| !vaults.contains(address));
        people.map(|(_, token)| token.amount).fold(0, u64::saturating_add)
    }
}
