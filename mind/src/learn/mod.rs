//! Learners: searches for the point of the unit cube whose evaluation is best, within a budget of simulator calls.
//!
//! Every learner gets the same evaluator, the same budget and the same start, and ranks by the same rule:
//! what keeps the constraints beats what breaks them, the smaller breach beats the larger, then the score counts
//! (K. Deb, "An efficient constraint handling method for genetic algorithms", 2000).
//! A generation is evaluated in parallel; the result is the same for any number of threads.

mod cem;
mod cma;
pub mod compare;
pub mod doubt;
pub mod fqi;
mod journal;
pub mod nsga;

use {
    journal::Journal,
    serde::{Deserialize, Serialize},
    std::cmp::Ordering,
};

/// What one candidate came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Higher is better.
    pub score: f64,
    /// Each higher is better; what [`Learner::Nsga`] trades off, empty where nobody asks for it.
    pub objectives: Vec<f64>,
    /// 0 where every constraint is kept, the larger the worse.
    pub violation: f64,
}

impl Evaluation {
    /// An evaluation that is better goes first; what is no number goes last.
    pub fn order(&self, other: &Self) -> Ordering {
        let breach =
            |e: &Self| if e.violation.is_nan() || e.score.is_nan() { f64::INFINITY } else { e.violation.max(0.0) };
        breach(self).total_cmp(&breach(other)).then_with(|| other.score.total_cmp(&self.score))
    }

    /// Whether every constraint is kept.
    pub fn is_feasible(&self) -> bool {
        self.violation <= 0.0
    }
}

/// A point of the unit cube and what it came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    pub point: Vec<f64>,
    pub evaluation: Evaluation,
}

/// What a search may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Simulator calls in all.
    pub calls: u64,
    /// Simulator calls that one evaluation takes.
    pub per_evaluation: u64,
}

impl Budget {
    /// Whole evaluations that fit; at least one is always made.
    pub fn evaluations(&self) -> usize {
        (self.calls / self.per_evaluation.max(1)).max(1) as usize
    }
}

/// Where a search begins and what it may cost.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// A point of the unit cube; its length is the number of dimensions.
    pub start: &'a [f64],
    /// Standard deviation around it at first, in widths of the cube.
    pub spread: f64,
    pub budget: Budget,
    pub seed: u64,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Rounds done, and simulator calls spent.
    pub round: u32,
    pub calls: u64,
    /// Score and breach of the best candidate so far.
    pub best: f64,
    pub violation: f64,
    /// The learner's standard deviation in this round, in widths of the cube.
    pub spread: f64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The best candidate that was evaluated.
    pub best: Candidate,
    /// The learner's estimate of the optimum; under noise often better than the luckiest candidate.
    pub mean: Vec<f64>,
    /// The best of each round, oldest first.
    pub leaders: Vec<Candidate>,
    /// Candidates that none of the last generation dominates; of [`Learner::Nsga`] alone.
    pub front: Vec<Candidate>,
    pub history: Vec<Progress>,
    /// Simulator calls spent.
    pub calls: u64,
}

/// How to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Learner {
    /// Independent uniform points: the bar for the others.
    Random,
    /// Cross-entropy method.
    Cem,
    /// Covariance matrix adaptation.
    Cma,
    /// Non-dominated sorting genetic algorithm; its choice for one goal is the best score among all it tried.
    Nsga,
}

impl Learner {
    /// All learners.
    pub const ALL: [Self; 4] = [Self::Random, Self::Cem, Self::Cma, Self::Nsga];

    /// The name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Cem => "cem",
            Self::Cma => "cma",
            Self::Nsga => "nsga",
        }
    }

    /// Spends the budget of `task` on `evaluate`, which is asked for (point, round).
    ///
    /// The evaluator may give every round other luck, the same for all candidates of a round;
    /// NSGA-II keeps candidates from round to round and therefore always asks for round 0.
    pub fn search<F>(self, task: &Task<'_>, evaluate: F, progress: &mut dyn FnMut(&Progress)) -> Found
    where
        F: Fn(&[f64], u32) -> Evaluation + Sync,
    {
        let journal = Journal::new(task, progress);
        match self {
            Self::Random => random(task, &evaluate, journal),
            Self::Cem => cem::search(task, &evaluate, journal),
            Self::Cma => cma::search(task, &evaluate, journal),
            Self::Nsga => nsga::search(task, &evaluate, journal),
        }
    }
}

impl std::fmt::Display for Learner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Learner {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|learner| learner.name() == name);
        found.ok_or_else(|| format!("{name:?} is no learner; there are {}", Self::ALL.map(Self::name).join(", ")))
    }
}

/// Points per round of random search.
const HANDFUL: usize = 16;

/// Uniform points; the start is the first of them.
fn random<F>(task: &Task<'_>, evaluate: &F, mut journal: Journal<'_>) -> Found
where
    F: Fn(&[f64], u32) -> Evaluation + Sync,
{
    let luck = twin::rng::Stream::new(task.seed, 0x4A4D);
    for round in 0.. {
        let points: Vec<Vec<f64>> = (0..HANDFUL.min(journal.left()))
            .map(|place| {
                let mut draws = luck.draws(place as u32, round);
                let drawn =
                    task.start.iter().map(|start| if round == 0 && place == 0 { *start } else { draws.uniform() });
                drawn.collect()
            })
            .collect();
        if points.is_empty() {
            break;
        }
        journal.ask(evaluate, points, round, 0.5);
    }
    journal.close(None, Vec::new())
}

#[cfg(test)]
mod tests;
