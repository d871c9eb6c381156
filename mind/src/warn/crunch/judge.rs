//! The scores beside one-line rules at the same budget, on seeds and shifts that nobody learned from.

use std::ops::Range;

use referee::cell::Shift;
use serde::{Deserialize, Serialize};

use super::{
    alarms::{Tally, Watched, tally, threshold},
    learn::{Learned, VALID, price_scores, scores, watch},
    worlds::{Run, Worlds, names},
};
use crate::warn::Hour;

/// One detector at one level of shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DetectorFigures {
    pub name: String,
    /// Share of the exits that were foreseen, and of the crashes.
    pub exit_recall: f64,
    pub crash_recall: f64,
    /// True alarms among all.
    pub precision: f64,
    pub false_per_30_days: f64,
    /// Hours ahead of the exits that were foreseen: the middle one, and that of the shortest tenth.
    pub median_lead_hours: f64,
    pub lower_lead_hours: f64,
    /// Mean over all exits; one that was not foreseen counts 0.
    pub mean_lead_hours: f64,
}

/// All detectors at one level of shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelFigures {
    pub level: String,
    pub runs: usize,
    /// Events before which somebody was leaving, and those in which the price alone took liquidity along.
    pub exits: usize,
    pub crashes: usize,
    /// Median hours from the first hour of the exit to the event: who knows nothing earlier cannot lead by more.
    pub most_lead_hours: f64,
    pub detectors: Vec<DetectorFigures>,
}

impl LevelFigures {
    /// Ours.
    pub fn ours(&self) -> &DetectorFigures {
        &self.detectors[0]
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrunchFigures {
    /// The registered scenarios with other luck.
    pub held_out: LevelFigures,
    /// Habits from the outer fifth; unseen agents and shocks; made exits, half of them after a leak.
    pub shifts: Vec<LevelFigures>,
}

/// A figure that is higher the worse it looks.
type Figure = fn(&[Hour], usize) -> f64;

/// One-line rules: name and figure.
const RULES: [(&str, Figure); 3] = [
    ("price below its mean of a week", |known, hour| {
        let week = &known[hour.saturating_sub(167)..=hour];
        let mean = week.iter().map(|h| h.price).sum::<f64>() / week.len() as f64;
        1.0 - known[hour].price / mean.max(1e-12)
    }),
    ("fall of liquidity in a day", |known, hour| {
        1.0 - known[hour].exit_liquidity / known[hour.saturating_sub(24)].exit_liquidity.max(1e-12)
    }),
    ("volatility against last week's", |known, hour| {
        known[hour].volatility / known[hour.saturating_sub(168)].volatility.max(1e-12)
    }),
];

/// Judges on `seeds`; the rules' thresholds keep the same budget over the same validation seeds, `tuned` per scenario.
pub fn judge(worlds: &Worlds, full: &Learned, prices: &Learned, seeds: Range<u64>, tuned: u64) -> CrunchFigures {
    let mut valid = worlds.runs(&names(), Shift::Same, VALID..VALID + tuned);
    valid.extend(worlds.made(VALID..VALID + tuned));
    let limits: Vec<f64> = RULES.iter().map(|(_, figure)| threshold(&by_rule(&valid, *figure))).collect();
    let level = |level: &str, runs: &[Run]| {
        let ours = watched(runs, |run| scores(&full.score, &run.known));
        let market = watched(runs, |run| price_scores(&prices.score, &run.known));
        let mut detectors = vec![
            figures("score", &tally(&ours, full.threshold)),
            figures("score on prices alone", &tally(&market, prices.threshold)),
        ];
        detectors.extend(
            RULES
                .iter()
                .zip(&limits)
                .map(|((name, figure), limit)| figures(name, &tally(&by_rule(runs, *figure), *limit))),
        );
        let exits = runs.iter().flat_map(|run| run.events.iter().filter_map(|event| run.onset_of(*event))).count();
        LevelFigures {
            level: level.to_owned(),
            runs: runs.len(),
            exits,
            crashes: runs.iter().map(|run| run.events.len()).sum::<usize>() - exits,
            most_lead_hours: most_lead(runs),
            detectors,
        }
    };
    CrunchFigures {
        held_out: level(Shift::Same.title(), &worlds.runs(&names(), Shift::Same, seeds.clone())),
        shifts: vec![
            level(Shift::Outer.title(), &worlds.runs(&names(), Shift::Outer, seeds.clone())),
            level(Shift::Unseen.title(), &worlds.runs(&names(), Shift::Unseen, seeds.clone())),
            level("made exits, half of them after a leak", &worlds.made(seeds)),
        ],
    }
}

fn watched(runs: &[Run], of: impl Fn(&Run) -> Vec<f64>) -> Vec<Watched> {
    runs.iter().map(|run| run.watched(of(run))).collect()
}

fn by_rule(runs: &[Run], figure: Figure) -> Vec<Watched> {
    watched(runs, |run| watch(&run.known, |hour| figure(&run.known, hour)))
}

fn figures(name: &str, tally: &Tally) -> DetectorFigures {
    DetectorFigures {
        name: name.to_owned(),
        exit_recall: tally.exit_recall(),
        crash_recall: tally.crash_recall(),
        precision: tally.precision(),
        false_per_30_days: tally.false_per_30_days(),
        median_lead_hours: tally.lead(0.5),
        lower_lead_hours: tally.lead(0.1),
        mean_lead_hours: tally.mean_lead(),
    }
}

/// Median distance from the first hour in which anybody left to the event.
fn most_lead(runs: &[Run]) -> f64 {
    let of = |run: &Run| {
        run.events.iter().filter_map(|event| Some((event - run.onset_of(*event)?) as f64)).collect::<Vec<_>>()
    };
    referee::stats::median(&runs.iter().flat_map(of).collect::<Vec<_>>()).unwrap_or(0.0)
}
