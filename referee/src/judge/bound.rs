//! How much there was to win at all.

use {
    crate::{
        arms::Arm,
        cell::{Cell, Shift},
        metrics::{METRICS, Metric, Role},
        stats,
    },
    serde::{Deserialize, Serialize},
};

/// Median change against B0 in one metric under one level; relative for ratios, a difference otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    pub metric: String,
    pub shift: Shift,
    /// Of the clairvoyant arm, which seeks the best objective and keeps the constraints.
    pub clairvoyant: Option<f64>,
    /// Of whichever arm was best in this metric in each cell, chosen afterwards, whatever it cost elsewhere.
    pub best: Option<f64>,
}

/// Bounds of every primary metric under every level.
pub fn bounds(cells: &[Cell]) -> Vec<Bound> {
    let primary = METRICS.iter().enumerate().filter(|(_, metric)| metric.role == Role::Primary);
    primary.flat_map(|(place, metric)| Shift::ALL.map(|shift| bound(cells, place, metric, shift))).collect()
}

fn bound(cells: &[Cell], place: usize, metric: &Metric, shift: Shift) -> Bound {
    let sign = if metric.higher_is_better { 1.0 } else { -1.0 };
    let here = || cells.iter().filter(|cell| cell.key.shift == shift);
    let change = |cell: &Cell, own: f64| metric.contrast.of(own, cell.of(Arm::B0)?.0[place]);
    let clairvoyant: Vec<f64> = here().filter_map(|cell| change(cell, cell.of(Arm::B9)?.0[place])).collect();
    let best: Vec<f64> = here()
        .filter_map(|cell| {
            let changes = cell.arms.iter().filter_map(|(_, values)| change(cell, values.0[place]));
            changes.max_by(|a, b| (a * sign).total_cmp(&(b * sign)))
        })
        .collect();
    Bound {
        metric: metric.name.to_owned(),
        shift,
        clairvoyant: stats::median(&clairvoyant),
        best: stats::median(&best),
    }
}
