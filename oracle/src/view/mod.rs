//! What pages and reports show, assembled from the store alone: no calls to the chain, no clock but the chain's.

pub mod chart;
pub mod html;
pub mod words;

use crate::{
    accounts::ProposalFacts,
    chain::ChainClock,
    decision::Decision,
    snapshot::Snapshot,
    store::{Counts, Effect, MarketRow, ParamChange, PeriodRow, Receipt, Store, StoreError},
};

/// Everything that the store knows of one economy.
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
    /// Newest first.
    pub decisions: Vec<Decision>,
    pub receipts: Vec<Receipt>,
    pub effects: Vec<Effect>,
    /// Market points, oldest first.
    pub market: Vec<MarketRow>,
    pub counts: Counts,
}

/// One governed parameter as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    pub spec: &'a crate::snapshot::ParamView,
    pub value: i64,
    /// Unix seconds of the last executed change, `None` when it still has its genesis value.
    pub changed_at: Option<i64>,
}

impl Picture {
    /// Reads the store once; a record that cannot be decoded is left out here and found by `verify`.
    pub fn load(store: &Store) -> Result<Self, StoreError> {
        let rows = store.decisions()?;
        let decisions: Vec<Decision> = rows.iter().rev().filter_map(|row| borsh::from_slice(&row.bytes).ok()).collect();
        let newest = decisions.first().map(|decision| store.snapshot(&decision.snapshot_hash.to_string())).transpose()?.flatten();
        let snapshot: Option<Snapshot> = newest.and_then(|bytes| borsh::from_slice(&bytes).ok());
        let mut proposals = store.proposals()?;
        proposals.sort_by_key(|facts| std::cmp::Reverse(facts.number));
        let mut changes = store.param_changes()?;
        changes.sort_by_key(|change| (change.version, change.at));
        let seen = store.latest_observations(1)?.first().map_or((0, 0), |row| (row.unix, row.slot));
        let told = snapshot.as_ref().map_or((0, 0), |snapshot| (snapshot.at.unix, snapshot.at.slot));
        let (unix, slot) = seen.max(told);
        Ok(Self {
            now: ChainClock { unix, slot, ..ChainClock::default() },
            snapshot,
            periods: store.periods()?,
            changes,
            proposals,
            decisions,
            receipts: store.receipts()?,
            effects: store.effects()?,
            market: store.market_since(0)?,
            counts: store.counts()?,
        })
    }

    /// The parameters with the values in force: the snapshot's, moved on by what was executed since.
    pub fn parameters(&self) -> Vec<Standing<'_>> {
        let params = self.snapshot.iter().flat_map(|snapshot| &snapshot.params);
        params.map(|spec| self.standing(spec)).collect()
    }

    fn standing<'a>(&self, spec: &'a crate::snapshot::ParamView) -> Standing<'a> {
        let last = self.changes.iter().rev().find(|change| change.key == spec.key);
        Standing { spec, value: last.map_or(spec.value, |change| change.new), changed_at: last.map(|change| change.at) }
    }

    /// Steps of a parameter over time: (unix seconds, value), from genesis until now.
    pub fn history(&self, key: &str) -> Vec<(i64, f64)> {
        let of_key: Vec<&ParamChange> = self.changes.iter().filter(|change| change.key == key).collect();
        let Some(standing) = self.parameters().into_iter().find(|standing| standing.spec.key == key) else { return Vec::new() };
        let first = of_key.first().map_or(standing.value, |change| change.old);
        let start = self.periods.first().map_or(self.now.unix, |period| period.start);
        let mut steps = vec![(start, first as f64)];
        for change in of_key {
            steps.push((change.at, change.old as f64));
            steps.push((change.at, change.new as f64));
        }
        steps.push((self.now.unix, standing.value as f64));
        steps
    }

    /// One number per closed period at the period's end.
    pub fn series(&self, number: impl Fn(&PeriodRow) -> f64) -> Vec<(i64, f64)> {
        self.periods.iter().map(|period| (period.end, number(period))).collect()
    }

    /// The decision that became this proposal.
    pub fn decision_of(&self, proposal: &str) -> Option<&Decision> {
        let receipt = self.receipts.iter().find(|receipt| receipt.proposal == proposal)?;
        self.decisions.iter().find(|decision| decision.hash().to_string() == receipt.decision)
    }

    /// What became of a decision.
    pub fn effect_of(&self, decision: &Decision) -> Option<&Effect> {
        let hash = decision.hash().to_string();
        self.effects.iter().find(|effect| effect.decision == hash)
    }
}
