//! Agents that adapt: habits searched anew against the frozen policy, each family for its own good.

use {
    super::Check,
    crate::{arms::Contender, metrics::Values, stats},
    std::ops::Range,
    twin::{
        Kind, Outcome, Scenario, play_rule,
        rule::{Hold, Rule},
        world::World,
    },
};

/// Agents that look for their best answer together, and the habits that they try.
struct Family {
    name: &'static str,
    kinds: &'static [Kind],
    answers: &'static [Answer],
}

/// Another habit, applied to a scenario.
type Answer = fn(&mut Scenario);

/// Rounds in which every family answers the others' last habits.
const ROUNDS: usize = 2;

const FAMILIES: [Family; 3] = [
    Family {
        name: "farmers",
        kinds: &[Kind::Farmer],
        answers: &[
            |s| thresholds(s, 0.7),
            |s| thresholds(s, 0.9),
            |s| thresholds(s, 1.15),
            |s| s.habits.farming = 0.05,
            |s| s.habits.farming = 1.0,
        ],
    },
    Family {
        name: "traders",
        kinds: &[Kind::NoiseTrader, Kind::TrendTrader, Kind::ValueTrader],
        answers: &[
            |s| s.habits.boldness = 1.0,
            |s| s.habits.boldness = 16.0,
            |s| s.habits.largest_order = 0.05,
            |s| s.habits.largest_order = 0.75,
            |s| s.habits.noise_order = 0.005,
        ],
    },
    Family {
        name: "learners",
        kinds: &[Kind::Learner, Kind::Gamer, Kind::Washer],
        answers: &[
            |s| s.habits.attack_part = 0.02,
            |s| s.habits.attack_part = 0.8,
            |s| s.habits.trying = 0.02,
            |s| s.habits.learning = 0.4,
        ],
    },
];

fn thresholds(scenario: &mut Scenario, factor: f64) {
    let farmers = scenario.agents.iter_mut().filter(|agent| agent.kind == Kind::Farmer);
    farmers.for_each(|farmer| farmer.threshold *= factor);
}

/// Lets every family search its best answer to the frozen rule on one half of `seeds`, and plays the rule against them on the other.
///
/// An arm that gains nothing before has nothing to lose.
pub fn adapting(contender: &Contender<'_>, scenario: &Scenario, seeds: Range<u64>) -> Option<Check> {
    let middle = seeds.start + (seeds.end - seeds.start) / 2;
    let before = gain(contender, scenario, middle..seeds.end)?;
    let (adapted, told) = answered(contender, scenario, seeds.start..middle)?;
    let after = gain(contender, &adapted, middle..seeds.end)?;
    Some(Check {
        mode: "agents adapt".into(),
        arm: contender.name.clone(),
        found: format!("gain {before:+.4} before, {after:+.4} after {told}"),
        accepted: "gain stays > 0".into(),
        passes: judged(before, after),
    })
}

/// Whether a gain stays one; nothing where there was none.
pub(super) fn judged(before: f64, after: f64) -> Option<bool> {
    (before > 0.0).then_some(after > 0.0)
}

/// The scenario with everyone's best answers, and who changed.
fn answered(contender: &Contender<'_>, scenario: &Scenario, seeds: Range<u64>) -> Option<(Scenario, String)> {
    let mut world = scenario.clone();
    let mut changed = Vec::new();
    for family in (0..ROUNDS).flat_map(|_| &FAMILIES) {
        let mut best = (welfare(contender, &world, family, seeds.clone())?, None);
        for answer in family.answers {
            let mut tried = world.clone();
            answer(&mut tried);
            let reached = welfare(contender, &tried, family, seeds.clone())?;
            if reached > best.0 {
                best = (reached, Some(tried));
            }
        }
        if let (_, Some(answered)) = best {
            world = answered;
            changed.push(family.name);
        }
    }
    changed.sort_unstable();
    changed.dedup();
    let told = if changed.is_empty() {
        "nobody found anything better".into()
    } else {
        format!("{} changed", changed.join(", "))
    };
    Some((world, told))
}

/// Mean gain of a family under the rule, as a part of its wealth at the start.
fn welfare(contender: &Contender<'_>, scenario: &Scenario, family: &Family, seeds: Range<u64>) -> Option<f64> {
    let played = outcomes(scenario, seeds, |seed| contender.rule(seed))?;
    let of = |run: &Outcome| {
        family.kinds.iter().map(|kind| run.utility[*kind as usize]).filter(|u| u.is_finite()).sum::<f64>()
    };
    stats::mean(&played.iter().map(of).collect::<Vec<_>>())
}

/// Mean gain over the primary metrics against holding; constraints are judged elsewhere, because in a single run luck breaks them.
fn gain(contender: &Contender<'_>, scenario: &Scenario, seeds: Range<u64>) -> Option<f64> {
    let own = outcomes(scenario, seeds.clone(), |seed| contender.rule(seed))?;
    let base = outcomes(scenario, seeds, |_| Some(Box::new(Hold)))?;
    let values = |run: &Outcome| Values::of(run, scenario.steps);
    stats::mean(&own.iter().zip(&base).map(|(own, base)| values(own).gain(&values(base))).collect::<Vec<_>>())
}

fn outcomes(
    scenario: &Scenario,
    seeds: Range<u64>,
    rule: impl Fn(u64) -> Option<Box<dyn Rule + Send>>,
) -> Option<Vec<Outcome>> {
    let mut world = World::new(scenario);
    seeds.map(|seed| Some(play_rule(&mut world, scenario, rule(seed)?.as_mut(), seed, 0))).collect()
}
