//! NSGA-II: a population that spreads over the front of what cannot be had together.
//!
//! Source: K. Deb, A. Pratap, S. Agarwal and T. Meyarivan,
//! "A fast and elitist multiobjective genetic algorithm: NSGA-II" (2002), with its constrained domination.
//! Why it is our own: decision record 33.

mod sort;
mod vary;

pub use sort::{crowding, dominates, fronts, spread_out};

use {
    super::{Candidate, Evaluation, Found, Task, journal::Journal},
    std::cmp::Ordering,
    twin::rng::{Draws, Stream},
};

/// A candidate with its standing in the population.
struct Member {
    candidate: Candidate,
    /// Number of its front, 0 for what nobody dominates.
    front: usize,
    crowding: f64,
}

impl Member {
    /// The crowded-comparison operator: the better goes first.
    fn order(&self, other: &Self) -> Ordering {
        self.front.cmp(&other.front).then_with(|| other.crowding.total_cmp(&self.crowding))
    }
}

/// Members: as many as the front needs, and twenty generations where the budget allows; a multiple of 2.
fn population(evaluations: usize) -> usize {
    let wanted = (evaluations / 20).clamp(20, 100).min(evaluations);
    (wanted - wanted % 2).max(1)
}

pub(super) fn search<F>(task: &Task<'_>, evaluate: &F, mut journal: Journal<'_>) -> Found
where
    F: Fn(&[f64], u32) -> Evaluation + Sync,
{
    let size = population(journal.left());
    let luck = Stream::new(task.seed, 0x2A);
    let first = (0..size).map(|place| settle(task, luck, place)).collect();
    let mut members = rank(journal.ask(evaluate, first, 0, task.spread), size);
    let mut round = 1;
    while journal.left() >= size && size > 1 {
        let children = (0..size as u32 / 2).flat_map(|pair| breed(&members, luck.draws(pair, round)));
        let children = journal.ask(evaluate, children.collect(), 0, breadth(&members));
        let all = members.into_iter().map(|member| member.candidate).chain(children);
        members = rank(all.collect(), size);
        round += 1;
    }
    let front = members.into_iter().filter(|member| member.front == 0).map(|member| member.candidate);
    let front = front.filter(|candidate| candidate.evaluation.is_feasible()).collect();
    journal.close(None, front)
}

/// A first member: the start itself, then half around it and half anywhere.
fn settle(task: &Task<'_>, luck: Stream, place: usize) -> Vec<f64> {
    let mut draws = luck.draws(place as u32, 0);
    let axis = |start: &f64| match place {
        0 => *start,
        near if near % 2 == 0 => (start + task.spread * draws.normal()).clamp(0.0, 1.0),
        _ => draws.uniform(),
    };
    task.start.iter().map(axis).collect()
}

/// The best `size` candidates with their standing.
fn rank(candidates: Vec<Candidate>, size: usize) -> Vec<Member> {
    let evaluations: Vec<&Evaluation> = candidates.iter().map(|candidate| &candidate.evaluation).collect();
    let mut standing = vec![(0, 0.0); candidates.len()];
    for (number, front) in fronts(&evaluations).into_iter().enumerate() {
        let rows: Vec<&[f64]> = front.iter().map(|place| evaluations[*place].objectives.as_slice()).collect();
        front.iter().zip(crowding(&rows)).for_each(|(place, crowding)| standing[*place] = (number, crowding));
    }
    let member = |(candidate, (front, crowding))| Member { candidate, front, crowding };
    let mut members: Vec<Member> = candidates.into_iter().zip(standing).map(member).collect();
    members.sort_by(Member::order);
    members.truncate(size);
    members
}

/// Two children of two winners of tournaments.
fn breed(members: &[Member], mut draws: Draws) -> [Vec<f64>; 2] {
    let parents =
        [pick(members, &mut draws), pick(members, &mut draws)].map(|member| member.candidate.point.as_slice());
    vary::cross(parents, &mut draws).map(|child| vary::mutate(child, &mut draws))
}

/// The better of two members drawn at random.
fn pick<'a>(members: &'a [Member], draws: &mut Draws) -> &'a Member {
    let [one, other] = [(); 2].map(|()| &members[(draws.uniform() * members.len() as f64) as usize]);
    if other.order(one).is_lt() { other } else { one }
}

/// Mean deviation of the population along the axes.
fn breadth(members: &[Member]) -> f64 {
    let axes = members.first().map_or(0, |member| member.candidate.point.len());
    let deviation = |axis: usize| {
        let values: Vec<f64> = members.iter().map(|member| member.candidate.point[axis]).collect();
        referee::stats::sd(&values).unwrap_or(0.0)
    };
    (0..axes).map(deviation).sum::<f64>() / axes.max(1) as f64
}

#[cfg(test)]
mod tests;
