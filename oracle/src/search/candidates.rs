//! Small sets of moves: what the trained policies want, each lever alone, and pairs of levers; members of a group exchange what one of them gives up.

use std::collections::{BTreeMap, BTreeSet};

use economics::bounds::Spec;

use super::Metric;
use crate::{
    objectives::SearchSpec,
    snapshot::{Change, ParamView, Snapshot},
    units::ONE,
};

/// `AI_OK` of `economics`.
const AI_OK: u32 = economics::bounds::AI_OK;

/// Moves, and whose idea they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// For example `A4 at 50 %`, `one lever`, `two levers`.
    pub by: String,
    pub moves: Vec<Change>,
}

/// What may be tried, and what the policy's rules refused.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    pub admitted: Vec<Candidate>,
    pub refused: u32,
    /// Refusals by reason.
    pub refusals: Vec<Metric>,
}

/// The policies' wishes, then levers alone, then pairs, as far as the chain would admit them now; no moves come twice, and there are at most `spec.candidates`.
pub fn candidates(snapshot: &Snapshot, wishes: Vec<Candidate>, spec: &SearchSpec) -> Candidates {
    let levers = levers(snapshot, spec);
    let mut tried = wishes;
    let alone = levers.iter().flat_map(|lever| lever.all.iter().cloned());
    tried.extend(alone.map(|moves| Candidate { by: "one lever".into(), moves }));
    // The largest steps of all pairs first; the smaller ones fill what is left.
    for steps in [|lever: &Lever| lever.largest.clone(), |lever: &Lever| lever.all.clone()] {
        for (n, first) in levers.iter().enumerate() {
            for second in levers[n + 1..].iter().map(steps) {
                for a in steps(first) {
                    let both = second.iter().map(|b| [a.as_slice(), b.as_slice()].concat());
                    tried.extend(both.map(|moves| Candidate { by: "two levers".into(), moves }));
                }
            }
        }
    }
    judge(snapshot, tried, spec.candidates as usize)
}

fn judge(snapshot: &Snapshot, tried: Vec<Candidate>, most: usize) -> Candidates {
    let mut result = Candidates::default();
    let mut reasons: BTreeMap<String, i64> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for candidate in tried {
        let mut moves = candidate.moves.clone();
        moves.sort();
        if result.admitted.len() == most || moves.is_empty() || !known.insert(moves) {
            continue;
        }
        match snapshot.admits(&candidate.moves) {
            Ok(()) => result.admitted.push(candidate),
            Err(refusal) => *reasons.entry(format!("{refusal:?}")).or_default() += 1,
        }
    }
    result.refused = reasons.values().sum::<i64>() as u32;
    result.refusals = reasons.into_iter().map(|(name, count)| Metric { name, value: count * ONE }).collect();
    result
}

/// A parameter or a group: its moves, and those with the largest step.
struct Lever {
    all: Vec<Vec<Change>>,
    largest: Vec<Vec<Change>>,
}

fn levers(snapshot: &Snapshot, spec: &SearchSpec) -> Vec<Lever> {
    let may_move = |p: &&ParamView| p.spec.flags & AI_OK != 0 && spec.levers.contains(&p.key);
    let open: Vec<&ParamView> = snapshot.params.iter().filter(may_move).collect();
    let single = |p: &&&ParamView| p.spec.group == 0;
    let mut levers: Vec<Lever> =
        open.iter().filter(single).map(|p| lever(&spec.steps, |step| alone(p, step))).collect();
    let mut groups: Vec<u8> = open.iter().map(|p| p.spec.group).filter(|group| *group != 0).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let members: Vec<&ParamView> = open.iter().copied().filter(|p| p.spec.group == group).collect();
        levers.push(lever(&spec.steps, |step| exchanges(&members, step)));
    }
    levers
}

fn lever(steps: &[f64], moves: impl Fn(f64) -> Vec<Vec<Change>>) -> Lever {
    let most = steps.iter().map(|s| s.abs()).fold(0.0, f64::max);
    let of = |keep: &dyn Fn(f64) -> bool| steps.iter().filter(|s| keep(**s)).flat_map(|s| moves(*s)).collect();
    Lever { all: of(&|_| true), largest: of(&|step| step.abs() >= most) }
}

/// One parameter by a share of its largest step, stopped at its limits; none where it cannot move.
fn alone(param: &ParamView, step: f64) -> Vec<Vec<Change>> {
    let distance = (reach(param, step > 0.0) as f64 * step.abs()) as i64;
    let new = if step > 0.0 { param.value.saturating_add(distance) } else { param.value.saturating_sub(distance) };
    if new == param.value { vec![] } else { vec![vec![change(param, new)]] }
}

/// Every pair of members, one giving to the other; a negative step gives the other way round.
fn exchanges(members: &[&ParamView], step: f64) -> Vec<Vec<Change>> {
    let mut all = Vec::new();
    for (n, first) in members.iter().enumerate() {
        for second in &members[n + 1..] {
            let (up, down) = if step > 0.0 { (first, second) } else { (second, first) };
            let most = reach(up, true).min(reach(down, false));
            let amount = (most as f64 * step.abs()) as i64;
            if amount > 0 {
                all.push(vec![
                    change(up, up.value.saturating_add(amount)),
                    change(down, down.value.saturating_sub(amount)),
                ]);
            }
        }
    }
    all
}

/// How far the parameter may go in one step without leaving its limits.
pub(super) fn reach(param: &ParamView, up: bool) -> u64 {
    let spec = Spec::from(&param.spec);
    let edge = if up { spec.max() } else { spec.min() };
    let aim = if up { i64::MAX } else { i64::MIN };
    let beyond = if up { edge < param.value } else { edge > param.value };
    if beyond { 0 } else { spec.step(param.value, aim).min(edge.abs_diff(param.value)) }
}

pub(super) fn change(param: &ParamView, new: i64) -> Change {
    Change { param: param.index, key: param.key.clone(), old: param.value, new }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{objectives::Objectives, snapshot::example};

    fn found(edit: impl Fn(&mut Snapshot)) -> Candidates {
        let mut snapshot = example::economy(10, 20, 1);
        edit(&mut snapshot);
        candidates(&snapshot, vec![], &Objectives::default().search)
    }

    #[test]
    fn levers_move_alone_and_in_pairs_and_groups_keep_their_sum() {
        let all = found(|_| {});
        assert_eq!(all.refused, 0, "{:?}", all.refusals);
        assert!(all.admitted.len() > 80, "{}", all.admitted.len());
        let moves: Vec<&Vec<Change>> = all.admitted.iter().map(|candidate| &candidate.moves).collect();
        assert!(moves.iter().any(|moves| moves.len() == 1) && moves.iter().any(|moves| moves.len() == 4));
        assert!(moves.iter().copied().flatten().all(|change| change.key != "unbond_secs"));
        for moves in moves {
            let grouped: i64 = moves.iter().filter(|c| c.param >= 2).map(|c| c.new - c.old).sum();
            assert_eq!(grouped, 0);
        }
    }

    #[test]
    fn a_wish_comes_first_and_what_it_names_is_not_tried_again() {
        let snapshot = example::economy(10, 20, 1);
        let spec = Objectives::default().search;
        let known = candidates(&snapshot, vec![], &spec).admitted;
        let wish = Candidate { by: "A4 at 100 %".into(), moves: known[3].moves.clone() };
        let found = candidates(&snapshot, vec![wish.clone(), wish.clone()], &spec).admitted;
        assert_eq!((found.len(), &found[0]), (known.len(), &wish));
        assert_eq!(candidates(&snapshot, vec![wish], &SearchSpec { candidates: 1, ..spec }).admitted.len(), 1);
    }

    #[test]
    fn what_moved_just_now_is_refused_with_the_chains_reason() {
        let all = found(|snapshot| {
            let now = snapshot.at.unix;
            snapshot.params.iter_mut().for_each(|p| p.changed_at = now - 60);
        });
        assert!(all.admitted.is_empty());
        assert_eq!(all.refusals[0].name, "TooSoonSecs");
    }

    #[test]
    fn a_value_at_its_limit_moves_only_inwards() {
        let all = found(|snapshot| {
            let param = &mut snapshot.params[0];
            (param.value, param.budget.lo, param.budget.hi) = (200_000, [200_000; 7], [200_000; 7]);
        });
        let moves = all.admitted.iter().flat_map(|candidate| &candidate.moves).filter(|change| change.param == 0);
        assert!(moves.clone().count() > 0 && moves.clone().all(|change| change.new < 200_000));
    }
}
