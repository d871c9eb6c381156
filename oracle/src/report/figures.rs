//! The sums of a report.

use std::collections::BTreeMap;

use super::{Parameter, Span, Totals};
use crate::{
    store::PeriodRow,
    view::{Picture, Standing},
};

/// Sums over `periods`, and the state at the end of the last.
pub fn totals(periods: &[PeriodRow]) -> Totals {
    let sum = |number: fn(&PeriodRow) -> u64| periods.iter().map(number).fold(0, u64::saturating_add);
    let last = periods.last();
    Totals {
        periods: periods.len() as u64,
        minted: sum(|p| p.minted),
        burned: sum(|p| p.burned),
        fees: sum(|p| p.fees),
        // The chain counts what was ever paid.
        rewards_paid: last
            .map_or(0, |last| last.rewards_paid.saturating_sub(periods.first().map_or(0, |first| first.rewards_paid))),
        supply: last.map(|p| p.supply),
        staked: last.map(|p| p.staked),
        stakers: last.map(|p| p.stakers),
        treasury: last.map(|p| p.treasury),
    }
}

/// First and last moment of the report: the span's ends, or those of what is known.
pub fn ends(picture: &Picture, span: Span) -> (i64, i64) {
    let first = picture.periods.first().map_or(picture.now.unix, |period| period.start);
    let from = if span == Span::ALL { first } else { span.from };
    (from, span.to.saturating_sub(1).min(picture.now.unix.max(from)))
}

/// A parameter at both ends of the span.
pub fn parameter(picture: &Picture, standing: &Standing, span: Span) -> Parameter {
    let key = &standing.view.key;
    let at = |unix: i64| picture.value_at(key, unix).unwrap_or(standing.value);
    Parameter {
        key: key.clone(),
        unit: standing.view.spec.unit,
        first: at(span.from.saturating_sub(1)),
        last: at(span.to.saturating_sub(1)),
        changes: picture.changes_of(key).filter(|change| span.contains(change.at)).count() as u64,
    }
}

/// Proposals by state.
pub fn states(picture: &Picture) -> BTreeMap<String, u64> {
    picture.proposals.iter().fold(BTreeMap::new(), |mut states, facts| {
        *states.entry(facts.state.clone()).or_default() += 1;
        states
    })
}
