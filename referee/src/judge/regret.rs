//! How far an arm stays behind what could be known only afterwards.

use {
    crate::{
        arms::{Arm, objective},
        cell::{Cell, Shift},
        stats,
    },
    serde::{Deserialize, Serialize},
};

/// One arm under one level of shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regret {
    pub arm: Arm,
    pub shift: Shift,
    /// Median objective against B0: mean relative improvement over the primary metrics, less broken constraints.
    pub objective: f64,
    /// Median of the clairvoyant's objective minus the arm's in the same cell; `None` where B9 was not played.
    pub regret: Option<f64>,
    /// 90 % of cells have at most this regret.
    pub regret_p90: Option<f64>,
}

/// Objective and regret of every arm and level that the cells have.
pub fn regrets(cells: &[Cell], arms: &[Arm]) -> Vec<Regret> {
    let levels = Shift::ALL.into_iter().flat_map(|shift| arms.iter().map(move |arm| (shift, *arm)));
    levels.filter_map(|(shift, arm)| regret(cells, arm, shift)).collect()
}

fn regret(cells: &[Cell], arm: Arm, shift: Shift) -> Option<Regret> {
    let here = || cells.iter().filter(|cell| cell.key.shift == shift);
    let score = |cell: &Cell, arm: Arm| Some(objective(cell.of(arm)?, cell.of(Arm::B0)?));
    let own: Vec<f64> = here().filter_map(|cell| score(cell, arm)).collect();
    let behind: Vec<f64> = here().filter_map(|cell| Some(score(cell, Arm::B9)? - score(cell, arm)?)).collect();
    Some(Regret {
        arm,
        shift,
        objective: stats::median(&own)?,
        regret: stats::median(&behind),
        regret_p90: stats::quantile(&behind, 0.9),
    })
}
