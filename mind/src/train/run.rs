//! One training: a search on training seeds, and the choice among its candidates on other ones.

use std::ops::Range;

use referee::{arms::Arm, cell::Shift, suite::Suite};
use serde::{Deserialize, Serialize};

use super::{Bench, Score, Space, steered};
use crate::{
    learn::{Budget, Evaluation, Found, Learner, Progress, Task},
    policy::Policy,
};

/// How a policy is trained; with the same settings and sources the same policy comes out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub learner: Learner,
    /// Seed of the search.
    pub seed: u64,
    /// Agents of the training runs; the choice is made among the suite's.
    pub agents: usize,
    /// Simulator calls of the search; static parameters and the choice come on top.
    pub calls: u64,
    /// Seeds of each round; the rounds take turns with `groups` groups of them.
    pub seeds: u64,
    pub groups: u64,
    /// Seeds on which the best candidates are compared.
    pub choice: [u64; 2],
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    pub policy: Policy,
    /// On the seeds of the choice.
    pub score: Score,
    /// All simulator calls: search, choice, and static parameters.
    pub calls: u64,
    pub found: Found,
}

/// Shifts that training may see; the third level is for the test alone.
pub const SHIFTS: [Shift; 2] = [Shift::Same, Shift::Outer];
/// Deviation of the first generation, in widths of the cube.
pub const SPREAD: f64 = 0.08;
/// Candidates of the choice besides the learner's estimate and the start.
const FINALISTS: usize = 5;

impl Settings {
    /// Finds the numbers of `arm` from those of `start`.
    pub fn train(
        &self,
        arm: Arm,
        start: Option<&Policy>,
        suite: &Suite,
        told: &mut dyn FnMut(&Progress),
    ) -> Option<Trained> {
        let space = Space::of(arm)?;
        let small = Suite { agents: self.agents, ..suite.clone() };
        let groups: Vec<Bench> = (0..self.groups.max(1)).map(|n| Bench::new(&small, &SHIFTS, self.group(n))).collect();
        let start = space.point(start);
        let budget = Budget { calls: self.calls, per_evaluation: groups.first()?.runs() };
        let task = Task { start: &start, spread: SPREAD, budget, seed: self.seed };
        let evaluate = |point: &[f64], round: u32| evaluate(&space, point, &groups[round as usize % groups.len()]);
        let found = self.learner.search(&task, evaluate, told);
        let choice = Bench::new(suite, &SHIFTS, self.choice[0]..self.choice[1]);
        let (policy, score, tried) = choose(&space, &found, &start, &choice)?;
        let statics = groups.iter().map(Bench::runs).sum::<u64>();
        let calls = found.calls + statics + choice.runs() * (1 + tried);
        Some(Trained { policy, score, calls, found })
    }

    fn group(&self, number: u64) -> Range<u64> {
        number * self.seeds..(number + 1) * self.seeds
    }
}

/// What a point is worth on a bench.
pub fn evaluate(space: &Space, point: &[f64], bench: &Bench) -> Evaluation {
    Score::of(&bench.play(steered(space.policy(point)))).evaluation()
}

/// The best on the seeds of the choice: the last leaders, the learner's estimate, and the start.
fn choose(space: &Space, found: &Found, start: &[f64], choice: &Bench) -> Option<(Policy, Score, u64)> {
    let leaders = found.leaders.iter().rev().take(FINALISTS).map(|leader| leader.point.as_slice());
    let mut policies: Vec<Policy> = Vec::new();
    for point in leaders.chain([found.mean.as_slice(), &found.best.point, start]) {
        let policy = space.policy(point);
        if !policies.contains(&policy) {
            policies.push(policy);
        }
    }
    let tried = policies.len() as u64;
    let scored = policies.into_iter().map(|policy| {
        let score = Score::of(&choice.play(steered(policy.clone())));
        (policy, score)
    });
    let (policy, score) = scored.min_by(|a, b| a.1.evaluation().order(&b.1.evaluation()))?;
    Some((policy, score, tried))
}
