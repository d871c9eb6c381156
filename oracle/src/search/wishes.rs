//! What the trained policies want now, as far as one step of the chain goes, at several strengths.

use mind::policy::{self, Day, Extras, Outlook, Policy, Targets, View};

use super::{
    Candidate, Counsel, Metric,
    calibrate::place,
    candidates::{change, reach},
};
use crate::{
    detect::warning,
    hash::Hash,
    snapshot::{Change, ParamView, Snapshot},
    units::micro,
};

/// Shares of the step that a wish is tried at.
pub const STRENGTHS: [f64; 3] = [1.0, 0.5, 0.25];
/// Halvings of a step that the chain refuses, after which nothing of it is wanted.
const HALVINGS: u32 = 6;

/// The committed policies, in the order of their files.
pub fn policies() -> Vec<Policy> {
    policy::FILES.iter().filter_map(|(name, _)| policy::built_in(name)).collect()
}

/// What a policy is told beyond its days.
pub fn extras(snapshot: &Snapshot, days: &[Day]) -> Extras {
    Extras { outlook: Outlook::of(days), warning: warning(snapshot).map(|now| now.crunch) }
}

/// The view as numbers for the record.
pub fn view(days: &[Day], extras: &Extras) -> Vec<Metric> {
    let Some(view) = View::of(days) else { return Vec::new() };
    let seen = |feature: policy::Feature| extras.get(feature).unwrap_or_else(|| view.get(feature));
    policy::Feature::ALL.into_iter().map(|it| Metric { name: it.name().into(), value: micro(seen(it)) }).collect()
}

/// Every policy with its wish, and the wishes as candidates.
pub fn wishes(snapshot: &Snapshot, days: &[Day]) -> (Vec<Counsel>, Vec<Candidate>) {
    let (view, extras) = (View::of(days), extras(snapshot, days));
    let (mut counsels, mut candidates) = (Vec::new(), Vec::new());
    for policy in policies() {
        let targets = view.as_ref().map(|view| policy.targets(view, &extras)).unwrap_or_default();
        let goals = goals(snapshot, &targets);
        let at = |strength: f64| goals.iter().flat_map(|goal| toward(snapshot, goal, strength)).collect::<Vec<_>>();
        for strength in STRENGTHS {
            let by = format!("{} at {:.0} %", policy.name, strength * 100.0);
            candidates.push(Candidate { by, moves: at(strength) });
        }
        let hash = policy.hash().parse().unwrap_or(Hash::ZERO);
        counsels.push(Counsel { hash, moves: at(1.0), name: policy.name, gain: None, p_better: None });
    }
    (counsels, candidates)
}

/// A parameter, or the members of a group, with the values that they shall have.
type Goal<'a> = Vec<(&'a ParamView, i64)>;

/// The policy's goals, one entry for what moves together.
fn goals<'a>(snapshot: &'a Snapshot, targets: &Targets) -> Vec<Goal<'a>> {
    let of = |wanted: usize| snapshot.params.iter().find(|param| place(&param.key) == Some(wanted));
    let mut goals: Vec<Goal> = Vec::new();
    for (param, goal) in targets.wishes(|param| of(param).map_or(0, |param| param.value)) {
        let Some(param) = of(param).filter(|param| param.spec.flags & economics::bounds::AI_OK != 0) else { continue };
        let group = goals.iter_mut().find(|goal| param.spec.group != 0 && goal[0].0.spec.group == param.spec.group);
        match group {
            Some(members) => members.push((param, goal)),
            None => goals.push(vec![(param, goal)]),
        }
    }
    goals
}

/// The changes on the way to a goal: `strength` of what one step allows, halved while the chain refuses it; a group keeps its sum.
fn toward(snapshot: &Snapshot, goal: &Goal, strength: f64) -> Vec<Change> {
    let share = |(param, value): &(&ParamView, i64)| match value.abs_diff(param.value) {
        0 => 1.0,
        distance => (reach(param, *value > param.value) as f64 / distance as f64).min(1.0),
    };
    let mut share = goal.iter().map(share).fold(1.0, f64::min) * strength;
    for _ in 0..=HALVINGS {
        let moves = part(goal, share);
        if snapshot.admits(&moves).is_ok() {
            return moves;
        }
        share /= 2.0;
    }
    Vec::new()
}

/// `share` of the way to a goal; what rounding leaves of a group's sum goes to the member that moves farthest.
fn part(goal: &Goal, share: f64) -> Vec<Change> {
    // ROUNDING: towards the live value, so that a step is never exceeded.
    let mut steps: Vec<i64> =
        goal.iter().map(|(param, value)| (value.saturating_sub(param.value) as f64 * share) as i64).collect();
    if goal.len() > 1 {
        let left = steps.iter().fold(0i64, |sum, step| sum.saturating_add(*step));
        if let Some(farthest) = steps.iter_mut().max_by_key(|step| step.unsigned_abs()) {
            *farthest = farthest.saturating_sub(left);
        }
    }
    let moved = goal.iter().zip(steps).filter(|(_, step)| *step != 0);
    moved.map(|((param, _), step)| change(param, param.value.saturating_add(step))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::example;
    use mind::policy::LeverName;

    fn wanting(goals: &[(LeverName, i64)]) -> Targets {
        let mut targets = Targets::default();
        goals.iter().for_each(|(lever, goal)| targets.set(*lever, *goal, 0));
        targets
    }

    fn changes(targets: &Targets, strength: f64) -> Vec<Change> {
        let snapshot = example::economy(10, 20, 1);
        let goals = goals(&snapshot, targets);
        goals.iter().flat_map(|goal| toward(&snapshot, goal, strength)).collect()
    }

    #[test]
    fn a_far_goal_is_approached_by_one_step_and_a_near_one_is_reached() {
        let far = changes(&wanting(&[(LeverName::Emission, 20_000)]), 1.0);
        assert_eq!((far[0].old, far[0].new), (80_000, 70_000), "the chain's step is 10 000");
        assert_eq!(changes(&wanting(&[(LeverName::Emission, 20_000)]), 0.5)[0].new, 75_000);
        assert_eq!(changes(&wanting(&[(LeverName::Fee, 60)]), 1.0)[0].new, 60);
        assert!(changes(&wanting(&[]), 1.0).is_empty());
    }

    #[test]
    fn a_group_moves_whole_and_keeps_its_sum() {
        let targets = wanting(&[(LeverName::Staking, 9_000), (LeverName::Contributors, 333), (LeverName::Burn, 4_000)]);
        for strength in STRENGTHS {
            let moves = changes(&targets, strength);
            for group in [2..5, 5..8] {
                let moved: Vec<&Change> = moves.iter().filter(|change| group.contains(&change.param)).collect();
                assert!(moved.len() >= 2 && moved.iter().map(|change| change.new - change.old).sum::<i64>() == 0);
            }
            assert_eq!(example::economy(10, 20, 1).admits(&moves), Ok(()));
        }
    }

    #[test]
    fn without_a_sound_day_no_policy_wants_anything() {
        let mut snapshot = example::economy(10, 20, 1);
        snapshot.market.clear();
        let days = crate::features::build(&snapshot).days;
        let (counsels, candidates) = wishes(&snapshot, &days);
        assert!(candidates.iter().all(|candidate| candidate.moves.is_empty()));
        assert!(counsels.iter().all(|counsel| counsel.moves.is_empty() && counsel.hash != Hash::ZERO));
    }
}
