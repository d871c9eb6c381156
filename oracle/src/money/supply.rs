//! Where every unit is: what was minted and burned, who holds what, and the equations that must hold.

mod holders;

use issuer::state::Issuer;
use serde::Serialize;

use super::{Money, MoneyError};
use crate::{
    accounts::{self, MintState, PoolAt, TOKEN_2022, TokenState},
    chain::{Account, Pubkey},
};

pub use holders::PoolBalance;

/// One equation: both sides, and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    pub equation: String,
    pub left: i128,
    pub right: i128,
    pub holds: bool,
}

/// The reconciliation of one moment, base units of the economy's mint.
#[derive(Clone, Debug, Serialize)]
pub struct Supply {
    pub slot: u64,
    /// With the genesis supply.
    pub ever_minted: u64,
    /// Destroyed, as the mint shows it.
    pub burned: u64,
    /// Part of `burned` that the issuer has not noticed yet.
    pub burned_unnoticed: u64,
    pub supply: u64,
    pub cap: u64,
    /// Owed to the gauges and not minted.
    pub pending: u64,
    /// Never minted, because it fell to weights without a gauge.
    pub unassigned: u64,
    /// Spendable in people's token accounts.
    pub wallets: u64,
    /// Principal in the pools of this mint: staked, and asked back.
    pub staked: u64,
    pub cooling: u64,
    /// Rewards in all pools: distributed, flowing or queued, and arrived but not noticed.
    pub owed: u64,
    pub undistributed: u64,
    pub unnoticed: u64,
    pub treasury: u64,
    pub contributors: u64,
    /// Part of `contributors` that open lists owe.
    pub reserved: u64,
    /// In further vaults of the economy, and in the vault where fees are split.
    pub other_vaults: u64,
    /// Fees withheld in token accounts, and in the mint.
    pub withheld: u64,
    pub withheld_in_mint: u64,
    pub pools: Vec<PoolBalance>,
    pub equations: Vec<Line>,
    pub holds: bool,
}

/// Everything that the books are made of.
pub(super) struct Books {
    pub slot: u64,
    pub issuer: Issuer,
    pub mint: MintState,
    pub pools: Vec<PoolAt>,
    pub tokens: Vec<(Pubkey, TokenState)>,
}

/// Looks before giving up on a chain that moves all the time.
const LOOKS: usize = 5;

impl Money {
    /// The books of one moment: the accounts of the programs before and after the token accounts must be the same.
    pub async fn supply(&self) -> Result<Supply, MoneyError> {
        for _ in 0..LOOKS {
            let (slot, before) = self.fixed().await?;
            let filters = [(0, self.economy.mint.to_bytes().to_vec())];
            let tokens = self.sender.rpc.program_accounts(&TOKEN_2022, &filters).await?;
            if self.fixed().await?.1 == before {
                return Ok(Supply::of(&self.books(slot, &before, &tokens)?));
            }
        }
        Err(MoneyError::Restless)
    }

    /// Issuer, mint and pools as of one slot.
    async fn fixed(&self) -> Result<(u64, Vec<(Pubkey, Option<Account>)>), MoneyError> {
        let pools = self.pools().await?.into_iter().map(|it| it.address);
        let at: Vec<Pubkey> = [self.economy.issuer, self.economy.mint].into_iter().chain(pools).collect();
        let (slot, found) = self.sender.rpc.accounts_with_slot(&at).await?;
        Ok((slot, at.into_iter().zip(found).collect()))
    }

    fn books(
        &self,
        slot: u64,
        fixed: &[(Pubkey, Option<Account>)],
        tokens: &[(Pubkey, Account)],
    ) -> Result<Books, MoneyError> {
        let account = |at: &Pubkey| fixed.iter().find(|(address, _)| address == at).and_then(|(_, it)| it.as_ref());
        let pools = fixed.iter().skip(2);
        let pool = |(address, account): &(Pubkey, Option<Account>)| -> Result<PoolAt, MoneyError> {
            Ok(PoolAt { address: *address, pool: accounts::decode(address, account.as_ref())? })
        };
        let token = |(at, account): &(Pubkey, Account)| Some((*at, TokenState::decode(at, Some(account)).ok()?));
        Ok(Books {
            slot,
            issuer: accounts::decode(&self.economy.issuer, account(&self.economy.issuer))?,
            mint: MintState::decode(&self.economy.mint, account(&self.economy.mint))?,
            pools: pools.map(pool).collect::<Result<_, _>>()?,
            tokens: tokens.iter().filter_map(token).collect(),
        })
    }
}

impl Supply {
    pub(super) fn of(books: &Books) -> Self {
        let ledger = &books.issuer.ledger;
        let burned = ledger.ever_minted.saturating_sub(books.mint.supply);
        let pools: Vec<PoolBalance> = books.pools.iter().map(|pool| PoolBalance::of(pool, books)).collect();
        let sum = |part: fn(&PoolBalance) -> u64| pools.iter().map(part).fold(0, u64::saturating_add);
        let mut supply = Self {
            slot: books.slot,
            ever_minted: ledger.ever_minted,
            burned,
            burned_unnoticed: burned.saturating_sub(ledger.burned),
            supply: books.mint.supply,
            cap: ledger.cap,
            pending: ledger.pending,
            unassigned: ledger.unassigned,
            wallets: books.in_wallets(),
            staked: sum(|pool| pool.own(pool.staked)),
            cooling: sum(|pool| pool.own(pool.cooling)),
            owed: sum(|pool| pool.owed),
            undistributed: sum(|pool| pool.undistributed),
            unnoticed: sum(|pool| pool.unnoticed),
            treasury: books.amount(&books.issuer.treasury_vault()),
            contributors: books.amount(&books.issuer.contributors_vault()),
            reserved: books.issuer.distributions.rules().reserved(),
            other_vaults: books.in_other_vaults(),
            withheld: books.tokens.iter().map(|(_, token)| token.withheld).fold(0, u64::saturating_add),
            withheld_in_mint: books.mint.withheld,
            pools,
            equations: Vec::new(),
            holds: false,
        };
        supply.equations = supply.equations(books);
        supply.holds = supply.equations.iter().all(|line| line.holds);
        supply
    }

    fn equations(&self, books: &Books) -> Vec<Line> {
        let ledger = &books.issuer.ledger;
        let gauges = ledger.gauge_minted.iter().map(|part| i128::from(*part)).sum::<i128>();
        let parts = [
            self.wallets,
            self.staked,
            self.cooling,
            self.owed,
            self.undistributed,
            self.unnoticed,
            self.treasury,
            self.contributors,
            self.other_vaults,
            self.withheld,
            self.withheld_in_mint,
        ];
        let somewhere: i128 = parts.into_iter().map(i128::from).sum();
        let mut lines = vec![
            equal("ever minted − burned = supply", i128::from(self.ever_minted) - i128::from(self.burned), self.supply),
            equal(
                "wallets + staked + cooling + owed + undistributed + unnoticed + treasury + contributors + other vaults + withheld = supply",
                somewhere,
                self.supply,
            ),
            at_most("ever minted ≤ cap", self.ever_minted, self.cap),
            at_most("burns that the issuer noticed ≤ burned", ledger.burned, self.burned),
            at_most("minted to gauges ≤ ever minted", gauges, self.ever_minted),
            at_most("owed by open lists ≤ contributors", self.reserved, self.contributors),
        ];
        lines.extend(self.pools.iter().flat_map(PoolBalance::equations));
        lines
    }
}

fn equal(equation: impl Into<String>, left: impl Into<i128>, right: impl Into<i128>) -> Line {
    let (left, right) = (left.into(), right.into());
    Line { equation: equation.into(), left, right, holds: left == right }
}

fn at_most(equation: impl Into<String>, left: impl Into<i128>, right: impl Into<i128>) -> Line {
    let (left, right) = (left.into(), right.into());
    Line { equation: equation.into(), left, right, holds: left <= right }
}
