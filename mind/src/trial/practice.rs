//! A training of its own, small enough to be repeated: by how much can what it finds be trusted?

use std::ops::Range;

use referee::{arms::Arm, failure::Check, suite::Suite};

use crate::{
    learn::{
        Budget,
        doubt::{self, Question},
    },
    train::{Bench, Choice, SHIFTS, SPREAD, Score, Settings, Space, Trained, evaluate, steered},
};

/// What is trained, how, and on which seeds it is tested, which no training saw.
#[derive(Debug, Clone)]
pub struct Practice<'a> {
    pub suite: &'a Suite,
    pub arm: Arm,
    pub settings: Settings,
    pub test: Range<u64>,
}

/// Seeds of the learner when labels are shuffled, and candidates whose labels are shuffled.
const SHUFFLES: [u64; 4] = [1, 2, 3, 4];
const LABELS: usize = 48;
/// Candidates among which the choice is looked at.
const CHOICE: usize = 16;
/// Largest probability of overfitting.
const LIMIT: f64 = 0.2;

impl Practice<'_> {
    /// The same training, and its test, in other worlds.
    pub(super) fn trained(&self, suite: &Suite) -> Option<Trained> {
        self.settings.train(self.arm, None, suite, &mut |_| ())
    }

    pub(super) fn bench(&self, suite: &Suite) -> Bench {
        Bench::new(suite, &SHIFTS, self.test.clone())
    }
}

/// The luck of the choice between what a training tried, and what the same learner finds in shuffled labels.
pub fn overfitting(practice: &Practice<'_>, trained: &Trained) -> Vec<Check> {
    let Some(space) = Space::of(practice.arm) else { return Vec::new() };
    let settings = &practice.settings;
    let small = Suite { agents: settings.agents, ..practice.suite.clone() };
    let (train, test) = (Bench::new(&small, &SHIFTS, 0..settings.seeds), practice.bench(practice.suite));
    let start = space.point(None);
    let question = Question {
        learner: settings.learner,
        start: &start,
        spread: SPREAD,
        budget: Budget { calls: settings.calls, per_evaluation: train.runs() },
        seeds: &SHUFFLES,
        learned: &space.point(Some(&trained.policy)),
        labels: LABELS,
    };
    let judge = |bench: &Bench, point: &[f64]| evaluate(&space, point, bench);
    let shuffled = doubt::shuffled(&question, |point, _| judge(&train, point), |point| judge(&test, point));
    vec![
        chosen(practice, &space, &test, trained),
        Check {
            mode: "overfitting: shuffled labels".into(),
            arm: practice.arm.to_string(),
            found: format!(
                "gain {:+.4} ± {:.4} over {} learner seeds on worlds not trained on; {:+.4} with true labels",
                shuffled.gain, shuffled.error, shuffled.seeds, shuffled.learned
            ),
            accepted: "not above 0 by more than two standard errors".into(),
            passes: Some(shuffled.is_clean()),
        },
    ]
}

fn chosen(practice: &Practice<'_>, space: &Space, test: &Bench, trained: &Trained) -> Check {
    let candidates = doubt::tried(&trained.found.leaders, CHOICE);
    let points: Vec<Vec<f64>> = candidates.iter().map(|candidate| candidate.point.clone()).collect();
    let Choice { candidates, overfitting, .. } = Choice::of(space, &points, test);
    Check {
        mode: "overfitting: luck of the choice".into(),
        arm: practice.arm.to_string(),
        found: overfitting.map_or_else(
            || "too few seeds or candidates".into(),
            |p| format!("PBO {p:.2} over {candidates} candidates of one training"),
        ),
        accepted: format!("PBO ≤ {LIMIT}"),
        passes: overfitting.map(|p| p <= LIMIT),
    }
}

/// Mean utility of what was trained in the runs of `bench`.
pub(super) fn gain(trained: &Trained, bench: &Bench) -> f64 {
    Score::of(&bench.play(steered(trained.policy.clone()))).mean
}
