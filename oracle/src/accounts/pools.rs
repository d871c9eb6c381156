//! The staking pools of an economy: its own mint's first, then those in which other mints are staked.

use solana_program::pubkey;
use staking::{
    Pool,
    client::{Coin, Stakes},
};

use super::{TOKEN_2022, decode, kind_filter};
use crate::chain::{Account, ChainError, Pubkey, Rpc};

/// SPL Token, the program of most liquidity pools' shares.
pub const SPL_TOKEN: Pubkey = pubkey!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

/// A pool and where it is.
#[derive(Clone, Copy)]
pub struct PoolAt {
    pub address: Pubkey,
    pub pool: Pool,
}

impl PoolAt {
    /// Reads what `getProgramAccounts` found; anyone may create accounts, so what is no pool is passed over.
    fn read((address, account): &(Pubkey, Account)) -> Option<Self> {
        Some(Self { address: *address, pool: decode(address, Some(account)).ok()? })
    }

    /// Whether what is staked is what is earned, so that rewards can be staked and stake counts as the mint's.
    pub fn stakes_what_it_pays(&self) -> bool {
        self.pool.has_one_vault()
    }

    /// The pool for building instructions; `program` is the token program of what is staked.
    pub fn stakes(&self, program: Pubkey) -> Stakes {
        let stake = Coin { mint: self.pool.stake_mint, program };
        Stakes::earning(self.pool.policy, stake, Coin::token_2022(self.pool.reward_mint), self.pool.index)
    }

    /// The same for settlements, which touch no token program.
    pub fn keeper_stakes(&self) -> Stakes {
        self.stakes(TOKEN_2022)
    }
}

/// Every pool under `policy` that pays in `mint`.
pub async fn read_pools(rpc: &Rpc, policy: &Pubkey, mint: &Pubkey) -> Result<Vec<PoolAt>, ChainError> {
    let filters = [kind_filter::<Pool>(), (8, policy.to_bytes().to_vec())];
    let found = rpc.program_accounts(&staking::ID, &filters).await?;
    let mut pools: Vec<PoolAt> = found.iter().filter_map(PoolAt::read).collect();
    pools.retain(|it| it.pool.reward_mint == *mint);
    pools.sort_by_key(|it| (!it.stakes_what_it_pays(), it.pool.stake_mint, it.pool.index));
    Ok(pools)
}
