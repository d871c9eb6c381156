//! Candidate changes, played in the twin against holding.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::{
    hash::Hash,
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
    /// Whose idea it is: a policy at a strength, `one lever`, `two levers`; empty for holding.
    pub by: String,
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

/// One trained policy in a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Counsel {
    pub name: String,
    /// SHA-256 of its file.
    pub hash: Hash,
    /// What it wants, as far as the chain admits it now; empty where it is content, or nothing of it is admitted.
    pub moves: Vec<Change>,
    /// Gain of score of the best of its strengths, and that one's share of seeds in which it beats holding.
    pub gain: Option<Micro>,
    pub p_better: Option<Micro>,
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
    /// Paired seeds played per candidate, spread over this many worlds that the history cannot tell apart.
    pub seeds: u32,
    pub worlds: u32,
    /// What the policies see; empty where the newest period is no sound day.
    pub view: Vec<Metric>,
    /// Every committed policy, also those whose wish was not taken.
    pub policies: Vec<Counsel>,
    /// How the contributors' part should be split.
    pub rewards: RewardAdvice,
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
mod rewards;
mod score;
mod wishes;
mod worlds;

use std::cmp::Reverse;

use economics::policy::Move;
use twin::Outcome;

pub use candidates::{Candidate, Candidates, candidates};
pub use rewards::{RewardAdvice, split_text};
pub use score::{score, targets};
pub use wishes::{STRENGTHS, policies};
use worlds::Worlds;

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

/// Changes the seed for the luck in which the best are judged.
const FRESH_LUCK: u64 = 0xF2E5_4000_0000_0000;
/// The same for the split that is recommended.
const FURTHER_LUCK: u64 = 0xF2E5_8000_0000_0000;

/// Plays every admissible candidate against holding, with the same luck, ranks them, and judges the first ones again with luck that did not choose them.
pub fn search(known: &Known, seed: u64) -> Plan {
    let (snapshot, days, objectives) = (known.snapshot, &known.features.days, known.objectives);
    let (mut policies, wishes) = wishes::wishes(snapshot, days);
    let found = candidates(snapshot, wishes.clone(), &objectives.search);
    let worlds = Worlds::of(known, seed);
    let moves: Vec<Vec<Move>> = found.admitted.iter().map(|candidate| twin_moves(&candidate.moves)).collect();
    let (hold, tried) = against_hold(&worlds, &moves);
    let ranked = rank(&found, &tried, &hold, objectives);
    policies.iter_mut().zip(wishes.chunks(STRENGTHS.len())).for_each(|(counsel, own)| hear(counsel, own, &ranked));
    let kept = keep(ranked);
    let worlds = worlds.with_luck(seed ^ FRESH_LUCK);
    let again: Vec<Vec<Move>> = kept.iter().map(|(_, n)| moves[*n].clone()).collect();
    let (hold, played) = against_hold(&worlds, &again);
    let judged = kept.iter().zip(&played);
    let alternatives: Vec<Alternative> =
        judged.map(|((kept, _), runs)| score::summarise(&kept.by, &kept.moves, runs, &hold, objectives)).collect();
    let best = alternatives.iter().position(|alternative| alternative.breaks.is_none());
    Plan {
        admitted: found.admitted.len() as u32,
        refused: found.refused,
        refusals: found.refusals,
        seeds: objectives.search.seeds,
        worlds: objectives.search.worlds,
        view: wishes::view(days, &wishes::extras(snapshot, days)),
        policies,
        rewards: rewards::advise(worlds, known, seed),
        hold: score::summarise("", &[], &hold, &hold, objectives),
        effect: best.map(|best| forecast_effect(known, &played[best], &hold)),
        alternatives,
    }
}

/// Outcomes of holding, and of each candidate.
fn against_hold(worlds: &Worlds, candidates: &[Vec<Move>]) -> (Vec<Outcome>, Vec<Vec<Outcome>>) {
    let mut moves = vec![vec![]];
    moves.extend_from_slice(candidates);
    let mut played = worlds.play(&moves);
    let hold = played.remove(0);
    (hold, played)
}

/// Best first: what breaks no constraint, then what is surely better than holding (by the gate's measure with half of its doubt), then the higher score, then fewer moves, then the order in which they were made.
fn rank(
    found: &Candidates,
    tried: &[Vec<Outcome>],
    hold: &[Outcome],
    objectives: &Objectives,
) -> Vec<(Alternative, usize)> {
    let summed = |(n, (candidate, runs)): (usize, (&Candidate, &Vec<Outcome>))| {
        (score::summarise(&candidate.by, &candidate.moves, runs, hold, objectives), n)
    };
    let mut ranked: Vec<(Alternative, usize)> = found.admitted.iter().zip(tried).enumerate().map(summed).collect();
    // Fresh luck will take some of the advantage away, so half of the gate's doubt is left to it.
    let mut surer = objectives.clone();
    surer.gate.p_better = 1.0 - (1.0 - surer.gate.p_better) / 2.0;
    let unsure = |a: &Alternative| !gate_would_pass(a, &surer);
    ranked.sort_by_key(|(a, n)| (a.breaks.is_some(), unsure(a), Reverse(a.score), a.moves.len(), *n));
    // What the twin cannot tell apart from a shorter list of moves adds nothing to it.
    ranked.dedup_by(|(later, _), (kept, _)| {
        (later.score, later.mean, later.p_better) == (kept.score, kept.mean, kept.p_better)
            && later.moves.len() > kept.moves.len()
    });
    ranked
}

/// Notes what the best of a policy's strengths came to, whoever wished the same.
fn hear(counsel: &mut Counsel, own: &[Candidate], ranked: &[(Alternative, usize)]) {
    let is_own = |alternative: &Alternative| own.iter().any(|candidate| candidate.moves == alternative.moves);
    if let Some((best, _)) = ranked.iter().find(|(alternative, _)| is_own(alternative)) {
        (counsel.gain, counsel.p_better) = (Some(best.gain), Some(best.p_better));
    }
}

/// The first ones, and of the rest the one with the highest score, so that a record also tells what was too doubtful or not allowed.
fn keep(mut ranked: Vec<(Alternative, usize)>) -> Vec<(Alternative, usize)> {
    let rest = ranked.split_off(ranked.len().min(KEPT - 1));
    ranked.extend(rest.into_iter().rev().max_by_key(|(alternative, _)| alternative.score));
    ranked
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
