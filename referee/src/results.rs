//! What an evaluation says, as one document.

use {
    crate::{
        arms::Arm,
        cell::{Cell, Shift},
        failure::{Check, Drift},
        judge::{Ablation, Bound, Judgement, Method, Regret, Scene},
        metrics::METRICS,
        portrait::Portrait,
        realism::Realism,
        replay::{Placebo, Replay},
        stats,
        store::Identity,
    },
    serde::{Deserialize, Serialize},
};

/// Everything; `results.json` is this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    pub identity: Identity,
    /// First and last seed, and how many cells of how many were played.
    pub seeds: [u64; 2],
    pub cells: usize,
    pub cells_planned: usize,
    pub days: u32,
    pub agents: usize,
    pub scenarios: Vec<String>,
    pub arms: Vec<Arm>,
    /// Names of the metrics, in the order of all rows of figures.
    pub metrics: Vec<String>,
    pub method: Method,
    pub medians: Vec<Median>,
    pub judgements: Vec<Judgement>,
    pub regrets: Vec<Regret>,
    /// What could be won at all.
    pub bounds: Vec<Bound>,
    /// What each part of the learned arms adds.
    pub ablations: Vec<Ablation>,
    /// The fullest learned arm that was played, scenario by scenario; empty without one.
    pub scenes: Vec<Scene>,
    pub portraits: Vec<Portrait>,
    pub failures: Vec<Check>,
    pub drifts: Vec<Drift>,
    /// What needs `--data`, or why it is missing.
    pub history: Result<Historical, String>,
}

/// What real histories show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Historical {
    pub replays: Vec<Replay>,
    pub placebo: Placebo,
    pub realism: Option<Realism>,
    /// Largest relative error of our controller against a log of RAI's own calls, and the number of calls; `None` without that file.
    pub pi: Option<(f64, usize)>,
    /// Files that are no price history, with the reason.
    pub skipped: Vec<(String, String)>,
}

/// The median of one figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Median {
    pub arm: Arm,
    pub shift: Shift,
    /// A scenario's name, or all of them.
    pub scenario: Option<String>,
    /// In the order of the metrics; `None` where no run has the figure.
    pub values: Vec<Option<f64>>,
}

/// Medians of every arm and shift, over all scenarios and in each.
pub fn medians(cells: &[Cell], arms: &[Arm], scenarios: &[String]) -> Vec<Median> {
    let places = std::iter::once(None).chain(scenarios.iter().cloned().map(Some));
    places
        .flat_map(|scenario| Shift::ALL.into_iter().map(move |shift| (scenario.clone(), shift)))
        .flat_map(|(scenario, shift)| {
            let here: Vec<&Cell> = cells
                .iter()
                .filter(|cell| {
                    cell.key.shift == shift && scenario.as_ref().is_none_or(|name| *name == cell.key.scenario)
                })
                .collect();
            let row = |arm: &Arm| Median { arm: *arm, shift, scenario: scenario.clone(), values: values(&here, *arm) };
            arms.iter().map(row).collect::<Vec<_>>()
        })
        .collect()
}

fn values(cells: &[&Cell], arm: Arm) -> Vec<Option<f64>> {
    let figure = |place: usize| {
        let known = cells.iter().filter_map(|cell| cell.of(arm)).map(|values| values.0[place]);
        stats::median(&known.filter(|value| value.is_finite()).collect::<Vec<_>>())
    };
    (0..METRICS.len()).map(figure).collect()
}
