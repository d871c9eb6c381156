//! What each part of a learned arm adds: the arm against the one without that part.

use {
    super::{Effect, Method, Question, correct, effect},
    crate::{
        arms::Arm,
        cell::{Cell, Shift},
        metrics::{METRICS, Role},
    },
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
};

/// An arm, the one it is compared with, and what is asked by it.
const STEPS: [(Arm, Arm, &str); 5] = [
    (Arm::A1, Arm::A0, "feedback, beyond constants"),
    (Arm::A2, Arm::A1, "forecasts"),
    (Arm::A3, Arm::A2, "rewards by segment"),
    (Arm::A4, Arm::A3, "warnings"),
    (Arm::Q, Arm::A1, "the other learner, in place of the search"),
];

/// One part, by its effects on the primary metrics under every level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ablation {
    pub arm: Arm,
    pub without: Arm,
    pub part: String,
    /// Relative to `without`; p is corrected over this part's tests.
    pub effects: Vec<Effect>,
}

/// All parts of which both arms were played.
pub fn ablations(cells: &[Cell], arms: &[Arm], method: &Method) -> Vec<Ablation> {
    let played = STEPS.into_iter().filter(|(arm, without, _)| arms.contains(arm) && arms.contains(without));
    played.map(|(arm, without, part)| ablation(cells, method, arm, without, part)).collect()
}

fn ablation(cells: &[Cell], method: &Method, arm: Arm, without: Arm, part: &str) -> Ablation {
    let primary = || (0..METRICS.len()).filter(|metric| METRICS[*metric].role == Role::Primary);
    let questions: Vec<Question> = Shift::ALL
        .into_iter()
        .flat_map(|shift| primary().map(move |metric| Question { arm, baseline: without, shift, metric }))
        .collect();
    let answer = |question: &Question| Effect {
        interval: super::effect::interval(cells, question, method),
        ..effect(cells, question)
    };
    let mut effects: Vec<Effect> = questions.par_iter().map(answer).collect();
    correct(&mut effects);
    Ablation { arm, without, part: part.to_owned(), effects }
}
