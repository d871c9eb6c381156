//! What cannot be had together: a few policies spread over the front of all goals.

use std::collections::BTreeMap;

use referee::{arms::Arm, metrics::place, suite::Suite};
use serde::{Deserialize, Serialize};

use super::{
    Bench, SHIFTS, Score, Settings, Space,
    manifest::{MILLION, millionths},
    steered,
};
use crate::{
    learn::{
        Budget, Evaluation, Found, Learner, Progress, Task,
        nsga::{fronts, spread_out},
    },
    policy::{Policy, PolicyError},
};

/// Metrics that are traded off; `gini` stands for fairness, `secure_share` for security.
pub const GOALS: [&str; 8] =
    ["inflation", "secure_share", "volatility", "drawdown", "retention", "capital_efficiency", "participation", "gini"];

/// Policies of which none is better than another in every goal, the worthiest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Front {
    /// Whose numbers were searched, from the frame's own start.
    pub arm: Arm,
    /// Simulator calls in all.
    pub calls: u64,
    pub settings: Settings,
    #[serde(rename = "point", default)]
    pub points: Vec<Point>,
}

/// One policy of the front.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Worth on the seeds of the choice, in millionths; and by how much constraints are broken there.
    pub worth: i64,
    pub violation: i64,
    /// Effect on each of [`GOALS`] there against static parameters, signed so that more is better, in millionths.
    pub effects: BTreeMap<String, i64>,
    pub policy: Policy,
}

/// Why a front is refused, or what differs from it.
#[derive(Debug, thiserror::Error)]
pub enum FrontError {
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    #[error("point {0}: {1}")]
    Policy(String, PolicyError),
    #[error("{0} has no search space: a front is searched in those of A0 to A4")]
    NoSpace(Arm),
    #[error(
        "point {0} is no longer what it was on the seeds of the choice: the twin or the referee has changed since the training"
    )]
    Changed(String),
}

/// Most policies of a front, and members of the last generation that are looked at again on the seeds of the choice.
const MOST: usize = 12;
const LOOKED_AT: usize = 24;
/// Deviation of the first generation, in widths of the cube.
const SPREAD: f64 = 0.2;

impl Front {
    /// Reads a front; every policy is checked like a file of its own.
    pub fn parse(text: &str) -> Result<Self, FrontError> {
        let front: Self = toml::from_str(text)?;
        for Point { policy, .. } in &front.points {
            Policy::parse(&policy.to_toml()).map_err(|error| FrontError::Policy(policy.name.clone(), error))?;
        }
        Ok(front)
    }

    /// The committed one.
    pub fn built_in() -> Result<Self, FrontError> {
        Self::parse(include_str!("../../../policies/front.toml"))
    }

    /// The front as a file.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("plain numbers and names are TOML")
    }

    /// Searches again as this front says, by NSGA-II; what breaks a constraint on the seeds of the choice is left out.
    ///
    /// Where nothing keeps them all, the front is the one policy that breaks them least.
    pub fn train(&self, suite: &Suite, told: &mut dyn FnMut(&Progress)) -> Result<Self, FrontError> {
        let space = Space::of(self.arm).ok_or(FrontError::NoSpace(self.arm))?;
        let settings = &self.settings;
        let small = Suite { agents: settings.agents, ..suite.clone() };
        let bench = Bench::new(&small, &SHIFTS, 0..settings.seeds);
        let budget = Budget { calls: settings.calls, per_evaluation: bench.runs() };
        let task = Task { start: &space.point(None), spread: SPREAD, budget, seed: settings.seed };
        let judge = |x: &[f64], _: u32| evaluation(&judged(&space.policy(x), &bench));
        let Found { mut front, best, calls, .. } = Learner::Nsga.search(&task, judge, told);
        front.push(best);
        let rows: Vec<&[f64]> = front.iter().map(|member| member.evaluation.objectives.as_slice()).collect();
        let members = spread_out(&rows, LOOKED_AT).into_iter().map(|place| space.policy(&front[place].point));
        let members = distinct(members);
        let choice = self.choice(suite);
        let calls = calls + bench.runs() + choice.runs() * (1 + members.len() as u64);
        Ok(Self { calls, points: chosen(members, &choice), ..self.clone() })
    }

    /// Plays the point at `place` again, in the worlds of the choice; gives its figures there.
    pub fn check(&self, choice: &Bench, place: usize) -> Result<Score, FrontError> {
        let point = &self.points[place];
        let score = judged(&point.policy, choice);
        let again = Point::of(&score, point.policy.clone());
        if again == *point { Ok(score) } else { Err(FrontError::Changed(point.policy.name.clone())) }
    }

    /// The worlds of the choice.
    pub fn choice(&self, suite: &Suite) -> Bench {
        Bench::new(suite, &SHIFTS, self.settings.choice[0]..self.settings.choice[1])
    }
}

impl Point {
    fn of(score: &Score, policy: Policy) -> Self {
        let effects = GOALS.iter().zip(goals(score)).map(|(goal, effect)| ((*goal).to_owned(), millionths(effect)));
        Self {
            worth: millionths(score.value()),
            violation: millionths(score.violation),
            effects: effects.collect(),
            policy,
        }
    }

    /// Effect on one of [`GOALS`]; 0 for what is none.
    pub fn effect(&self, goal: &str) -> f64 {
        self.effects.get(goal).map_or(0.0, |effect| *effect as f64 / MILLION)
    }
}

fn judged(policy: &Policy, bench: &Bench) -> Score {
    Score::of(&bench.play(steered(policy.clone())))
}

fn goals(score: &Score) -> impl Iterator<Item = f64> {
    GOALS.iter().map(|goal| place(goal).map_or(0.0, |place| score.effects[place]))
}

/// What members are ranked by: [`GOALS`], under the constraints of every learner.
fn evaluation(score: &Score) -> Evaluation {
    Evaluation { objectives: goals(score).collect(), ..score.evaluation() }
}

fn distinct(policies: impl Iterator<Item = Policy>) -> Vec<Policy> {
    policies.fold(Vec::new(), |mut kept, policy| {
        if !kept.contains(&policy) {
            kept.push(policy);
        }
        kept
    })
}

/// At most [`MOST`] policies that keep the constraints, none better than another in every goal, far from each other, named in the order of their worth.
fn chosen(policies: Vec<Policy>, choice: &Bench) -> Vec<Point> {
    let mut looked_at: Vec<(Score, Policy)> =
        policies.into_iter().map(|policy| (judged(&policy, choice), policy)).collect();
    looked_at.sort_by(|a, b| a.0.evaluation().order(&b.0.evaluation()));
    let evaluations: Vec<Evaluation> = looked_at.iter().map(|(score, _)| evaluation(score)).collect();
    // The first front has either members that keep all constraints, or the one that breaks them least.
    let first = fronts(&evaluations.iter().collect::<Vec<_>>()).into_iter().next().unwrap_or_default();
    let rows: Vec<&[f64]> = first.iter().map(|place| evaluations[*place].objectives.as_slice()).collect();
    let mut kept: Vec<usize> = spread_out(&rows, MOST).into_iter().map(|place| first[place]).collect();
    kept.sort_unstable();
    let named = |(number, place): (usize, usize)| {
        let (score, policy) = &looked_at[place];
        Point::of(score, Policy { name: format!("F{}", number + 1), ..policy.clone() })
    };
    kept.into_iter().enumerate().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::nsga::dominates;
    use twin::file;

    fn suite(scenarios: &[&str], days: u32, agents: usize) -> Suite {
        let parse = |name: &&str| file::built_in(name).unwrap().unwrap();
        Suite::new(scenarios.iter().map(parse).collect(), days, agents)
    }

    #[test]
    fn a_front_keeps_the_constraints_reads_back_and_is_the_same_on_two_threads() {
        let suite = suite(&["calm"], 60, 40);
        let settings = Settings {
            learner: Learner::Nsga,
            seed: 1,
            agents: 40,
            calls: 480,
            seeds: 2,
            groups: 1,
            choice: [10_600, 10_602],
        };
        let wanted = Front { arm: Arm::A1, calls: 0, settings, points: Vec::new() };
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| wanted.train(&suite, &mut |_| ()).unwrap())
        };
        let front = on(1);
        assert!((1..=MOST).contains(&front.points.len()), "{}", front.points.len());
        assert!(front.calls > 400 && front.calls <= 480 + 4 + 4 * (2 + LOOKED_AT as u64), "{}", front.calls);
        assert_eq!(Front::parse(&front.to_toml()).unwrap(), front);
        assert!(front.points.len() == 1 || front.points.iter().all(|point| point.violation == 0));
        let choice = front.choice(&suite);
        assert!((0..front.points.len()).all(|place| front.check(&choice, place).is_ok()));
        assert_eq!(on(2), front);
        let mut other = front;
        other.points[0].worth += 1;
        assert!(matches!(other.check(&choice, 0), Err(FrontError::Changed(name)) if name == "F1"));
    }

    #[test]
    fn no_point_of_the_committed_front_is_better_than_another_everywhere() {
        let front = Front::built_in().unwrap();
        assert!(front.points.len() > 1);
        let rank = |point: &Point| Evaluation {
            score: 0.0,
            objectives: GOALS.iter().map(|goal| point.effect(goal)).collect(),
            violation: point.violation as f64,
        };
        let ranks: Vec<Evaluation> = front.points.iter().map(rank).collect();
        assert!(ranks.iter().all(|one| ranks.iter().all(|other| !dominates(one, other))));
        assert!(front.points.iter().all(|point| point.effects.len() == GOALS.len()));
    }

    #[test]
    fn the_point_that_gains_most_in_a_goal_gains_there_in_a_small_replay_too() {
        let front = Front::built_in().unwrap();
        let gain = |goal: &'static str| {
            let best = front.points.iter().max_by_key(|point| point.effects[goal]).unwrap();
            (goal, best.effect(goal), best)
        };
        let (goal, gain, best) = GOALS.map(gain).into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert!(gain > 0.02, "{goal} {gain}");
        let bench = Bench::new(&suite(&["calm", "bear"], 180, 100), &SHIFTS, 15_100..15_103);
        let again = judged(&best.policy, &bench).effects[place(goal).unwrap()];
        assert!(again > 0.25 * gain, "{goal}: {gain} when it was made, {again} here");
    }
}
