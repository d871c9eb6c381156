//! Real histories: what policy would have changed, if it had changed anything.
//!
//! History is not counterfactual. Outside demand comes from the data; policy acts only through the elasticities, which are not known,
//! so every figure is given for a grid of multiples of the estimate, and at 0 every gain must be exactly 0 (the placebo).

use {
    crate::{
        arms::Arm,
        cell::{Cell, Key, Lineup, Shift},
        history::History,
        metrics::{METRICS, Metric},
        stats,
    },
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
    std::sync::Arc,
    twin::{Scenario, world::World},
};

/// Multiples of the estimated elasticities.
pub const ELASTICITIES: [f64; 4] = [0.0, 0.5, 1.0, 2.0];

/// Metrics that follow from the price path and from who stays: at elasticity 0 no arm can change them.
const PLACEBO: [&str; 4] = ["volatility", "drawdown", "drawdown_tail", "retention"];

/// One arm on one history under one elasticity, over its windows and seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    pub history: String,
    pub windows: usize,
    pub days: u32,
    /// Share of hours that the file lacked.
    pub filled: f64,
    pub elasticity: f64,
    pub arm: Arm,
    /// Median effect against B0 in the same window with the same luck, by primary metric; `None` where nothing can be compared.
    pub effects: Vec<(String, Option<f64>)>,
}

/// The result of the placebo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placebo {
    /// Comparisons made at elasticity 0.
    pub comparisons: usize,
    /// Largest absolute effect among them; exactly 0 or the evaluation is wrong.
    pub largest: f64,
}

/// Plays all arms on every window of every history with every elasticity.
///
/// `base` gives agents and rules; its own shocks and outside demand are replaced by the history.
pub fn replays(
    lineup: &Lineup<'_>,
    base: &Scenario,
    histories: &[History],
    seeds: std::ops::Range<u64>,
) -> Vec<Replay> {
    let jobs: Vec<(&History, f64)> =
        histories.iter().flat_map(|history| ELASTICITIES.map(|elasticity| (history, elasticity))).collect();
    jobs.into_par_iter()
        .flat_map(|(history, elasticity)| replay(lineup, base, history, elasticity, seeds.clone()))
        .collect()
}

fn replay(
    lineup: &Lineup<'_>,
    base: &Scenario,
    history: &History,
    elasticity: f64,
    seeds: std::ops::Range<u64>,
) -> Vec<Replay> {
    let windows = history.windows(base.steps);
    let days = windows.first().map_or(0, |(_, path)| path.len() as u32 / 24);
    let cells: Vec<Cell> = windows
        .iter()
        .flat_map(|(from, path)| {
            let mut scenario = base.clone();
            scenario.steps = days;
            scenario.mark = scenario.mark.min(days);
            scenario.shocks.clear();
            scenario.path = Some(Arc::from(path.as_slice()));
            scenario.demand.elasticity = elasticity;
            let mut world = World::new(&scenario);
            let key = |seed| Key { shift: Shift::Same, scenario: format!("{}@{from}", history.name), seed };
            seeds.clone().map(|seed| lineup.play(key(seed), &scenario, &mut world)).collect::<Vec<_>>()
        })
        .collect();
    let row = |arm: &Arm| Replay {
        history: history.name.clone(),
        windows: windows.len(),
        days,
        filled: history.filled as f64 / history.close.len() as f64,
        elasticity,
        arm: *arm,
        effects: METRICS
            .iter()
            .enumerate()
            .map(|(place, metric)| (metric.name.to_owned(), stats::median(&changes(&cells, *arm, place, metric))))
            .collect(),
    };
    lineup.arms.iter().filter(|arm| **arm != Arm::B0).map(row).collect()
}

fn changes(cells: &[Cell], arm: Arm, place: usize, metric: &Metric) -> Vec<f64> {
    let change = |cell: &Cell| metric.contrast.of(cell.of(arm)?.0[place], cell.of(Arm::B0)?.0[place]);
    cells.iter().filter_map(change).collect()
}

/// Looks for any effect where there can be none.
pub fn placebo(replays: &[Replay]) -> Placebo {
    let effects: Vec<f64> = replays
        .iter()
        .filter(|replay| replay.elasticity == 0.0)
        .flat_map(|replay| replay.effects.iter().filter(|(name, _)| PLACEBO.contains(&name.as_str())))
        .filter_map(|(_, effect)| *effect)
        .collect();
    Placebo { comparisons: effects.len(), largest: effects.iter().fold(0.0, |most, effect| most.max(effect.abs())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arms::{Clairvoyant, Contenders, Tuning};
    use twin::{example, rng::Stream};

    fn crash() -> History {
        let mut price = 1.0;
        let close = (0..40 * 24).map(|hour| {
            price *= 1.0 + 0.01 * Stream::new(4, 0).draws(hour, 0).normal() - if hour > 600 { 0.002 } else { 0.0 };
            price
        });
        History { name: "crash".into(), start: 0, close: close.collect(), filled: 0, is_daily: false }
    }

    #[test]
    fn without_an_elasticity_no_arm_changes_any_price_and_with_one_some_do() {
        let base = example::economy(150, 40);
        let arms = [Arm::B0, Arm::B2, Arm::B3, Arm::B5, Arm::B8];
        let (tuning, clairvoyant) = (Tuning::default(), Clairvoyant { candidates: 2 });
        let lineup = Lineup { arms: &arms, contenders: Contenders::baselines(&tuning), clairvoyant };
        let rows = replays(&lineup, &base, &[crash()], 0..3);
        assert_eq!(rows.len(), 4 * ELASTICITIES.len());
        let found = placebo(&rows);
        assert!(found.comparisons >= 8, "{found:?}");
        assert_eq!(found.largest, 0.0);
        let with: Vec<Replay> =
            rows.iter().filter(|r| r.elasticity == 2.0).map(|r| Replay { elasticity: 0.0, ..r.clone() }).collect();
        assert!(placebo(&with).largest > 0.0, "the placebo can fail");
    }
}
