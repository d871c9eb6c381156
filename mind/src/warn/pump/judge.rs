//! Forward in time: learn on what was, leave a gap, judge on what came.

use referee::stats::average_precision;
use serde::{Deserialize, Serialize};

use super::{ALPHAS, EMBARGO, Event, learn, plain};
use crate::warn::score::{FitError, Score};

/// Share of the rows on which the penalty is chosen; the rest judges once.
const FIRST: f64 = 0.7;
/// The walk forward begins after this share of the rows, and has this many steps.
const BEGIN: f64 = 0.25;
const STEPS: usize = 5;

/// What was found; areas are those under the precision–recall curve (average precision).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PumpFigures {
    pub rows: usize,
    pub pumps: usize,
    /// Penalty that the walk forward chose, and its area there.
    pub alpha: f64,
    pub walk_pr_auc: f64,
    pub walk_plain_pr_auc: f64,
    /// Rows at the end that judged, share of pumps among them (the area of chance), and the areas.
    pub last_rows: usize,
    pub last_share: f64,
    pub forward_pr_auc: f64,
    pub forward_plain_pr_auc: f64,
    /// The committed coefficients on rows later than all that they were learned from; absent where the file has fewer than 30 of them.
    pub frozen_rows: usize,
    pub frozen_pr_auc: Option<f64>,
}

/// Chooses on the first part, judges on the last; `frozen` was learned up to the date beside it.
pub fn judge(events: &[Event], frozen: &Score, until: &str) -> Result<PumpFigures, FitError> {
    let first = (events.len() as f64 * FIRST) as usize;
    let (alpha, walk_pr_auc) = choose(&events[..first])?;
    let walk_plain_pr_auc = walk(&events[..first], |seen| Ok(by_bare(&plain(seen)?)))?;
    let known = &events[..first.saturating_sub(EMBARGO)];
    let last = &events[first..];
    let made = learn(known, alpha)?;
    let newer: Vec<&Event> = events.iter().filter(|event| event.pump_date.as_str() > until).collect();
    let pumps = |events: &[Event]| events.iter().filter(|event| event.is_pump()).count();
    Ok(PumpFigures {
        rows: events.len(),
        pumps: pumps(events),
        alpha,
        walk_pr_auc,
        walk_plain_pr_auc,
        last_rows: last.len(),
        last_share: pumps(last) as f64 / last.len().max(1) as f64,
        forward_pr_auc: area(last.iter(), |event| made.log_odds(&event.row())).unwrap_or(0.0),
        forward_plain_pr_auc: area(last.iter(), by_bare(&plain(known)?)).unwrap_or(0.0),
        frozen_rows: newer.len(),
        frozen_pr_auc: area(newer.iter().copied(), |event| frozen.log_odds(&event.row())).filter(|_| newer.len() >= 30),
    })
}

/// The penalty with the largest area when walking forward.
pub fn choose(events: &[Event]) -> Result<(f64, f64), FitError> {
    let mut best = (ALPHAS[0], f64::NEG_INFINITY);
    for alpha in ALPHAS {
        let found = walk(events, |seen| {
            let made = learn(seen, alpha)?;
            Ok(move |event: &Event| made.log_odds(&event.row()))
        })?;
        if found > best.1 {
            best = (alpha, found);
        }
    }
    Ok(best)
}

fn by_bare(score: &Score) -> impl Fn(&Event) -> f64 + use<> {
    let score = score.clone();
    move |event| score.log_odds(&event.bare())
}

/// Area of all steps together: each learns on everything before its rows but the embargo.
fn walk<S: Fn(&Event) -> f64>(
    events: &[Event],
    learn: impl Fn(&[Event]) -> Result<S, FitError>,
) -> Result<f64, FitError> {
    let begin = (events.len() as f64 * BEGIN) as usize;
    let edge = |step: usize| begin + (events.len() - begin) * step / STEPS;
    let mut scores = Vec::new();
    for step in 0..STEPS {
        let score = learn(&events[..edge(step).saturating_sub(EMBARGO)])?;
        scores.extend(events[edge(step)..edge(step + 1)].iter().map(score));
    }
    let happened: Vec<bool> = events[begin..].iter().map(Event::is_pump).collect();
    Ok(average_precision(&scores, &happened).unwrap_or(0.0))
}

fn area<'a>(events: impl Iterator<Item = &'a Event> + Clone, score: impl Fn(&Event) -> f64) -> Option<f64> {
    let happened: Vec<bool> = events.clone().map(Event::is_pump).collect();
    average_precision(&events.map(score).collect::<Vec<_>>(), &happened)
}
