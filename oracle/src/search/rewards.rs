//! How the contributors' part should be split among the segments: a recommendation to people, who make the lists.

use borsh::{BorshDeserialize, BorshSerialize};
use mind::policy::{Extras, View};
use serde::{Deserialize, Serialize};
use twin::{
    Bundle, Outcome, play_rules,
    rewards::{SEGMENTS, Segment, Weights, is_sound},
    rule::Once,
};

use super::{Alternative, FURTHER_LUCK, Known, gate_would_pass, score, wishes, worlds::Worlds};
use crate::units::{Micro, real};

/// Weight that one segment may give to another in one list, bps.
const STEP: u16 = 1_000;

/// A split, what is better about it, and whose idea it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct RewardAdvice {
    /// bps in the order of `twin::rewards::Segment`: as it is, and as recommended; the same where nothing surely better was found.
    pub live: Weights,
    pub recommended: Weights,
    /// A policy, or `one shift`; empty where nothing is recommended.
    pub by: String,
    /// Splits that were played.
    pub tried: u32,
    /// Of the best split against keeping the live one, as in `Alternative`.
    pub gain: Micro,
    pub p_better: Micro,
    pub worst5_gain: Micro,
    /// In words.
    pub reason: String,
}

impl RewardAdvice {
    /// Whether another split is recommended.
    pub fn is_change(&self) -> bool {
        self.live != self.recommended
    }
}

/// `loyal stakers 30 %, users 10 %, …`
pub fn split_text(weights: &Weights) -> String {
    let part = |segment: &Segment| format!("{} {} %", segment.name(), f64::from(weights[segment.index()]) / 100.0);
    Segment::ALL.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// Plays splits against keeping the live one, each as a list that acts after the delay of class action; the best is judged again with luck that did not choose it.
pub(super) fn advise(worlds: Worlds, known: &Known, seed: u64) -> RewardAdvice {
    let objectives = known.objectives;
    let live = objectives.search.rewards;
    let days = &known.features.days;
    let view = View::of(days).map(|view| (view, wishes::extras(known.snapshot, days)));
    let splits = splits(live, &worlds.segments(), view.as_ref());
    let hold = played(&worlds, live);
    let against = |worlds: &Worlds, split: Weights, hold: &[Outcome]| {
        score::summarise("", &[], &played(worlds, split), hold, objectives)
    };
    let judged: Vec<Alternative> = splits.iter().map(|(_, split)| against(&worlds, *split, &hold)).collect();
    let passes = |found: &Alternative| found.breaks.is_none() && gate_would_pass(found, objectives);
    // Of equals the first.
    let best = splits.iter().zip(&judged).rev().max_by_key(|(_, found)| (passes(found), found.score));
    let Some(((by, split), _)) = best else {
        return RewardAdvice { live, recommended: live, ..RewardAdvice::default() };
    };
    let worlds = worlds.with_luck(seed ^ FURTHER_LUCK);
    let found = against(&worlds, *split, &played(&worlds, live));
    let is_better = passes(&found);
    let told = format!(
        "{}: better than {} in {:.0} % of {} paired runs, the score changes by {:+.4}, in the worst 5 % by {:+.4}.",
        split_text(split),
        split_text(&live),
        real(found.p_better) * 100.0,
        objectives.search.seeds,
        real(found.gain),
        real(found.worst5_gain)
    );
    RewardAdvice {
        live,
        recommended: if is_better { *split } else { live },
        by: if is_better { by.clone() } else { String::new() },
        tried: splits.len() as u32,
        gain: found.gain,
        p_better: found.p_better,
        worst5_gain: found.worst5_gain,
        reason: if is_better {
            format!("Recommended is {told}")
        } else {
            format!("Keep the split. Best of the others is {told}")
        },
    }
}

fn played(worlds: &Worlds, split: Weights) -> Vec<Outcome> {
    let mut wish = Bundle::hold();
    wish.rewards(split);
    worlds.parts().flat_map(|(scenario, seed, runs)| play_rules(scenario, |_| Once(wish), seed, runs)).collect()
}

/// What the policies want, then a step from each segment to each other; sound, and each but once.
///
/// A segment that nobody `lives` in keeps its weight: the worlds cannot show what its reward does.
fn splits(live: Weights, lives: &[bool; SEGMENTS], seen: Option<&(View, Extras)>) -> Vec<(String, Weights)> {
    let wanted = wishes::policies().into_iter().filter_map(|policy| {
        let (view, extras) = seen?;
        let mut weights = policy.targets(view, extras).weights(live)?;
        (0..SEGMENTS).filter(|place| !lives[*place]).for_each(|place| weights[place] = live[place]);
        Some((policy.name, weights))
    });
    let mut all: Vec<(String, Weights)> = wanted.collect();
    let movable = || (0..SEGMENTS).filter(|place| lives[*place]);
    for from in movable() {
        for to in movable().filter(|to| *to != from) {
            let mut shifted = live;
            let amount = STEP.min(live[from]);
            shifted[from] -= amount;
            shifted[to] += amount;
            all.push(("one shift".into(), shifted));
        }
    }
    let mut kept: Vec<(String, Weights)> = Vec::new();
    for (by, split) in all {
        if is_sound(&split) && split != live && kept.iter().all(|(_, known)| *known != split) {
            kept.push((by, split));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shift_is_tried_once_and_keeps_the_whole() {
        let live = [3_000, 1_000, 3_000, 3_000];
        let all = splits(live, &[true; SEGMENTS], None);
        assert_eq!(all.len(), 12);
        assert!(all.iter().all(|(_, split)| split.iter().sum::<u16>() == 10_000 && *split != live));
        assert!(splits([10_000, 0, 0, 0], &[true; SEGMENTS], None).len() == 3, "who has nothing gives nothing");
        let without = splits(live, &[true, true, false, true], None);
        assert!(without.len() == 6 && without.iter().all(|(_, split)| split[2] == live[2]));
    }
}
