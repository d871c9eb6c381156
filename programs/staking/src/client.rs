//! Builds the program's instructions off chain; account order and data are exactly what the program reads.

use {
    crate::{ID, PoolTerms, Tier, accounts, instruction, pda},
    anchor_lang::{
        Id, InstructionData, ToAccountMetas,
        prelude::{Address, System, Token2022},
        solana_program::instruction::{AccountMeta, Instruction},
    },
};

/// A mint and the token program that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coin {
    pub mint: Address,
    /// SPL Token or Token-2022: the owner of the mint's account.
    pub program: Address,
}

impl Coin {
    /// A mint of Token-2022.
    pub fn token_2022(mint: Address) -> Self {
        Self { mint, program: Token2022::id() }
    }
}

/// One pool's addresses, and the tier that the instructions are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stakes {
    pub policy: Address,
    /// What is staked.
    pub mint: Address,
    pub token_program: Address,
    /// What is earned.
    pub reward: Coin,
    pub index: u8,
    /// Tier of the positions; see [`Stakes::in_tier`].
    pub tier: u8,
    pub pool: Address,
    pub vault: Address,
    pub reward_vault: Address,
}

impl PoolTerms {
    /// One tier without a lock.
    pub fn flexible(window_secs: u64, warmup_secs: u64) -> Self {
        Self::tiered(window_secs, warmup_secs, &[(0, 10_000)])
    }

    /// Up to four tiers (lock in seconds, multiplier in bps); further ones are left out.
    pub fn tiered(window_secs: u64, warmup_secs: u64, terms: &[(u64, u64)]) -> Self {
        let mut tiers = [Tier::default(); 4];
        for (tier, (lock_secs, multiplier_bps)) in tiers.iter_mut().zip(terms) {
            *tier = Tier { lock_secs: *lock_secs, multiplier_bps: *multiplier_bps };
        }
        Self { window_secs, warmup_secs, tiers }
    }
}

fn build(accounts: Vec<AccountMeta>, data: Vec<u8>) -> Instruction {
    Instruction { program_id: ID, accounts, data }
}

impl Stakes {
    /// Pool `index` for the Token-2022 `mint` under `policy`, which pays rewards in the same mint.
    pub fn new(policy: Address, mint: Address, index: u8) -> Self {
        Self::earning(policy, Coin::token_2022(mint), Coin::token_2022(mint), index)
    }

    /// Pool `index` for `stake` under `policy`, which pays rewards in `reward`.
    pub fn earning(policy: Address, stake: Coin, reward: Coin, index: u8) -> Self {
        let pool = pda::pool(&policy, &stake.mint, index).0;
        let vault = pda::vault(&pool).0;
        let reward_vault = if stake.mint == reward.mint { vault } else { pda::reward_vault(&pool).0 };
        let (mint, token_program) = (stake.mint, stake.program);
        Self { policy, mint, token_program, reward, index, tier: 0, pool, vault, reward_vault }
    }

    /// The same pool, with `tier` for everything that is about a position.
    pub fn in_tier(self, tier: u8) -> Self {
        Self { tier, ..self }
    }

    /// Address of what `owner` has in the pool's tier.
    pub fn position(&self, owner: &Address) -> Address {
        pda::position(&self.pool, owner, self.tier).0
    }

    /// Whether rewards and principal lie in one vault.
    pub fn has_one_vault(&self) -> bool {
        self.vault == self.reward_vault
    }

    /// 0: opens the pool with one flexible tier; signed and paid by `opener`, as in [`Stakes::open`].
    pub fn create_pool(&self, opener: Address, council: Address, window_secs: u64, warmup_secs: u64) -> Instruction {
        self.open(opener, council, PoolTerms::flexible(window_secs, warmup_secs))
    }

    /// 0: opens the pool; signed and paid by `opener`: the authority of the sealed `council` behind the policy, or for
    /// the numbers below 8 its creator.
    pub fn open(&self, opener: Address, council: Address, terms: PoolTerms) -> Instruction {
        let accounts = accounts::CreatePool {
            opener,
            council,
            policy: self.policy,
            mint: self.mint,
            pool: self.pool,
            vault: self.vault,
            token_program: self.token_program,
            system_program: System::id(),
            reward_mint: self.reward.mint,
            reward_vault: pda::reward_vault(&self.pool).0,
            reward_token_program: self.reward.program,
        };
        build(accounts.to_account_metas(None), instruction::CreatePool { index: self.index, terms }.data())
    }

    /// 1: stakes what arrives of `amount` from `source`; signed by `owner`, who pays for a new position.
    pub fn stake(&self, owner: Address, source: Address, amount: u64) -> Instruction {
        let accounts = accounts::Stake {
            owner,
            pool: self.pool,
            position: self.position(&owner),
            vault: self.vault,
            mint: self.mint,
            source,
            token_program: self.token_program,
            system_program: System::id(),
            policy: self.policy,
            reward_vault: (!self.has_one_vault()).then_some(self.reward_vault),
        };
        build(accounts.to_account_metas(None), instruction::Stake { amount, tier: self.tier }.data())
    }

    /// 2: asks `amount` back; signed by `owner`.
    pub fn request_unstake(&self, owner: Address, amount: u64) -> Instruction {
        let accounts = accounts::RequestUnstake {
            owner,
            pool: self.pool,
            position: self.position(&owner),
            reward_vault: self.reward_vault,
            policy: self.policy,
        };
        build(accounts.to_account_metas(None), instruction::RequestUnstake { amount }.data())
    }

    /// 3: pays out the principal that was asked back; signed by `owner`.
    pub fn withdraw(&self, owner: Address, destination: Address) -> Instruction {
        let accounts = accounts::Withdraw {
            owner,
            pool: self.pool,
            position: self.position(&owner),
            vault: self.vault,
            mint: self.mint,
            destination,
            token_program: self.token_program,
        };
        build(accounts.to_account_metas(None), instruction::Withdraw {}.data())
    }

    /// 4: pays out the rewards that are due; signed by `owner`.
    pub fn claim(&self, owner: Address, destination: Address) -> Instruction {
        let accounts = accounts::Claim {
            owner,
            pool: self.pool,
            position: self.position(&owner),
            reward_vault: self.reward_vault,
            reward_mint: self.reward.mint,
            destination,
            token_program: self.reward.program,
        };
        build(accounts.to_account_metas(None), instruction::Claim {}.data())
    }

    /// 5: brings the pool and the position of `owner` up to now; signed by nobody.
    pub fn settle(&self, owner: Address) -> Instruction {
        let accounts =
            accounts::Settle { pool: self.pool, position: self.position(&owner), reward_vault: self.reward_vault };
        build(accounts.to_account_metas(None), instruction::Settle {}.data())
    }

    /// 6: stakes the rewards that are due; signed by `owner`.
    pub fn compound(&self, owner: Address) -> Instruction {
        let accounts = accounts::Compound {
            owner,
            pool: self.pool,
            position: self.position(&owner),
            reward_vault: self.reward_vault,
            policy: self.policy,
        };
        build(accounts.to_account_metas(None), instruction::Compound {}.data())
    }

    /// 7: lets `to` speak for the position in votes, or its owner again with zeroes; signed by `owner`.
    pub fn delegate(&self, owner: Address, to: Address) -> Instruction {
        let accounts = accounts::Delegate { owner, position: self.position(&owner) };
        build(accounts.to_account_metas(None), instruction::Delegate { to }.data())
    }
}
