//! What Token-2022 keeps, in plain Rust: balances, withheld fees, and the fee that acts now and the one that comes.
//!
//! Source of the rules: `TransferFeeConfig` and `Processor::process_transfer` of spl-token-2022.

use std::collections::{BTreeMap, BTreeSet};

use economics::fees::transfer_fee;

use super::refused::Refused;

/// Which token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coin {
    /// The issuer's, with a transfer fee.
    Main,
    /// Shares of a liquidity pool, without one.
    Lp,
}

/// Where a token account belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Wallet(usize),
    /// Principal of a staking pool.
    Vault(usize),
    /// Rewards of a staking pool that keeps them apart.
    Rewards(usize),
    Contributors,
    Treasury,
    /// The further gauge of the economy's authority.
    Plain,
    /// Where collected fees are split.
    Fees,
}

/// A token account.
pub type At = (Coin, Place);

/// What a token account holds, base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub amount: u64,
    /// Fees that wait to be harvested.
    pub withheld: u64,
}

/// One of the mint's two fees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fee {
    /// First epoch in which it acts.
    pub epoch: u64,
    pub maximum: u64,
    pub bps: u16,
}

/// Every token account and both mints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    pub held: BTreeMap<At, Held>,
    /// Supply of the main mint.
    pub supply: u64,
    /// Fees that were harvested into the mint.
    pub mint_withheld: u64,
    pub older: Fee,
    pub newer: Fee,
}

impl Tokens {
    pub fn of(&self, at: At) -> Held {
        self.held.get(&at).copied().unwrap_or_default()
    }

    /// Spendable units.
    pub fn amount(&self, at: At) -> u64 {
        self.of(at).amount
    }

    fn change(&mut self, at: At) -> &mut Held {
        self.held.entry(at).or_default()
    }

    /// Moves `amount`; returns what arrives.
    pub fn transfer(&mut self, from: At, to: At, amount: u64, epoch: u64) -> Result<u64, Refused> {
        let fee = match from.0 {
            Coin::Main => self.fee(amount, epoch),
            Coin::Lp => 0,
        };
        let left = self.amount(from).checked_sub(amount).ok_or(Refused::Elsewhere)?;
        if from == to {
            return Ok(amount);
        }
        self.change(from).amount = left;
        let to = self.change(to);
        to.amount += amount - fee;
        to.withheld += fee;
        Ok(amount - fee)
    }

    pub fn fee(&self, amount: u64, epoch: u64) -> u64 {
        let acting = if epoch >= self.newer.epoch { self.newer } else { self.older };
        transfer_fee(amount, acting.bps, acting.maximum)
    }

    pub fn mint_to(&mut self, to: At, amount: u64) {
        self.change(to).amount += amount;
        self.supply += amount;
    }

    pub fn burn(&mut self, from: At, amount: u64) -> Result<(), Refused> {
        let left = self.amount(from).checked_sub(amount).ok_or(Refused::Elsewhere)?;
        self.change(from).amount = left;
        self.supply -= amount;
        Ok(())
    }

    /// Moves the fees withheld in `sources` to `to`, over the mint; returns how much arrived.
    pub fn collect(&mut self, sources: impl IntoIterator<Item = At>, to: At) -> u64 {
        for at in sources.into_iter().collect::<BTreeSet<_>>() {
            let fees = std::mem::take(&mut self.change(at).withheld);
            self.mint_withheld += fees;
        }
        let arrived = std::mem::take(&mut self.mint_withheld);
        self.change(to).amount += arrived;
        arrived
    }

    /// Sets the fee that acts after two epochs.
    pub fn set_fee(&mut self, bps: u16, epoch: u64) {
        if self.newer.epoch <= epoch {
            self.older = self.newer;
        }
        self.newer = Fee { epoch: epoch + 2, maximum: u64::MAX, bps };
    }

    /// Liquidity shares that lie somewhere.
    pub fn liquidity(&self) -> u128 {
        let shares = self.held.iter().filter(|((coin, _), _)| *coin == Coin::Lp);
        shares.map(|(_, held)| u128::from(held.amount)).sum()
    }

    /// Units of the main coin that lie somewhere.
    pub fn somewhere(&self) -> u128 {
        let main = self.held.iter().filter(|((coin, _), _)| *coin == Coin::Main);
        let held: u128 = main.map(|(_, held)| u128::from(held.amount) + u128::from(held.withheld)).sum();
        held + u128::from(self.mint_withheld)
    }
}
