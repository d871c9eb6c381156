//! Cross-entropy method: draw around a mean, keep an elite, move mean and deviation to it.
//!
//! Source: R. Rubinstein, "The cross-entropy method for combinatorial and continuous optimization" (1999);
//! the noise that shrinks with time keeps the deviation from collapsing too early (I. Szita and A. Lőrincz, "Learning Tetris using the noisy cross-entropy method", 2006).

use {
    super::{Candidate, Evaluation, Found, Task, journal::Journal},
    twin::rng::Stream,
};

/// Part of a generation that is kept.
const ELITE: f64 = 0.2;
/// How far mean and deviation go to those of the elite.
const PACE: f64 = 0.7;
/// Deviation added at the start, falling to 0 at half of the rounds, in widths of the cube.
const NOISE: f64 = 0.04;

/// Draws per generation: enough for an elite in `dimensions`, and ten generations where the budget allows.
fn generation(dimensions: usize, evaluations: usize) -> usize {
    (2 * dimensions).clamp(20, 80).min(evaluations / 10).max(10).min(evaluations)
}

pub(super) fn search<F>(task: &Task<'_>, evaluate: &F, mut journal: Journal<'_>) -> Found
where
    F: Fn(&[f64], u32) -> Evaluation + Sync,
{
    let evaluations = journal.left();
    let size = generation(task.start.len(), evaluations);
    let rounds = (evaluations / size) as u32;
    let luck = Stream::new(task.seed, 0xCE);
    let (mut mean, mut deviation) = (task.start.to_vec(), vec![task.spread; task.start.len()]);
    for round in 0..rounds {
        let points = (0..size).map(|place| draw(&mean, &deviation, luck, place as u32, round)).collect();
        let spread = deviation.iter().sum::<f64>() / deviation.len().max(1) as f64;
        let mut candidates = journal.ask(evaluate, points, round, spread);
        candidates.sort_by(|a, b| a.evaluation.order(&b.evaluation));
        candidates.truncate(((size as f64 * ELITE) as usize).max(2));
        let noise = NOISE * (1.0 - 2.0 * f64::from(round) / f64::from(rounds)).max(0.0);
        follow(&mut mean, &mut deviation, &candidates, noise);
    }
    journal.close(Some(mean), Vec::new())
}

/// The mean itself in the first place, then normal draws around it, held inside the cube.
fn draw(mean: &[f64], deviation: &[f64], luck: Stream, place: u32, round: u32) -> Vec<f64> {
    let mut draws = luck.draws(place, round);
    let step = |(mean, deviation): (&f64, &f64)| {
        let step = if place == 0 { 0.0 } else { deviation * draws.normal() };
        (mean + step).clamp(0.0, 1.0)
    };
    mean.iter().zip(deviation).map(step).collect()
}

fn follow(mean: &mut [f64], deviation: &mut [f64], elite: &[Candidate], noise: f64) {
    let count = elite.len() as f64;
    for (axis, (mean, deviation)) in mean.iter_mut().zip(deviation).enumerate() {
        let center = elite.iter().map(|one| one.point[axis]).sum::<f64>() / count;
        let variance = elite.iter().map(|one| (one.point[axis] - center).powi(2)).sum::<f64>() / count;
        *mean += PACE * (center - *mean);
        *deviation += PACE * (variance.sqrt() - *deviation) + noise * PACE;
    }
}
