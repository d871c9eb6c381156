//! Reads from the chain what wallets can see.

use super::population::Population;
use super::world::Sight;
use anyhow::{Context, Result};
use economics::key;
use oracle::accounts::{MintState, TokenState, decode};
use oracle::chain::{Pubkey, Rpc};
use oracle::config::Economy;
use staking::client::Stakes;
use staking::state::{Pool, Position};

/// The economy's public numbers at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Public {
    pub supply: u64,
    pub staked: u64,
    /// Yearly reward per staked token, 1e-4, if rate and stake stayed as they are.
    pub apr_bps: u64,
    /// Fee that the policy wants on transfers, 1e-4.
    pub fee_bps: u64,
    /// Unix second at which the open metrics period began, and its length.
    pub period_start: i64,
    pub period_secs: u64,
}

/// Nobody believes in more than this, 1e-4.
const APR_CEILING_BPS: u64 = 100_000;

impl Public {
    pub async fn read(rpc: &Rpc, economy: &Economy) -> Result<Self> {
        let addresses = [economy.policy, economy.mint, economy.pool, economy.issuer];
        let accounts = rpc.accounts(&addresses).await.context("the economy's accounts cannot be read")?;
        let policy: governor::state::Policy = decode(&economy.policy, accounts[0].as_ref())?;
        let mint = MintState::decode(&economy.mint, accounts[1].as_ref())?;
        let pool: Pool = decode(&economy.pool, accounts[2].as_ref())?;
        let issuer: issuer::state::Issuer = decode(&economy.issuer, accounts[3].as_ref())?;
        let value = |name| {
            let param = policy.params.iter().find(|param| param.key == key(name));
            param.map_or(0, |param| u64::try_from(param.value).unwrap_or(0))
        };
        let yearly = u128::from(mint.supply) * u128::from(value("emission_rate")) / 1_000_000;
        let rewards = yearly * u128::from(value("gauge_staking")) / 10_000;
        let apr = rewards * 10_000 / u128::from(pool.state.totals.staked.max(1));
        Ok(Self {
            supply: mint.supply,
            staked: pool.state.totals.staked,
            apr_bps: u64::try_from(apr).unwrap_or(u64::MAX).min(APR_CEILING_BPS),
            fee_bps: value("fee_bps"),
            period_start: issuer.ledger.period_start,
            period_secs: issuer.ledger.breaker.period_secs,
        })
    }
}

/// Reads every wallet's token account and position, in the order of the wallets.
pub async fn sights(rpc: &Rpc, people: &Population, stakes: &Stakes, seed: u64) -> Result<Vec<Sight>> {
    let tokens: Vec<Pubkey> = people.wallets.iter().map(|wallet| wallet.tokens).collect();
    let positions: Vec<Pubkey> = people.wallets.iter().map(|wallet| stakes.position(&wallet.address)).collect();
    let token_accounts = rpc.accounts(&tokens).await?;
    let position_accounts = rpc.accounts(&positions).await?;
    let mut sights = Vec::with_capacity(tokens.len());
    for (index, wallet) in people.wallets.iter().enumerate() {
        let token = TokenState::decode(&tokens[index], token_accounts[index].as_ref())?;
        let position = match &position_accounts[index] {
            Some(account) => decode::<Position>(&positions[index], Some(account))?.state,
            None => never_opened(),
        };
        sights.push(Sight {
            index,
            seed,
            balance: token.amount,
            first_balance: wallet.endowment,
            active: position.active,
            warming: position.warming,
            cooling: position.cooling,
            unlock_at: position.unlock_at,
        });
    }
    Ok(sights)
}

/// A position that was never opened.
fn never_opened() -> staking::state::PositionState {
    staking::state::PositionState {
        active: 0,
        warming: 0,
        active_from: 0,
        cooling: 0,
        unlock_at: 0,
        acc_paid: [0; 2],
        owed: 0,
        owed_fraction: 0,
        locked_until: 0,
        tier: 0,
        _pad: [0; 7],
    }
}
