//! Every number that the twin and the chain both have, at one moment.

use anchor_lang::AccountDeserialize;
use economics::{
    Now,
    bounds::{Lock, Param},
    emission::IssuerState,
    metrics::Ring,
    staking::{PoolState, PositionState},
};
use issuer::{Issuer, Metrics};
use solana_address::Address;
use staking::{Pool, Position};

use super::stage::{KEEPER, Stage, WALLETS};
use crate::issuer::desk::{extension, u64_at};

/// What is compared; amounts in base units.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub now: Now,
    pub wallets: [u64; WALLETS],
    pub positions: [PositionState; WALLETS],
    pub pool: PoolState,
    /// Balance of the pool's vault.
    pub vault: u64,
    pub treasury: u64,
    pub contributors: u64,
    pub supply: u64,
    /// Fees withheld anywhere: the twin does not know in which account.
    pub withheld: u64,
    /// The part of them that collections paid.
    pub withheld_again: u64,
    /// Burned by collections; nobody else burns here.
    pub burned: u64,
    /// The mint's older fee, its newer one, and the epoch from which that acts.
    pub fees: (u16, u16, u64),
    pub version: u64,
    /// Without locks, which the twin does not need: it has one proposal at a time.
    pub params: Vec<Param>,
    pub ledger: IssuerState,
    pub ring: Ring,
}

impl State {
    /// The first lines in which the two differ; `None` where they are equal.
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self == other {
            return None;
        }
        let (mine, theirs) = (format!("{self:#?}"), format!("{other:#?}"));
        let pairs = mine.lines().zip(theirs.lines()).filter(|(a, b)| a != b);
        let lines = pairs.take(12).map(|(a, b)| format!("{} ≠ {}", a.trim(), b.trim()));
        Some(lines.collect::<Vec<_>>().join("\n"))
    }
}

/// A parameter without its lock.
pub fn unlocked(param: &Param) -> Param {
    Param { lock: Lock::default(), ..*param }
}

/// The keeper's empty position is settled where the twin settles the pool alone: what it was credited up to says nothing.
pub fn without_keeper(mut positions: [PositionState; WALLETS]) -> [PositionState; WALLETS] {
    positions[KEEPER].acc_paid = [0; 2];
    positions
}

impl Stage {
    /// The chain's numbers.
    pub fn state(&self) -> State {
        let issuer: Issuer = self.world.load(&self.desk.issuer);
        let policy = self.economy.policy(&self.world);
        assert_eq!(self.amount(&self.desk.fee_vault), 0, "a collection leaves nothing in the fee vault");
        State {
            now: self.world.now(),
            wallets: self.wallets.map(|(_, tokens)| self.amount(&tokens)),
            positions: without_keeper(std::array::from_fn(|who| self.position(who).unwrap_or_default())),
            pool: *self.world.load::<Pool>(&self.stakes.pool).rules(),
            vault: self.amount(&self.stakes.vault),
            treasury: self.amount(&self.desk.treasury_vault),
            contributors: self.amount(&self.desk.contributors_vault),
            supply: u64_at(&self.world.bytes(&self.desk.mint), 36),
            withheld: self.withheld(),
            withheld_again: issuer.withheld_again,
            burned: issuer.burned_by_collect,
            fees: self.fees(),
            version: policy.version,
            params: policy.rules().iter().map(unlocked).collect(),
            ledger: *issuer.ledger.rules(),
            ring: *self.world.load::<Metrics>(&self.desk.metrics).rules(),
        }
    }

    /// A wallet's position, if it was ever opened.
    pub fn position(&self, who: usize) -> Option<PositionState> {
        let account = self.world.svm.get_account(&self.stakes.position(&self.wallets[who].0))?;
        Position::try_deserialize(&mut &account.data[..]).ok().map(|position| *position.rules())
    }

    fn amount(&self, tokens: &Address) -> u64 {
        u64_at(&self.world.bytes(tokens), 64)
    }

    /// In every token account (record 2) and in the mint (record 1, after two keys).
    fn withheld(&self) -> u64 {
        let desk = &self.desk;
        let vaults = [self.stakes.vault, desk.treasury_vault, desk.contributors_vault, desk.fee_vault];
        let accounts = self.wallets.iter().map(|(_, tokens)| *tokens).chain(vaults);
        let in_account = |at| extension(&self.world.bytes(&at), 2).map_or(0, |record| u64_at(&record, 0));
        accounts.map(in_account).sum::<u64>() + u64_at(&self.fee_config(), 64)
    }

    fn fees(&self) -> (u16, u16, u64) {
        let config = self.fee_config();
        let bps = |at: usize| u16::from_le_bytes([config[at], config[at + 1]]);
        assert_eq!((u64_at(&config, 80), u64_at(&config, 98)), (u64::MAX, u64::MAX), "no fee has a maximum");
        (bps(88), bps(106), u64_at(&config, 90))
    }

    fn fee_config(&self) -> Vec<u8> {
        extension(&self.world.bytes(&self.desk.mint), 1).expect("the mint has a transfer fee")
    }
}
