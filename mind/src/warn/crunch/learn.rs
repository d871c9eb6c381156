//! Two scores and their thresholds, from runs of the twin.

use referee::cell::Shift;
use serde::{Deserialize, Serialize};

use super::{
    AHEAD, INPUTS, PRICE_INPUTS,
    alarms::{Watched, threshold},
    price_row, row,
    worlds::{Run, TRAINING, Worlds, names},
};
use crate::warn::{
    Hour,
    score::{Fit, FitError, Score, short},
};

/// Seeds that validate begin here; training's begin at 0.
pub const VALID: u64 = 10_000;
/// Of the hours without an event every so many-th is learned from.
const THIN: usize = 12;
/// Hours after an event that are not learned from.
const AFTERMATH: usize = 168;
/// Hours at the start that have no past.
pub const PAST: usize = 168;
const FIT: Fit<'static> = Fit { alpha: 30.0, knots: &[0.01, 0.1, 0.9] };

/// A score with the value from which it is an alarm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Log odds from which an alarm is raised.
    pub threshold: f64,
    #[serde(flatten)]
    pub score: Score,
}

/// Learns from `runs` training seeds per scenario; the thresholds keep the budget over validation seeds of all registered scenarios.
pub fn learn(worlds: &Worlds, runs: u64) -> Result<(Learned, Learned), FitError> {
    let mut played = worlds.runs(&TRAINING, Shift::Same, 0..runs);
    played.extend(worlds.made(0..runs * 4));
    let mut valid = worlds.runs(&names(), Shift::Same, VALID..VALID + 2 * runs);
    valid.extend(worlds.made(VALID..VALID + 2 * runs));
    let full = score(&INPUTS, &played, |run, hour| row(&before(&run.known, hour)).to_vec())?;
    let prices = score(&PRICE_INPUTS, &played, |run, hour| price_row(&before(&run.known, hour)).to_vec())?;
    let set = |score: Score, of: &dyn Fn(&Score, &Run) -> Vec<f64>| {
        let watched: Vec<Watched> = valid.iter().map(|run| run.watched(of(&score, run))).collect();
        Learned { threshold: short(threshold(&watched)), score }
    };
    Ok((set(full, &|score, run| scores(score, &run.known)), set(prices, &|score, run| price_scores(score, &run.known))))
}

/// What was known `h` hours before `hour`.
pub fn before(known: &[Hour], hour: usize) -> impl Fn(u32) -> Hour + '_ {
    move |back| known[hour.saturating_sub(back as usize)]
}

/// Log odds at every hour; where there is no past of a week the lowest.
pub fn scores(score: &Score, known: &[Hour]) -> Vec<f64> {
    watch(known, |hour| score.log_odds(&row(&before(known, hour))))
}

/// The same on prices alone.
pub fn price_scores(score: &Score, known: &[Hour]) -> Vec<f64> {
    watch(known, |hour| score.log_odds(&price_row(&before(known, hour))))
}

/// A figure at every hour that has a past of a week.
pub fn watch(known: &[Hour], figure: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..known.len()).map(|hour| if hour < PAST { -1e9 } else { figure(hour) }).collect()
}

fn score(names: &[&str], runs: &[Run], of: impl Fn(&Run, usize) -> Vec<f64>) -> Result<Score, FitError> {
    let (mut rows, mut happened) = (Vec::new(), Vec::new());
    for run in runs {
        for hour in PAST..run.known.len() {
            let ahead = run.events.iter().any(|event| *event > hour && *event - hour <= AHEAD);
            let after = run.events.iter().any(|event| hour >= *event && hour - *event < AFTERMATH);
            if !after && (ahead || hour % THIN == 0) {
                rows.push(of(run, hour));
                happened.push(ahead);
            }
        }
    }
    Score::learn(names, &rows, &happened, &FIT)
}
