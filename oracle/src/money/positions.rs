//! Positions as facts, with what they could take out now.

use serde::Serialize;
use staking::Position;

use super::{Money, MoneyError};
use crate::{
    accounts::{self, PoolAt, kind_filter},
    chain::Pubkey,
};

/// One position; amounts in base units.
#[derive(Clone, Debug, Serialize)]
pub struct PositionFacts {
    pub address: String,
    pub pool: String,
    pub pool_index: u8,
    pub owner: String,
    pub tier: u8,
    /// Stake that earns, after a settlement now.
    pub active: u64,
    /// Stake that does not earn yet.
    pub warming: u64,
    /// Second from which `warming` earns.
    pub active_from: i64,
    /// Asked back.
    pub cooling: u64,
    /// Second from which `cooling` can be withdrawn.
    pub unlock_at: i64,
    /// Second before which nothing can be withdrawn.
    pub locked_until: i64,
    /// Rewards that a claim would pay now, before the mint's transfer fee.
    pub claimable: u64,
    /// Who speaks for it in votes.
    pub speaker: String,
    pub decimals: u8,
    pub reward_decimals: u8,
}

impl PositionFacts {
    /// The position as it would be if it were settled at `now` with `arrivals` in the reward vault.
    pub fn new(address: &Pubkey, position: &Position, at: &PoolAt, arrivals: u64, now: i64) -> Self {
        let (mut pool, mut stake) = (*at.pool.rules(), *position.rules());
        pool.settle(now, arrivals).position(&mut stake);
        let card = &position.card;
        let speaker = if card.delegate == Pubkey::default() { card.owner } else { card.delegate };
        Self {
            address: address.to_string(),
            pool: at.address.to_string(),
            pool_index: at.pool.index,
            owner: card.owner.to_string(),
            tier: stake.tier,
            active: stake.active,
            warming: stake.warming,
            active_from: stake.active_from,
            cooling: stake.cooling,
            unlock_at: stake.unlock_at,
            locked_until: stake.locked_until,
            claimable: stake.owed,
            speaker: speaker.to_string(),
            decimals: at.pool.decimals,
            reward_decimals: at.pool.reward_decimals,
        }
    }
}

impl Money {
    /// Positions in every pool: those of `owner`, or everybody's; by pool, owner and tier.
    pub async fn positions(&self, owner: Option<&Pubkey>) -> Result<Vec<PositionFacts>, MoneyError> {
        let now = self.sender.rpc.clock().await?.unix;
        let mut facts = Vec::new();
        for at in self.pools().await? {
            let arrivals = self.balance(&at.pool.reward_vault).await?;
            let mut filters = vec![kind_filter::<Position>(), (8, at.address.to_bytes().to_vec())];
            filters.extend(owner.map(|owner| (40, owner.to_bytes().to_vec())));
            let found = self.sender.rpc.program_accounts(&staking::ID, &filters).await?;
            let mut here: Vec<(Pubkey, Position)> = found
                .iter()
                .map(|(address, account)| Ok((*address, accounts::decode(address, Some(account))?)))
                .collect::<Result<_, accounts::DecodeError>>()?;
            here.sort_by_key(|(_, position)| (position.card.owner, position.state.tier));
            facts.extend(here.iter().map(|(key, position)| PositionFacts::new(key, position, &at, arrivals, now)));
        }
        Ok(facts)
    }

    /// Spendable units of a token account of either token program; 0 where there is none.
    pub(super) async fn balance(&self, account: &Pubkey) -> Result<u64, MoneyError> {
        let account = self.sender.rpc.account(account).await?;
        let amount = account.and_then(|account| account.data.get(64..72)?.try_into().ok().map(u64::from_le_bytes));
        Ok(amount.unwrap_or(0))
    }
}
