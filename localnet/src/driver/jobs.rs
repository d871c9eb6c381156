//! Acts as transactions.

use super::flight::Job;
use super::habit::Act;
use super::population::{Population, Wallet};
use super::token;
use crate::market::Pool;
use oracle::keys::Signer;
use staking::client::Stakes;

/// Turns one wallet's acts into its lane; trades move the exchange's reserves.
pub struct Clerk<'a> {
    pub people: &'a Population,
    pub stakes: &'a Stakes,
    pub pool: &'a mut Pool,
    /// Traded today, micro quote units.
    pub volume: &'a mut u64,
    /// Fee on transfers, 1e-4.
    pub fee_bps: u64,
}

impl Clerk<'_> {
    pub fn lane(&mut self, wallet: &Wallet, acts: &[Act]) -> Vec<Job> {
        acts.iter().map(|act| self.job(wallet, *act)).collect()
    }

    fn job(&mut self, wallet: &Wallet, act: Act) -> Job {
        let (owner, tokens) = (wallet.address, wallet.tokens);
        let (name, instruction) = match act {
            Act::Stake(amount) => ("stake", self.stakes.stake(owner, tokens, amount)),
            Act::RequestUnstake(amount) => ("request unstake", self.stakes.request_unstake(owner, amount)),
            Act::Withdraw => ("withdraw", self.stakes.withdraw(owner, tokens)),
            Act::Claim => ("claim", self.stakes.claim(owner, tokens)),
            Act::Sell(amount) => ("sell", self.sell(wallet, amount)),
            Act::Buy(quote) => return self.buy(wallet, quote),
            Act::Pay { to, amount } => ("pay", self.transfer(wallet, &self.people.wallets[to], amount)),
        };
        Job { name, instructions: vec![instruction], signers: vec![wallet.key.clone()] }
    }

    fn sell(&mut self, wallet: &Wallet, amount: u64) -> solana_program::instruction::Instruction {
        let fee = u128::from(amount) * u128::from(self.fee_bps);
        let arrives = amount - u64::try_from(fee.div_ceil(10_000)).unwrap_or(amount).min(amount);
        *self.volume += self.pool.sell(arrives);
        self.transfer(wallet, &self.people.desk, amount)
    }

    /// The exchange sends what was bought, so the exchange signs.
    fn buy(&mut self, wallet: &Wallet, quote: u64) -> Job {
        *self.volume += quote;
        let bought = self.pool.buy(quote);
        let desk = &self.people.desk;
        Job { name: "buy", instructions: vec![self.transfer(desk, wallet, bought)], signers: vec![desk.key.clone()] }
    }

    fn transfer(&self, from: &Wallet, to: &Wallet, amount: u64) -> solana_program::instruction::Instruction {
        token::transfer(&from.key.pubkey(), &to.address, &self.people.mint, amount, self.people.decimals)
    }
}
