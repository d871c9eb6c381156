//! Builds the program's instructions off chain; account order and data are exactly what the program reads.

use {
    crate::{ID, accounts, instruction, pda},
    anchor_lang::{
        Id, InstructionData, ToAccountMetas,
        prelude::{Address, System, Token2022},
        solana_program::instruction::{AccountMeta, Instruction},
    },
};

/// One pool's addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stakes {
    pub policy: Address,
    pub mint: Address,
    pub index: u8,
    pub pool: Address,
    pub vault: Address,
}

fn build(accounts: Vec<AccountMeta>, data: Vec<u8>) -> Instruction {
    Instruction { program_id: ID, accounts, data }
}

impl Stakes {
    /// The addresses of pool `index` for `mint` under `policy`.
    pub fn new(policy: Address, mint: Address, index: u8) -> Self {
        let pool = pda::pool(&policy, &mint, index).0;
        Self { policy, mint, index, pool, vault: pda::vault(&pool).0 }
    }

    /// Address of what `owner` has in the pool.
    pub fn position(&self, owner: &Address) -> Address {
        pda::position(&self.pool, owner).0
    }

    /// 0: opens the pool; signed and paid by `creator` of the sealed `council` behind the policy.
    pub fn create_pool(&self, creator: Address, council: Address, window_secs: u64, warmup_secs: u64) -> Instruction {
        let accounts = accounts::CreatePool {
            creator,
            council,
            policy: self.policy,
            mint: self.mint,
            pool: self.pool,
            vault: self.vault,
            token_program: Token2022::id(),
            system_program: System::id(),
        };
        let data = instruction::CreatePool { index: self.index, window_secs, warmup_secs };
        build(accounts.to_account_metas(None), data.data())
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
            token_program: Token2022::id(),
            system_program: System::id(),
        };
        build(accounts.to_account_metas(None), instruction::Stake { amount }.data())
    }

    /// 2: asks `amount` back; signed by `owner`.
    pub fn request_unstake(&self, owner: Address, amount: u64) -> Instruction {
        let accounts = accounts::RequestUnstake {
            owner,
            pool: self.pool,
            position: self.position(&owner),
            vault: self.vault,
            policy: self.policy,
        };
        build(accounts.to_account_metas(None), instruction::RequestUnstake { amount }.data())
    }

    /// 3: pays out the principal that was asked back; signed by `owner`.
    pub fn withdraw(&self, owner: Address, destination: Address) -> Instruction {
        build(self.payout(owner, destination), instruction::Withdraw {}.data())
    }

    /// 4: pays out the rewards that are due; signed by `owner`.
    pub fn claim(&self, owner: Address, destination: Address) -> Instruction {
        build(self.payout(owner, destination), instruction::Claim {}.data())
    }

    /// 5: brings the pool and the position of `owner` up to now; signed by nobody.
    pub fn settle(&self, owner: Address) -> Instruction {
        let accounts = accounts::Settle { pool: self.pool, position: self.position(&owner), vault: self.vault };
        build(accounts.to_account_metas(None), instruction::Settle {}.data())
    }

    fn payout(&self, owner: Address, destination: Address) -> Vec<AccountMeta> {
        let accounts = accounts::Payout {
            owner,
            pool: self.pool,
            position: self.position(&owner),
            vault: self.vault,
            mint: self.mint,
            destination,
            token_program: Token2022::id(),
        };
        accounts.to_account_metas(None)
    }
}
