//! What a search has asked, spent and found so far.

use {
    super::{Candidate, Evaluation, Found, Progress, Task},
    rayon::prelude::*,
};

/// The books of one search.
pub(super) struct Journal<'a> {
    progress: &'a mut dyn FnMut(&Progress),
    per_evaluation: u64,
    left: usize,
    calls: u64,
    best: Option<Candidate>,
    leaders: Vec<Candidate>,
    history: Vec<Progress>,
}

impl<'a> Journal<'a> {
    pub fn new(task: &Task<'_>, progress: &'a mut dyn FnMut(&Progress)) -> Self {
        Self {
            progress,
            per_evaluation: task.budget.per_evaluation,
            left: task.budget.evaluations(),
            calls: 0,
            best: None,
            leaders: Vec::new(),
            history: Vec::new(),
        }
    }

    /// Evaluations that the budget still allows.
    pub fn left(&self) -> usize {
        self.left
    }

    /// The best candidate so far.
    pub fn best(&self) -> Option<&Candidate> {
        self.best.as_ref()
    }

    /// Evaluates the points of a round in parallel, and keeps the books; candidates are in the order of the points.
    pub fn ask<F>(&mut self, evaluate: &F, points: Vec<Vec<f64>>, round: u32, spread: f64) -> Vec<Candidate>
    where
        F: Fn(&[f64], u32) -> Evaluation + Sync,
    {
        let look = |point: Vec<f64>| Candidate { evaluation: evaluate(&point, round), point };
        let candidates: Vec<Candidate> = points.into_par_iter().map(look).collect();
        self.enter(&candidates, spread);
        candidates
    }

    /// Enters a round that was evaluated.
    pub fn enter(&mut self, candidates: &[Candidate], spread: f64) {
        self.left = self.left.saturating_sub(candidates.len());
        self.calls += candidates.len() as u64 * self.per_evaluation;
        let Some(leader) = candidates.iter().min_by(|a, b| a.evaluation.order(&b.evaluation)) else { return };
        if self.best.as_ref().is_none_or(|best| leader.evaluation.order(&best.evaluation).is_lt()) {
            self.best = Some(leader.clone());
        }
        self.leaders.push(leader.clone());
        let best = self.best.as_ref().unwrap_or(leader);
        let round = self.leaders.len() as u32;
        let (calls, violation) = (self.calls, best.evaluation.violation);
        let entry = Progress { round, calls, best: best.evaluation.score, violation, spread };
        (self.progress)(&entry);
        self.history.push(entry);
    }

    /// Ends the search; a learner without an estimate of its own stands by its best candidate.
    pub fn close(self, mean: Option<Vec<f64>>, front: Vec<Candidate>) -> Found {
        let Self { best, leaders, history, calls, .. } = self;
        let nothing = Evaluation { score: f64::NEG_INFINITY, objectives: Vec::new(), violation: f64::INFINITY };
        let best = best.unwrap_or(Candidate { point: mean.clone().unwrap_or_default(), evaluation: nothing });
        Found { mean: mean.unwrap_or_else(|| best.point.clone()), best, leaders, front, history, calls }
    }
}
