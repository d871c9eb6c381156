//! Builds the program's instructions off chain; account order and data are exactly what the program reads.

mod gauges;
mod mint;
mod shares;

use anchor_lang::prelude::{Address, find_program_address};
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::{AccountDeserialize, InstructionData, ToAccountMetas};

pub use gauges::{Feed, Line, NewGauge};
pub use mint::{Label, Token, create_mint, mint_len};
pub use shares::{Share, Shares};

use crate::instructions::ShareArgs;
use crate::{Claims, CreateArgs, ID, Issuer, Metrics, accounts, instruction, pda, pool};

/// The system program.
pub const SYSTEM: Address = anchor_lang::address!("11111111111111111111111111111111");
/// Token-2022.
pub const TOKEN_2022: Address = anchor_lang::address!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

/// The addresses of one issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    pub council: Address,
    pub policy: Address,
    /// The economy's authority (governor): owns the treasury.
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
    /// Owns the contributors' vault and pays their shares.
    pub distributor: Address,
    /// Who receives emission: the standard gauges, or what [`Desk::with`] read.
    pub line: Line,
}

/// Sources that one `collect` takes in a transaction of its own.
pub const PAGE_SOURCES: usize = 18;

impl Desk {
    /// The addresses of the issuer of `mint` in the economy of `council`, with the staking pool number `pool`
    /// and the three standard gauges.
    pub fn new(council: Address, mint: Address, pool: u8) -> Self {
        let policy = governor::pda::policy(&council).0;
        let issuer = pda::issuer(&policy, &mint).0;
        let pool_seeds: [&[u8]; 4] = [b"pool", policy.as_ref(), mint.as_ref(), &[pool]];
        let staking_pool = find_program_address(&pool_seeds, &pool::STAKING_PROGRAM).0;
        let staking_vault = find_program_address(&[b"vault", staking_pool.as_ref()], &pool::STAKING_PROGRAM).0;
        let (contributors_vault, treasury_vault) = (pda::contributors_vault(&issuer).0, pda::treasury_vault(&issuer).0);
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
            contributors_vault,
            treasury_vault,
            staking_pool,
            staking_vault,
            distributor: pda::distributor(&issuer).0,
            line: Line::standard(staking_pool, staking_vault, contributors_vault, treasury_vault),
        }
    }

    /// The same desk with the gauges that are registered on chain.
    pub fn with(self, issuer: &Issuer) -> Self {
        Self { line: Line::read(issuer), ..self }
    }

    /// 0: takes charge of the mint, names it, and mints the genesis supply to the token account `genesis_account`;
    /// signed and paid by the council's `creator`. `gauges` are those beyond the standard ones.
    pub fn create(
        &self,
        creator: Address,
        genesis_account: Address,
        args: CreateArgs,
        label: Label,
        gauges: &[NewGauge],
    ) -> Instruction {
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
            distributor: self.distributor,
            fee_vault: self.fee_vault,
            contributors_vault: self.contributors_vault,
            treasury_vault: self.treasury_vault,
            staking_pool: self.staking_pool,
            staking_vault: self.staking_vault,
            genesis_account,
            token_program: TOKEN_2022,
            system_program: SYSTEM,
        };
        let mut metas = accounts.to_account_metas(None);
        metas.extend(gauges.iter().map(|gauge| AccountMeta::new_readonly(gauge.receiver(), false)));
        let gauges = gauges.iter().map(NewGauge::args).collect();
        build(metas, instruction::Create { args, label: label.into(), gauges }.data())
    }

    /// 1: mints what is owed to the gauges of the line; needs no key.
    pub fn emit(&self) -> Instruction {
        let accounts = accounts::Emit {
            issuer: self.issuer,
            policy: self.policy,
            mint: self.mint,
            mint_authority: self.mint_authority,
            token_program: TOKEN_2022,
        };
        let mut metas = accounts.to_account_metas(None);
        metas.extend(self.line.vaults().map(|vault| AccountMeta::new(vault, false)));
        build(metas, instruction::Emit {}.data())
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

    /// 3, for any number of accounts: each instruction fits into a transaction of its own.
    ///
    /// They may be sent in any order, again, or not all: what is harvested is split with the next one that lands.
    pub fn collect_pages(&self, sources: &[Address]) -> Vec<Instruction> {
        sources.chunks(PAGE_SOURCES).map(|page| self.collect(page)).collect()
    }

    /// 4: closes a period; needs no key.
    pub fn roll(&self) -> Instruction {
        let accounts = accounts::Roll {
            issuer: self.issuer,
            metrics: self.metrics,
            policy: self.policy,
            mint: self.mint,
            treasury_vault: self.treasury_vault,
        };
        let mut metas = accounts.to_account_metas(None);
        metas.extend(self.line.pools().map(|pool| AccountMeta::new_readonly(pool, false)));
        build(metas, instruction::Roll {}.data())
    }

    /// 5: registers a further gauge; signed by the economy's authority, so it is the content of a class action.
    pub fn add_gauge(&self, gauge: &NewGauge) -> Instruction {
        let accounts = accounts::AddGauge {
            economy: self.economy,
            issuer: self.issuer,
            policy: self.policy,
            receiver: gauge.receiver(),
        };
        build(accounts.to_account_metas(None), instruction::AddGauge { args: gauge.args() }.data())
    }

    /// 6: opens the list `shares` from `opens` to `closes`, unix seconds; signed by the economy's authority,
    /// so it is the content of a class action.
    pub fn set_root(&self, shares: &Shares, opens: i64, closes: i64) -> Instruction {
        let accounts = accounts::SetRoot {
            economy: self.economy,
            issuer: self.issuer,
            contributors_vault: self.contributors_vault,
        };
        let (root, leaves, total) = (shares.root(), shares.len(), shares.total());
        let data = instruction::SetRoot { root, leaves, total, opens, closes };
        build(accounts.to_account_metas(None), data.data())
    }

    /// 7: pays the share `index` of the list `number` to `destination`, a token account of the person in the list;
    /// signed by `payer`, anyone. `None` where the list has no such place.
    pub fn claim_share(
        &self,
        payer: Address,
        destination: Address,
        number: u64,
        shares: &Shares,
        index: u32,
    ) -> Option<Instruction> {
        let (amount, proof) = (shares.get(index)?.amount, shares.proof(index)?);
        Some(self.claim_proven(payer, destination, ShareArgs { number, index, amount, proof }))
    }

    /// 7, for who has only the proof and not the whole list.
    pub fn claim_proven(&self, payer: Address, destination: Address, share: ShareArgs) -> Instruction {
        let ShareArgs { number, index, amount, proof } = share;
        let accounts = accounts::ClaimShare {
            payer,
            issuer: self.issuer,
            claims: pda::claims(&self.issuer, number, economics::distribution::page_of(index)).0,
            mint: self.mint,
            distributor: self.distributor,
            contributors_vault: self.contributors_vault,
            destination,
            token_program: TOKEN_2022,
            system_program: SYSTEM,
        };
        build(accounts.to_account_metas(None), instruction::ClaimShare { number, index, amount, proof }.data())
    }

    /// 8: ends the list `number` after its window; needs no key.
    pub fn close_root(&self, number: u64) -> Instruction {
        let accounts = accounts::CloseRoot { issuer: self.issuer };
        build(accounts.to_account_metas(None), instruction::CloseRoot { number }.data())
    }
}

/// The marks in an account's bytes; `None` for another kind of account.
pub fn read_claims(mut data: &[u8]) -> Option<Claims> {
    Claims::try_deserialize(&mut data).ok()
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
