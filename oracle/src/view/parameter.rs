//! Governed parameters: what is in force, what was before, and what is still allowed.

use super::Picture;
use crate::{snapshot::ParamView, store::ParamChange};

/// One governed parameter as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    pub view: &'a ParamView,
    pub value: i64,
    /// Unix seconds of the last executed change, `None` when it still has its genesis value.
    pub changed_at: Option<i64>,
}

impl Standing<'_> {
    /// How far the value may still go down and up within the 30 days' budget; `None` without a budget.
    pub fn budget_left(&self) -> Option<(i64, i64)> {
        let budget = i64::try_from(self.view.spec.budget_30d).ok()?;
        let held = || self.view.budget.lo.iter().chain(&self.view.budget.hi).copied().chain([self.value]);
        let (lowest, highest) = (held().min()?, held().max()?);
        let down = self.value.saturating_sub(highest.saturating_sub(budget)).max(0);
        let up = lowest.saturating_add(budget).saturating_sub(self.value).max(0);
        Some((down, up))
    }

    /// Bounds in force: the narrower of hard and governed.
    pub fn bounds(&self) -> (i64, i64) {
        let spec = &self.view.spec;
        (spec.soft_min.max(spec.hard_min), spec.soft_max.min(spec.hard_max))
    }
}

impl Picture {
    /// The parameters with the values in force: the snapshot's, moved on by what was executed since.
    pub fn parameters(&self) -> Vec<Standing<'_>> {
        let params = self.snapshot.iter().flat_map(|snapshot| &snapshot.params);
        params.map(|view| self.standing(view)).collect()
    }

    /// The parameter with this key.
    pub fn parameter(&self, key: &str) -> Option<Standing<'_>> {
        self.snapshot.as_ref()?.param(key).map(|view| self.standing(view))
    }

    fn standing<'a>(&self, view: &'a ParamView) -> Standing<'a> {
        let last = self.changes_of(&view.key).last();
        Standing { view, value: last.map_or(view.value, |change| change.new), changed_at: last.map(|change| change.at) }
    }

    /// Executed changes of one parameter, oldest first.
    pub fn changes_of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a ParamChange> {
        self.changes.iter().filter(move |change| change.key == key)
    }

    /// Steps of a parameter over time: (unix seconds, value), from the first closed period until now.
    pub fn history(&self, key: &str) -> Vec<(i64, f64)> {
        let Some(standing) = self.parameter(key) else { return Vec::new() };
        let first = self.changes_of(key).next();
        let start = self.periods.first().map_or(self.now.unix, |period| period.start);
        let start = first.map_or(start, |change| start.min(change.at));
        let mut steps = vec![(start, first.map_or(standing.value, |change| change.old) as f64)];
        steps.extend(
            self.changes_of(key).flat_map(|change| [(change.at, change.old as f64), (change.at, change.new as f64)]),
        );
        steps.push((self.now.unix.max(start), standing.value as f64));
        steps
    }

    /// Value of a parameter at a moment, from the changes on record.
    pub fn value_at(&self, key: &str, unix: i64) -> Option<i64> {
        let before = self.changes_of(key).filter(|change| change.at <= unix).last().map(|change| change.new);
        let after = || self.changes_of(key).find(|change| change.at > unix).map(|change| change.old);
        before.or_else(after).or_else(|| self.parameter(key).map(|standing| standing.value))
    }

    /// Unit of a parameter for display, 0 (a plain number) where it is not known.
    pub fn unit(&self, key: &str) -> u8 {
        let in_proposals = || self.proposals.iter().flat_map(|facts| &facts.moves).find(|change| change.key == key);
        let known = self.snapshot.as_ref().and_then(|snapshot| snapshot.param(key)).map(|view| view.spec.unit);
        known.or_else(|| in_proposals().map(|change| change.unit)).unwrap_or(0)
    }
}
