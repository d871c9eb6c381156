//! Learning on four shapes, judging on five others and on honest economies.

use rayon::prelude::*;
use referee::stats::{average_precision, median};
use serde::{Deserialize, Serialize};

use super::{
    Judge, find,
    made::{DAYS, SHAPES, Shape, TAUGHT, WINDOW, graph},
    rows,
    wallet::INPUTS,
};
use crate::warn::score::{Fit, FitError, Score, short};

/// Seeds of training begin at 0, those of validation and of judging here.
const VALID: u64 = 10_000;
pub const JUDGE: u64 = 20_000;
/// Share of honest economies that may be flagged when the threshold is set.
const FALSE_SHARE: f64 = 0.01;
/// Share of the amount from which a ring holds a decision, as in the oracle's objectives.
const HOLDS: f64 = 0.2;

/// What was found for one shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShapeFigures {
    pub shape: String,
    pub is_taught: bool,
    pub economies: usize,
    /// Economies in which a flagged ring holds at least half of the planted wallets within 20 days, and days until then (median of those).
    pub found: usize,
    pub days_to_detect: f64,
    /// Economies in which the rule of loops of two and three alone found it.
    pub found_by_rule: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferFigures {
    /// Area under the precision–recall curve over rings, planted or not, on shapes that were not taught (without the one through the exchange).
    pub pr_auc: f64,
    /// Share of true rings among all that were judged: the area of chance.
    pub chance: f64,
    pub shapes: Vec<ShapeFigures>,
    pub honest: usize,
    /// Honest economies in which anything was flagged, and in which enough to hold was, on the last day.
    pub false_flags: usize,
    pub false_holds: usize,
}

/// Learns wallets' score on taught shapes and sets the threshold on honest economies of validation seeds.
pub fn learn(economies: u64) -> Result<Judge, FitError> {
    let jobs: Vec<u64> = (0..economies).collect();
    let taught: Vec<(Vec<f64>, bool)> = jobs.par_iter().flat_map(|seed| taught(*seed)).collect();
    let (rows, happened): (Vec<Vec<f64>>, Vec<bool>) = taught.into_iter().unzip();
    let score = Score::learn(&INPUTS, &rows, &happened, &Fit { alpha: 10.0, knots: &[0.25, 0.5, 0.75] })?;
    let open = Judge { threshold: f64::NEG_INFINITY, score };
    let mut worst: Vec<f64> = (VALID..VALID + economies)
        .into_par_iter()
        .map(|seed| find(&graph(seed, None).edges(DAYS - 1), &open).rings.first().map_or(-1e3, |ring| ring.log_odds))
        .collect();
    worst.sort_by(f64::total_cmp);
    let place = ((1.0 - FALSE_SHARE) * worst.len() as f64) as usize;
    let threshold = worst.get(place).or(worst.last()).copied().unwrap_or(0.0).max(0.0);
    Ok(Judge { threshold: short(threshold + 0.01), ..open })
}

/// Wallets of one economy on a day at which its ring has run for three days or more.
fn taught(seed: u64) -> Vec<(Vec<f64>, bool)> {
    let shape = (!seed.is_multiple_of(5)).then(|| TAUGHT[(seed % 5) as usize - 1]);
    let graph = graph(seed, shape);
    let day = if seed.is_multiple_of(2) { DAYS - 1 } else { (graph.begins + 3).min(DAYS - 1) };
    rows(&graph.edges(day)).into_iter().map(|(wallet, row)| (row, graph.ring.contains(&wallet))).collect()
}

/// Judges on `economies` per shape and as many honest ones.
pub fn judge(judge: &Judge, economies: u64) -> TransferFigures {
    let shapes = SHAPES.iter().map(|(shape, name)| by_shape(judge, *shape, name, economies)).collect();
    let honest: Vec<super::Rings> =
        seeds(economies).into_par_iter().map(|seed| find(&graph(seed, None).edges(DAYS - 1), judge)).collect();
    let (pr_auc, chance) = area(judge, economies, &honest);
    TransferFigures {
        pr_auc,
        chance,
        shapes,
        honest: honest.len(),
        false_flags: honest.iter().filter(|found| found.flagged > 0).count(),
        false_holds: honest.iter().filter(|found| found.share >= HOLDS).count(),
    }
}

fn seeds(economies: u64) -> std::ops::Range<u64> {
    JUDGE..JUDGE + economies
}

fn by_shape(judge: &Judge, shape: Shape, name: &str, economies: u64) -> ShapeFigures {
    let days = |seed: u64| {
        let graph = graph(seed, Some(shape));
        let last = (graph.begins + 20).min(DAYS - 1);
        let first = (graph.begins..=last).find(|day| {
            let found = find(&graph.edges(*day), judge);
            found.rings[..found.flagged].iter().any(|ring| holds(&ring.wallets, &graph.ring))
        });
        let by_rule = loops(&graph.edges(last), &graph.ring);
        (first.map(|day| f64::from(day - graph.begins) + 1.0), by_rule)
    };
    let found: Vec<(Option<f64>, bool)> = seeds(economies).into_par_iter().map(days).collect();
    let detected: Vec<f64> = found.iter().filter_map(|(day, _)| *day).collect();
    ShapeFigures {
        shape: name.to_owned(),
        is_taught: TAUGHT.contains(&shape),
        economies: found.len(),
        found: detected.len(),
        days_to_detect: median(&detected).unwrap_or(0.0),
        found_by_rule: found.iter().filter(|(_, by_rule)| *by_rule).count(),
    }
}

/// Whether `wallets` holds at least half of the planted ones, and these are at least half of it.
fn holds(wallets: &[u32], planted: &[u32]) -> bool {
    let both = wallets.iter().filter(|wallet| planted.contains(wallet)).count();
    2 * both >= planted.len() && 2 * both >= wallets.len()
}

/// The plain rule: loops of two and three whose legs repeat three times and match within 20 %.
fn loops(edges: &[super::Edge], planted: &[u32]) -> bool {
    let legs: std::collections::BTreeMap<(u32, u32), u64> =
        edges.iter().filter(|edge| edge.transfers >= 3).map(|edge| ((edge.from, edge.to), edge.amount)).collect();
    let matched = |amounts: &[u64]| {
        amounts.iter().min().copied().unwrap_or(0) as f64 >= 0.8 * amounts.iter().max().copied().unwrap_or(0) as f64
    };
    let leg = |a: u32, b: u32| legs.get(&(a, b)).copied();
    let mut all = planted.iter().flat_map(|a| planted.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b);
    all.any(|(a, b)| {
        let Some(out) = leg(a, b) else { return false };
        leg(b, a).is_some_and(|back| matched(&[out, back]))
            || planted.iter().any(|c| match (leg(b, *c), leg(*c, a)) {
                (Some(on), Some(back)) if *c != a && *c != b => matched(&[out, on, back]),
                _ => false,
            })
    })
}

/// Area over every ring that is found at any score in economies with untaught shapes, and in honest ones; a planted ring that nothing holds is missed at every score.
fn area(judge: &Judge, economies: u64, honest: &[super::Rings]) -> (f64, f64) {
    let untaught: Vec<Shape> = SHAPES
        .iter()
        .map(|(shape, _)| *shape)
        .filter(|shape| !TAUGHT.contains(shape) && *shape != Shape::Exchange)
        .collect();
    let jobs: Vec<(Shape, u64)> =
        untaught.iter().flat_map(|shape| seeds(economies).map(move |seed| (*shape, seed))).collect();
    let mut judged: Vec<(f64, bool)> = jobs
        .into_par_iter()
        .flat_map_iter(|(shape, seed)| {
            let graph = graph(seed, Some(shape));
            let found = find(&graph.edges((graph.begins + WINDOW / 2).min(DAYS - 1)), judge);
            let mut judged: Vec<(f64, bool)> =
                found.rings.iter().map(|ring| (ring.log_odds, holds(&ring.wallets, &graph.ring))).collect();
            if judged.iter().all(|(_, is_true)| !is_true) {
                judged.push((-1e6, true));
            }
            judged
        })
        .collect();
    judged.extend(honest.iter().flat_map(|found| found.rings.iter().map(|ring| (ring.log_odds, false))));
    let (scores, truth): (Vec<f64>, Vec<bool>) = judged.into_iter().unzip();
    let share = truth.iter().filter(|is_true| **is_true).count() as f64 / truth.len().max(1) as f64;
    (average_precision(&scores, &truth).unwrap_or(0.0), share)
}
