//! Covariance matrix adaptation, by the crate `cmaes`, held inside the cube and restarted when it has converged.
//!
//! Source: N. Hansen, "The CMA evolution strategy: a tutorial" (2016); restarts with twice the population:
//! A. Auger and N. Hansen, "A restart CMA evolution strategy with increasing population size" (2005).

use {
    super::{Candidate, Evaluation, Found, Task, journal::Journal},
    cmaes::{CMAESOptions, DVector},
    std::sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

/// Fewer points tell no direction.
const SMALLEST: usize = 4;
/// Above every value without a breach: what breaks a constraint is worse than whatever keeps them all.
const INFEASIBLE: f64 = 1e9;

pub(super) fn search<F>(task: &Task<'_>, evaluate: &F, mut journal: Journal<'_>) -> Found
where
    F: Fn(&[f64], u32) -> Evaluation + Sync,
{
    let round = AtomicU32::new(0);
    // Twice the usual population: one evaluation stands for few runs, and is noisy.
    let usual = 2 * (4 + (3.0 * libm::log(task.start.len().max(1) as f64)) as usize);
    let mut place = Place { mean: task.start.to_vec(), spread: task.spread };
    for restart in 0.. {
        let population = if restart == 0 { usual.min(journal.left()) } else { usual << restart };
        if journal.left() < population.max(SMALLEST) || task.start.is_empty() {
            break;
        }
        let before = journal.best().cloned();
        let options = CMAESOptions::new(place.mean.clone(), task.spread).population_size(population);
        let end = climb(options.seed(task.seed.wrapping_add(restart)), evaluate, &mut journal, &round);
        if journal.best() != before.as_ref() {
            place = end;
        }
    }
    if journal.best().is_none() {
        journal.ask(evaluate, vec![task.start.to_vec()], 0, 0.0);
    }
    journal.close(Some(place.mean), Vec::new())
}

/// Where a run stands.
struct Place {
    /// Inside the cube.
    mean: Vec<f64>,
    spread: f64,
}

/// One run, until it has converged or the budget cannot pay another generation.
fn climb<F>(options: CMAESOptions, evaluate: &F, journal: &mut Journal<'_>, round: &AtomicU32) -> Place
where
    F: Fn(&[f64], u32) -> Evaluation + Sync,
{
    let (population, mut at) =
        (options.population_size, Place { mean: inside(&options.initial_mean), spread: options.initial_step_size });
    let seen = Mutex::new(Vec::with_capacity(population));
    let ask = |x: &DVector<f64>| {
        let point = inside(x);
        let outside: f64 = x.iter().zip(&point).map(|(x, inside)| (x - inside).powi(2)).sum();
        let evaluation = evaluate(&point, round.load(Ordering::Relaxed));
        let value = cost(&evaluation) + outside;
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(Candidate { point, evaluation });
        value
    };
    let Ok(mut search) = options.build(ask) else { return at };
    let mut is_over = false;
    while !is_over && journal.left() >= population {
        is_over = search.next_parallel().is_some();
        let mut candidates = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
        // Threads finish in any order: the books want one.
        candidates.sort_by(|a, b| a.point.iter().map(|x| x.to_bits()).cmp(b.point.iter().map(|x| x.to_bits())));
        journal.enter(&candidates, at.spread);
        round.fetch_add(1, Ordering::Relaxed);
        at = Place { mean: inside(search.mean()), spread: search.sigma() };
    }
    at
}

fn inside(x: &DVector<f64>) -> Vec<f64> {
    x.iter().map(|value| value.clamp(0.0, 1.0)).collect()
}

/// Lower is better, in the order of [`Evaluation::order`].
fn cost(evaluation: &Evaluation) -> f64 {
    let value = if evaluation.is_feasible() { -evaluation.score } else { INFEASIBLE * (1.0 + evaluation.violation) };
    if value.is_nan() { f64::MAX } else { value.clamp(-INFEASIBLE, f64::MAX) }
}
