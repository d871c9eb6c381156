//! How the contributors' part should be split among the segments: a recommendation to people, who make the lists.

use borsh::{BorshDeserialize, BorshSerialize};
use mind::policy::{Extras, View};
use serde::{Deserialize, Serialize};
use twin::{
    Bundle, Outcome, play_rules,
    rewards::{Segment, Weights, is_sound},
    rule::Once,
};

use super::{Alternative, Known, gate_would_pass, score, wishes, worlds::Worlds};
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

/// Plays splits against keeping the live one, each as a list that acts after the delay of class action.
pub(super) fn advise(worlds: &Worlds, known: &Known) -> RewardAdvice {
    let objectives = known.objectives;
    let live = objectives.search.rewards;
    let days = &known.features.days;
    let view = View::of(days).map(|view| (view, wishes::extras(known.snapshot, days)));
    let splits = splits(live, view.as_ref());
    let hold = played(worlds, live);
    let judged = splits.iter().map(|(by, split)| {
        let runs = played(worlds, *split);
        (by, split, score::summarise("", &[], &runs, &hold, objectives))
    });
    let judged: Vec<(&String, &Weights, Alternative)> = judged.collect();
    let passes = |found: &Alternative| found.breaks.is_none() && gate_would_pass(found, objectives);
    // Of equals the first.
    let best = judged.iter().rev().max_by_key(|(_, _, found)| (passes(found), found.score));
    let Some((by, split, found)) = best else {
        return RewardAdvice { live, recommended: live, ..RewardAdvice::default() };
    };
    let is_better = passes(found);
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
        recommended: if is_better { **split } else { live },
        by: if is_better { (*by).clone() } else { String::new() },
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
fn splits(live: Weights, seen: Option<&(View, Extras)>) -> Vec<(String, Weights)> {
    let wanted = wishes::policies().into_iter().filter_map(|policy| {
        let (view, extras) = seen?;
        let weights = policy.targets(view, extras).weights(live)?;
        Some((policy.name, weights))
    });
    let mut all: Vec<(String, Weights)> = wanted.collect();
    for from in 0..live.len() {
        for to in (0..live.len()).filter(|to| *to != from) {
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
        let all = splits(live, None);
        assert_eq!(all.len(), 12);
        assert!(all.iter().all(|(_, split)| split.iter().sum::<u16>() == 10_000 && *split != live));
        assert!(splits([10_000, 0, 0, 0], None).len() == 3, "who has nothing gives nothing");
    }
}
