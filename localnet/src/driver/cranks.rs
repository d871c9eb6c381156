//! The chores that anyone may do: mint what is due, collect fees, close the period, settle positions.

use super::flight::Job;
use super::population::Population;
use super::sight::{Holding, Public};
use issuer::client::Desk;
use oracle::chain::{ChainClock, Pubkey};
use oracle::keys::Keypair;
use staking::client::Stakes;
use std::sync::Arc;

/// Token accounts that one `collect` harvests.
const HARVEST: usize = 18;
/// Fees below this stay where they are, base units: the transaction would cost more.
const WORTH_COLLECTING: u64 = 100_000;
/// Positions settled by one transaction.
const SETTLE: usize = 6;

/// What is to be done, and by whom.
pub struct Chores<'a> {
    pub people: &'a Population,
    pub stakes: &'a Stakes,
    pub issuer: &'a Desk,
    pub now: ChainClock,
    /// Pays the fees; has no rights.
    pub worker: &'a Arc<Keypair>,
}

impl Chores<'_> {
    /// Chores in an order that holds: settle and collect side by side, then emit, roll and the fee one after the other.
    pub fn lanes(&self, public: &Public, holdings: &[Holding]) -> (Vec<Vec<Job>>, Vec<Job>) {
        let mut first = self.settle(holdings);
        first.extend(self.collect(holdings));
        let mut then = vec![self.job("emit", vec![self.issuer.emit()])];
        if self.now.unix >= public.period_start.saturating_add_unsigned(public.period_secs) {
            then.push(self.job("roll", vec![self.issuer.roll()]));
        }
        let acts = public.mint_fee_epoch <= self.now.epoch;
        if public.fee_bps != public.mint_fee_bps && acts {
            then.push(self.job("sync fee", vec![self.issuer.sync_fee()]));
        }
        (first, then)
    }

    fn settle(&self, holdings: &[Holding]) -> Vec<Vec<Job>> {
        let due = holdings.iter().filter(|h| h.sight.warming > 0 && h.active_from <= self.now.unix);
        let owners: Vec<Pubkey> = due.map(|h| self.people.wallets[h.sight.index].address).collect();
        let settle = |owners: &[Pubkey]| owners.iter().map(|owner| self.stakes.settle(*owner)).collect();
        owners.chunks(SETTLE).map(|group| vec![self.job("settle", settle(group))]).collect()
    }

    fn collect(&self, holdings: &[Holding]) -> Vec<Vec<Job>> {
        let due = holdings.iter().filter(|h| h.withheld >= WORTH_COLLECTING);
        let mut accounts: Vec<Pubkey> = due.map(|h| self.people.wallets[h.sight.index].tokens).collect();
        accounts.extend([self.people.desk.tokens, self.issuer.staking_vault, self.issuer.treasury_vault]);
        let collect = |group: &[Pubkey]| self.job("collect", vec![self.issuer.collect(group)]);
        // One lane: each collect writes the same vaults.
        vec![accounts.chunks(HARVEST).map(collect).collect()]
    }

    fn job(&self, name: &'static str, instructions: Vec<solana_program::instruction::Instruction>) -> Job {
        Job { name, instructions, signers: vec![self.worker.clone()] }
    }
}
