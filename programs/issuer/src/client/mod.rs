//! Builds the program's instructions off chain; account order and data are exactly what the program reads.

mod mint;

use anchor_lang::prelude::{Address, find_program_address};
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::{AccountDeserialize, InstructionData, ToAccountMetas};

pub use mint::{Label, Token, create_mint, mint_len};

use crate::{CreateArgs, ID, Issuer, Metrics, accounts, instruction, pda, pool};

/// The system program.
pub const SYSTEM: Address = anchor_lang::address!("11111111111111111111111111111111");
/// Token-2022.
pub const TOKEN_2022: Address = anchor_lang::address!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

/// The addresses of one issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    pub council: Address,
    pub policy: Address,
    /// The economy's authority (governor): owns the contributors' vault and the treasury.
    pub economy: Address,
    pub mint: Address,
    pub issuer: Address,
    pub metrics: Address,
    pub mint_authority: Address,
    pub fee_authority: Address,
    pub withdraw_authority: Address,
    pub fee_vault: Address,
    pub contributors_vault: Address,
    pub treasury_vault: Address,
    pub staking_pool: Address,
    pub staking_vault: Address,
}

impl Desk {
    /// The addresses of the issuer of `mint` in the economy of `council`, with the staking pool number `pool`.
    pub fn new(council: Address, mint: Address, pool: u8) -> Self {
        let policy = governor::pda::policy(&council).0;
        let issuer = pda::issuer(&policy, &mint).0;
        let pool_seeds: [&[u8]; 4] = [b"pool", policy.as_ref(), mint.as_ref(), &[pool]];
        let staking_pool = find_program_address(&pool_seeds, &pool::STAKING_PROGRAM).0;
        Self {
            council,
            policy,
            economy: governor::pda::authority(&council).0,
            mint,
            issuer,
            metrics: pda::metrics(&issuer).0,
            mint_authority: pda::mint_authority(&issuer).0,
            fee_authority: pda::fee_authority(&issuer).0,
            withdraw_authority: pda::withdraw_authority(&issuer).0,
            fee_vault: pda::fee_vault(&issuer).0,
            contributors_vault: pda::contributors_vault(&issuer).0,
            treasury_vault: pda::treasury_vault(&issuer).0,
            staking_pool,
            staking_vault: find_program_address(&[b"vault", staking_pool.as_ref()], &pool::STAKING_PROGRAM).0,
        }
    }

    /// 0: takes charge of the mint and mints the genesis supply to the token account `genesis_account`;
    /// signed and paid by the council's `creator`.
    pub fn create(&self, creator: Address, genesis_account: Address, args: CreateArgs) -> Instruction {
        let accounts = accounts::Create {
            creator,
            council: self.council,
            policy: self.policy,
            mint: self.mint,
            issuer: self.issuer,
            metrics: self.metrics,
            mint_authority: self.mint_authority,
            fee_authority: self.fee_authority,
            withdraw_authority: self.withdraw_authority,
            economy_authority: self.economy,
            fee_vault: self.fee_vault,
            contributors_vault: self.contributors_vault,
            treasury_vault: self.treasury_vault,
            staking_pool: self.staking_pool,
            staking_vault: self.staking_vault,
            genesis_account,
            token_program: TOKEN_2022,
            system_program: SYSTEM,
        };
        build(accounts.to_account_metas(None), instruction::Create { args }.data())
    }

    /// 1: mints what is owed to the gauges; needs no key.
    pub fn emit(&self) -> Instruction {
        let accounts = accounts::Emit {
            issuer: self.issuer,
            policy: self.policy,
            mint: self.mint,
            mint_authority: self.mint_authority,
            staking_vault: self.staking_vault,
            contributors_vault: self.contributors_vault,
            treasury_vault: self.treasury_vault,
            token_program: TOKEN_2022,
        };
        build(accounts.to_account_metas(None), instruction::Emit {}.data())
    }

    /// 2: brings the mint's fee to the policy's; needs no key.
    pub fn sync_fee(&self) -> Instruction {
        let accounts = accounts::SyncFee {
            issuer: self.issuer,
            policy: self.policy,
            mint: self.mint,
            fee_authority: self.fee_authority,
            token_program: TOKEN_2022,
        };
        build(accounts.to_account_metas(None), instruction::SyncFee {}.data())
    }

    /// 3: harvests the vaults and the token accounts `sources` (at most 24) and splits; needs no key.
    pub fn collect(&self, sources: &[Address]) -> Instruction {
        let accounts = accounts::Collect {
            issuer: self.issuer,
            policy: self.policy,
            mint: self.mint,
            withdraw_authority: self.withdraw_authority,
            fee_vault: self.fee_vault,
            staking_vault: self.staking_vault,
            treasury_vault: self.treasury_vault,
            token_program: TOKEN_2022,
        };
        let mut metas = accounts.to_account_metas(None);
        metas.extend(sources.iter().map(|source| AccountMeta::new(*source, false)));
        build(metas, instruction::Collect {}.data())
    }

    /// 4: closes a period; needs no key.
    pub fn roll(&self) -> Instruction {
        let accounts = accounts::Roll {
            issuer: self.issuer,
            metrics: self.metrics,
            policy: self.policy,
            mint: self.mint,
            staking_pool: self.staking_pool,
            treasury_vault: self.treasury_vault,
        };
        build(accounts.to_account_metas(None), instruction::Roll {}.data())
    }
}

/// The issuer in an account's bytes; `None` for another kind of account.
pub fn read_issuer(mut data: &[u8]) -> Option<Issuer> {
    Issuer::try_deserialize(&mut data).ok()
}

/// The metrics in an account's bytes; `None` for another kind of account.
pub fn read_metrics(mut data: &[u8]) -> Option<Box<Metrics>> {
    Metrics::try_deserialize(&mut data).ok().map(Box::new)
}

fn build(accounts: Vec<AccountMeta>, data: Vec<u8>) -> Instruction {
    Instruction { program_id: ID, accounts, data }
}
