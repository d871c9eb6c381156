//! What pages and reports show, assembled from the store alone: no calls to the chain, no clock but the chain's.

pub mod chart;
pub mod html;
pub mod interval;
mod parameter;
pub mod plots;
mod scale;
pub mod scatter;
pub mod whisker;

#[cfg(test)]
mod tests;

use crate::{
    accounts::{Brakes, Call, ProposalFacts},
    chain::ChainClock,
    decision::Decision,
    hash::Hash,
    snapshot::{Change, Snapshot},
    store::{Effect, MarketRow, ParamChange, PeriodRow, Receipt, Store, StoreError},
};

pub use crate::words;
pub use parameter::Standing;

/// Everything that the store knows of one economy; the newest snapshot alone stands for all of them.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The newest moment that the store has heard of.
    pub now: ChainClock,
    /// The newest snapshot, `None` before the first decision.
    pub snapshot: Option<Snapshot>,
    /// Closed metrics periods, oldest first.
    pub periods: Vec<PeriodRow>,
    /// Executed changes, oldest first.
    pub changes: Vec<ParamChange>,
    /// Newest first.
    pub proposals: Vec<ProposalFacts>,
    /// Pause and alarm as last seen.
    pub brakes: Brakes,
    /// What people are asked to look at.
    pub call: Option<Call>,
    /// Newest first.
    pub records: Vec<Record>,
    pub receipts: Vec<Receipt>,
    /// Oldest first.
    pub effects: Vec<Effect>,
    /// Market points, oldest first.
    pub market: Vec<MarketRow>,
}

/// A logged decision under its name.
#[derive(Clone, Debug)]
pub struct Record {
    /// Hex.
    pub hash: String,
    pub decision: Decision,
}

impl Picture {
    /// Reads the store once; a record that cannot be decoded is left out here and found by `verify`.
    pub fn load(store: &Store) -> Result<Self, StoreError> {
        let decoded = |row: crate::store::DecisionRow| {
            Some(Record { decision: borsh::from_slice(&row.bytes).ok()?, hash: row.hash })
        };
        let records: Vec<Record> = store.decisions()?.into_iter().rev().filter_map(decoded).collect();
        let newest = records.first().map(|record| snapshot(store, record.decision.snapshot_hash)).transpose()?;
        let mut picture = Self {
            now: ChainClock::default(),
            snapshot: newest.flatten(),
            periods: store.periods()?,
            changes: store.param_changes()?,
            proposals: store.proposals()?,
            brakes: store.brakes()?,
            call: store.call()?,
            records,
            receipts: store.receipts()?,
            effects: store.effects()?,
            market: store.market_since(0)?,
        };
        picture.now = picture.newest_moment(store)?;
        Ok(picture)
    }

    fn newest_moment(&self, store: &Store) -> Result<ChainClock, StoreError> {
        let seen = store.latest_observations(1)?.first().map_or((0, 0), |row| (row.unix, row.slot));
        let told = self.records.first().map_or((0, 0), |record| (record.decision.at.unix, record.decision.at.slot));
        let (unix, slot) = seen.max(told);
        Ok(ChainClock { unix, slot, epoch: 0 })
    }

    /// One number per closed period at the period's end.
    pub fn series(&self, number: impl Fn(&PeriodRow) -> f64) -> Vec<(i64, f64)> {
        self.periods.iter().map(|period| (period.end, number(period))).collect()
    }

    /// The decision with this number.
    pub fn record(&self, number: u64) -> Option<&Record> {
        self.records.iter().find(|record| record.decision.number == number)
    }

    /// The decision with this hash, hex.
    pub fn record_named(&self, hash: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.hash == hash)
    }

    /// The decision that became this proposal.
    pub fn record_of(&self, proposal: &str) -> Option<&Record> {
        let receipt = self.receipts.iter().find(|receipt| receipt.proposal == proposal)?;
        self.record_named(&receipt.decision)
    }

    /// The proposal that a decision became.
    pub fn proposal_of(&self, record: &Record) -> Option<&ProposalFacts> {
        let receipt = self.receipts.iter().find(|receipt| receipt.decision == record.hash)?;
        self.proposals.iter().find(|facts| facts.address == receipt.proposal)
    }

    /// What became of a decision.
    pub fn effect_of(&self, record: &Record) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.decision == record.hash)
    }

    /// A change with its values in their unit: `fee bps 1 % → 1.25 %`.
    pub fn change_text(&self, change: &Change) -> String {
        let unit = self.unit(&change.key);
        format!(
            "{} {} → {}",
            words::spaced(&change.key),
            words::value(change.old, unit),
            words::value(change.new, unit)
        )
    }

    /// All changes of a candidate; `no change` for holding.
    pub fn moves_text(&self, moves: &[Change]) -> String {
        if moves.is_empty() {
            return "no change".into();
        }
        moves.iter().map(|change| self.change_text(change)).collect::<Vec<_>>().join(", ")
    }
}

/// A decision's inputs; `None` where they are missing or cannot be decoded, which `verify` finds.
pub fn snapshot(store: &Store, hash: Hash) -> Result<Option<Snapshot>, StoreError> {
    Ok(store.snapshot(&hash.to_string())?.and_then(|bytes| borsh::from_slice(&bytes).ok()))
}
