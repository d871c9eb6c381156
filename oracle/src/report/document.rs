//! The report as data: what `report.json` holds.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Span, figures};
use crate::{
    accounts::ProposalFacts,
    gate::{Check, Verdict},
    snapshot::Change,
    store::{Effect, ParamChange, PeriodRow},
    view::{Picture, Record},
};

/// Everything that the report tells. Amounts are base units (6 decimals), times unix seconds, parameter values in their own unit.
#[derive(Debug, Serialize)]
pub struct Document {
    /// Version of this layout.
    pub format: u32,
    /// `YYYY-MM`, or null for everything.
    pub month: Option<String>,
    /// First and last moment that the report knows of.
    pub from: i64,
    pub to: i64,
    /// The policy account, base58.
    pub policy: Option<String>,
    pub totals: Totals,
    pub parameters: Vec<Parameter>,
    pub changes: Vec<ParamChange>,
    /// How many proposals were made, and how many are in each state.
    pub proposals_made: u64,
    pub proposals_by_state: BTreeMap<String, u64>,
    pub proposals: Vec<ProposalFacts>,
    pub decisions: Vec<Told>,
    pub forecasts_within: u64,
    pub forecasts_missed: u64,
    pub effects: Vec<Effect>,
    pub periods: Vec<PeriodRow>,
}

/// Sums over the closed periods, and the state at the end of the last.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub periods: u64,
    pub minted: u64,
    pub burned: u64,
    pub fees: u64,
    pub rewards_paid: u64,
    pub supply: Option<u64>,
    pub staked: Option<u64>,
    pub stakers: Option<u64>,
    pub treasury: Option<u64>,
}

/// A parameter's value at both ends.
#[derive(Debug, Serialize)]
pub struct Parameter {
    pub key: String,
    /// 0 plain, 1 ppm per year, 2 basis points, 3 seconds, 4 token base units.
    pub unit: u8,
    pub first: i64,
    pub last: i64,
    pub changes: u64,
}

/// A decision, short.
#[derive(Debug, Serialize)]
pub struct Told {
    pub number: u64,
    pub hash: String,
    pub at: i64,
    pub verdict: Verdict,
    /// What was proposed, or for a hold the best candidate.
    pub candidate: Vec<Change>,
    pub failed_checks: Vec<Check>,
    pub rationale: String,
    /// Address of the proposal that it became.
    pub proposal: Option<String>,
    pub outcome: Option<String>,
}

impl Document {
    /// From a picture that was cut to `span`.
    pub fn new(picture: &Picture, span: Span, month: Option<&str>) -> Self {
        let (from, to) = figures::ends(picture, span);
        let hits =
            picture.effects.iter().filter_map(|effect| effect.measured.as_ref()).filter(|m| span.contains(m.due_at));
        let (within, missed): (Vec<bool>, Vec<bool>) = hits.map(|m| m.within).partition(|within| *within);
        let changes: Vec<ParamChange> =
            picture.changes.iter().filter(|change| span.contains(change.at)).cloned().collect();
        let parameters = picture.parameters().into_iter();
        Self {
            format: 1,
            month: month.map(str::to_owned),
            from,
            to,
            policy: picture.snapshot.as_ref().map(|snapshot| snapshot.policy.clone()),
            totals: figures::totals(&picture.periods),
            parameters: parameters.map(|standing| figures::parameter(picture, &standing, span)).collect(),
            changes,
            proposals_made: picture.proposals.iter().filter(|facts| span.contains(facts.created_at)).count() as u64,
            proposals_by_state: figures::states(picture),
            proposals: picture.proposals.iter().rev().cloned().collect(),
            decisions: picture.records.iter().rev().map(|record| told(picture, record)).collect(),
            forecasts_within: within.len() as u64,
            forecasts_missed: missed.len() as u64,
            effects: picture.effects.clone(),
            periods: picture.periods.clone(),
        }
    }
}

fn told(picture: &Picture, record: &Record) -> Told {
    let decision = &record.decision;
    let best = decision.plan.best().map(|best| best.moves.clone()).unwrap_or_default();
    Told {
        number: decision.number,
        hash: record.hash.clone(),
        at: decision.at.unix,
        verdict: decision.verdict.clone(),
        candidate: if decision.verdict.is_propose() { decision.moves.clone() } else { best },
        failed_checks: decision.checks.iter().filter(|check| !check.passed).cloned().collect(),
        rationale: decision.rationale.clone(),
        proposal: picture.proposal_of(record).map(|facts| facts.address.clone()),
        outcome: picture.effect_of(record).map(|effect| effect.outcome.clone()),
    }
}
