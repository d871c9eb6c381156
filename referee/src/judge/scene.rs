//! One arm, scenario by scenario.

use {
    super::{Effect, Method, Question, effect},
    crate::{
        arms::Arm,
        cell::{Cell, Shift},
        metrics::{METRICS, Role},
    },
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
};

/// Effects of one arm against B0 in one scenario; p is not corrected, because a scenario alone carries no claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    pub arm: Arm,
    pub scenario: String,
    pub shift: Shift,
    /// By primary metric; intervals under the same law only.
    pub effects: Vec<Effect>,
}

/// Every scenario under every level.
pub fn scenes(cells: &[Cell], arm: Arm, scenarios: &[String], method: &Method) -> Vec<Scene> {
    let places: Vec<(&String, Shift)> =
        Shift::ALL.into_iter().flat_map(|shift| scenarios.iter().map(move |name| (name, shift))).collect();
    places.into_par_iter().map(|(name, shift)| scene(cells, arm, name, shift, method)).collect()
}

fn scene(cells: &[Cell], arm: Arm, scenario: &str, shift: Shift, method: &Method) -> Scene {
    let here: Vec<Cell> = cells.iter().filter(|cell| cell.key.scenario == scenario).cloned().collect();
    let primary = (0..METRICS.len()).filter(|metric| METRICS[*metric].role == Role::Primary);
    let effects = primary.map(|metric| {
        let question = Question { arm, baseline: Arm::B0, shift, metric };
        let interval = (shift == Shift::Same).then(|| super::effect::interval(&here, &question, method)).flatten();
        Effect { interval, ..effect(&here, &question) }
    });
    Scene { arm, scenario: scenario.to_owned(), shift, effects: effects.collect() }
}
