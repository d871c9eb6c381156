//! Candidate changes, played in the twin against holding.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::{
    snapshot::Change,
    units::{Micro, micro},
};

/// A named number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Metric {
    pub name: String,
    pub value: Micro,
}

/// What a set of moves did in the twin, over all seeds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Alternative {
    /// Empty for holding.
    pub moves: Vec<Change>,
    /// Mean − λ·CVaR of the score; higher is better, 0 is perfect.
    pub score: Micro,
    /// Mean score.
    pub mean: Micro,
    /// Mean loss of the worst `tail` of the runs.
    pub cvar: Micro,
    /// Share of the seeds in which it scores better than holding.
    pub p_better: Micro,
    /// Mean score of the worst 5 % of the runs less that of holding.
    pub worst5_gain: Micro,
    /// Score less that of holding.
    pub gain: Micro,
    /// Constraint that it breaks, if any.
    pub breaks: Option<String>,
    /// Means over seeds: staked_share, net_inflation, volatility, drawdown, retention, turnover, treasury_income, contributors_income, fairness, fees, burned, minted, price, and utility by segment.
    pub metrics: Vec<Metric>,
}

/// What a proposal says about the future, in the metric that will be measured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct EffectForecast {
    /// Number of the metric on chain, see `economics::metrics::Metric`.
    pub metric: u8,
    pub name: String,
    /// Seconds from the decision.
    pub horizon_secs: i64,
    /// Seconds from the proposal's end, as the chain counts: what is left of the horizon after the usual way through
    /// the gate, and at least one period.
    pub after_end_secs: i64,
    /// Value now.
    pub baseline: Micro,
    /// With the change.
    pub p10: Micro,
    pub p50: Micro,
    pub p90: Micro,
    /// Without it.
    pub p50_without: Micro,
}

/// The result of the search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Plan {
    /// Candidates that the policy's own rules admitted, and that they refused.
    pub admitted: u32,
    pub refused: u32,
    /// Why candidates were refused, with counts.
    pub refusals: Vec<Metric>,
    /// Paired seeds played per candidate.
    pub seeds: u32,
    pub hold: Alternative,
    /// Best first; at most `KEPT`, of which the last is the highest score among all that were not kept.
    pub alternatives: Vec<Alternative>,
    /// Forecast for the best alternative.
    pub effect: Option<EffectForecast>,
}

/// Alternatives that a record keeps.
pub const KEPT: usize = 12;

impl Plan {
    /// The best alternative that breaks no constraint.
    pub fn best(&self) -> Option<&Alternative> {
        self.alternatives.iter().find(|alternative| alternative.breaks.is_none())
    }
}

pub mod calibrate;
mod candidates;
mod effect;
mod score;

use std::cmp::Reverse;

use economics::policy::Move;
use twin::{Outcome, play_all};

pub use candidates::{Candidates, candidates};
pub use score::{score, targets};

use crate::{
    features::{Features, chain_secs, is_accelerated},
    forecast::Forecast,
    objectives::Objectives,
    segment::Segments,
    snapshot::Snapshot,
};

/// What the search looks at.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub snapshot: &'a Snapshot,
    pub features: &'a Features,
    pub forecasts: &'a [Forecast],
    pub segments: &'a Segments,
    pub objectives: &'a Objectives,
}

/// Plays every admissible candidate against holding, with the same luck, and ranks them.
pub fn search(known: &Known, seed: u64) -> Plan {
    let spec = &known.objectives.search;
    let found = candidates(known.snapshot, spec);
    let scenario = calibrate::scenario(known.snapshot, known.features, known.segments, spec);
    let mut moves = vec![vec![]];
    moves.extend(found.admitted.iter().map(|changes| twin_moves(changes)));
    let played = play_all(&scenario, &moves, seed, spec.seeds);
    let (hold, tried) = played.split_first().map_or((&[][..], &[][..]), |(hold, tried)| (hold.as_slice(), tried));
    let ranked = rank(&found, tried, hold, known.objectives);
    Plan {
        admitted: found.admitted.len() as u32,
        refused: found.refused,
        refusals: found.refusals,
        seeds: spec.seeds,
        hold: score::summarise(&[], hold, hold, known.objectives),
        effect: ranked
            .first()
            .filter(|(best, _)| best.breaks.is_none())
            .map(|(_, n)| forecast_effect(known, &tried[*n], hold)),
        alternatives: keep(ranked),
    }
}

/// Best first: what breaks no constraint, then what is surely better than holding by the gate's measure, then the higher score, then fewer moves, then the order in which they were made.
fn rank(
    found: &Candidates,
    tried: &[Vec<Outcome>],
    hold: &[Outcome],
    objectives: &Objectives,
) -> Vec<(Alternative, usize)> {
    let summed = |(n, (changes, runs)): (usize, (&Vec<Change>, &Vec<Outcome>))| {
        (score::summarise(changes, runs, hold, objectives), n)
    };
    let mut ranked: Vec<(Alternative, usize)> = found.admitted.iter().zip(tried).enumerate().map(summed).collect();
    let unsure = |a: &Alternative| !gate_would_pass(a, objectives);
    ranked.sort_by_key(|(a, n)| (a.breaks.is_some(), unsure(a), Reverse(a.score), a.moves.len(), *n));
    // What the twin cannot tell apart from a shorter list of moves adds nothing to it.
    ranked.dedup_by(|(later, _), (kept, _)| {
        (later.score, later.mean, later.p_better) == (kept.score, kept.mean, kept.p_better)
            && later.moves.len() > kept.moves.len()
    });
    ranked
}

/// The first ones, and of the rest the one with the highest score, so that a record also tells what was too doubtful or not allowed.
fn keep(ranked: Vec<(Alternative, usize)>) -> Vec<Alternative> {
    let mut all: Vec<Alternative> = ranked.into_iter().map(|(alternative, _)| alternative).collect();
    let rest = all.split_off(all.len().min(KEPT - 1));
    all.extend(rest.into_iter().rev().max_by_key(|alternative| alternative.score));
    all
}

/// A small sure gain is preferred to a larger doubtful one.
fn gate_would_pass(candidate: &Alternative, objectives: &Objectives) -> bool {
    let gate = &objectives.gate;
    candidate.p_better >= micro(gate.p_better) && candidate.worst5_gain >= 0 && candidate.gain >= micro(gate.dead_band)
}

/// The same moves by the twin's places.
fn twin_moves(changes: &[Change]) -> Vec<Move> {
    let placed =
        |change: &Change| calibrate::place(&change.key).map(|place| Move::new(place as u8, change.old, change.new));
    changes.iter().filter_map(placed).collect()
}

fn forecast_effect(known: &Known, runs: &[Outcome], hold: &[Outcome]) -> EffectForecast {
    let rules = &known.snapshot.rules;
    let horizon = chain_secs(known.objectives.search.effect_days, rules);
    let period = i64::try_from(rules.period_secs).unwrap_or(horizon).max(1);
    EffectForecast {
        after_end_secs: horizon.saturating_sub_unsigned(calibrate::act_after(rules)).max(period),
        ..effect::effect(runs, hold, known.forecasts, horizon, is_accelerated(rules))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{features, forecast, segment, snapshot::example};

    fn plan(snapshot: &Snapshot, objectives: &Objectives) -> Plan {
        let features = features::build(snapshot);
        let segments = segment::segment(snapshot, &features, None);
        let forecasts = forecast::forecast_all(&features, 3, 86_400);
        let known = Known { snapshot, features: &features, forecasts: &forecasts, segments: &segments, objectives };
        search(&known, 11)
    }

    #[test]
    fn the_best_alternative_moves_towards_the_objectives() {
        let snapshot = example::economy(20, 80, 1);
        let mut objectives = Objectives::default();
        objectives.targets.net_inflation = 0.0;
        objectives.weights.net_inflation = 50.0;
        let found = plan(&snapshot, &objectives);
        let best = found.best().unwrap();
        let inflation = |a: &Alternative| a.metrics.iter().find(|m| m.name == "net_inflation").unwrap().value;
        assert!(inflation(best) < inflation(&found.hold), "{best:?}");
        assert!(best.gain > 0 && best.p_better > 900_000);
    }

    #[test]
    fn the_plan_is_the_same_on_one_two_and_eight_threads() {
        let snapshot = example::economy(15, 40, 2);
        let mut objectives = Objectives::default();
        (objectives.search.seeds, objectives.search.candidates) = (10, 30);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| plan(&snapshot, &objectives))
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(8));
    }

    #[test]
    fn without_admissible_candidates_the_plan_is_holding_alone() {
        let mut snapshot = example::economy(10, 20, 1);
        snapshot.params.iter_mut().for_each(|param| param.spec.flags = 0);
        let found = plan(&snapshot, &Objectives::default());
        assert!(found.best().is_none() && found.effect.is_none() && found.admitted == 0);
        assert!(!found.hold.metrics.is_empty());
    }

    #[test]
    fn a_candidate_that_breaks_a_constraint_is_never_the_best() {
        let snapshot = example::economy(20, 60, 1);
        let mut objectives = Objectives::default();
        objectives.constraints.staked_share_floor = 1.0;
        let found = plan(&snapshot, &objectives);
        let staked = |a: &Alternative| a.metrics.iter().find(|m| m.name == "staked_share").unwrap().value;
        assert!(found.best().is_none_or(|best| staked(best) >= staked(&found.hold)));
    }
}
