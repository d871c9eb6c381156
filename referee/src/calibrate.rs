//! Which worlds could have made the histories: simulated moments into an ensemble.
//!
//! Rejection after simulation (approximate Bayesian computation, Beaumont, Zhang and Balding 2002): worlds are drawn from a wide prior,
//! each is played, and those whose stylised facts are nearest to the histories' stay.
//! Price histories say nothing about `elasticity` and `intensity`; those keep their prior and are varied on purpose.

use {
    crate::{
        ensemble::{Ensemble, EnsembleError, Member},
        history::History,
        moments::{self, Moments, moments},
        stats,
    },
    rayon::prelude::*,
    std::collections::BTreeSet,
    twin::{
        file::ScenarioFile,
        play_rule, rng,
        rule::{Bundle, Rule, Seen},
        world::World,
    },
};

/// Days of one window, of history and of simulation.
pub const DAYS: u32 = 90;
/// Widest factor up or down on a number before anything is known.
const PRIOR: [f64; Member::FACTORS] = [4.0, 4.0, 6.0, 8.0, 4.0, 2.0, 2.0];
/// Runs whose mean facts stand for a world.
const RUNS: u64 = 3;
/// Worlds that stay for each real window.
const PER_WINDOW: usize = 2;

/// Holds, and writes down the true price of every hour.
#[derive(Debug, Default)]
struct Scribe(Vec<f64>);

impl Rule for Scribe {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.0.push(seen.reading.price);
        Bundle::hold()
    }
}

/// The hourly prices of one run under static parameters.
pub fn path(file: &ScenarioFile, agents: usize, seed: u64) -> Vec<f64> {
    let mut scenario = file.build(agents, seed);
    scenario.governance.decide_every_hours = 1;
    scenario.governance.lag_hours = 0;
    let mut scribe = Scribe::default();
    play_rule(&mut World::new(&scenario), &scenario, &mut scribe, seed, 0);
    scribe.0
}

/// The facts of every window of the hourly histories of floating tokens; a peg says nothing about those.
pub fn targets(histories: &[History]) -> Vec<Moments> {
    let hourly = histories.iter().filter(|h| !h.is_daily && h.filled * 10 < h.close.len());
    let windows = hourly.flat_map(|h| h.windows(DAYS)).filter_map(|(_, path)| moments(&path));
    windows.filter(|facts| facts.0[0] >= libm::log(PEGGED)).collect()
}

/// Daily volatility below which a window is taken for a peg.
const PEGGED: f64 = 0.01;

/// Root mean square distance of two windows' facts, in standard deviations of the real ones.
fn distance(a: &Moments, b: &Moments, spread: &[f64; moments::COUNT]) -> f64 {
    let squares: f64 = (0..moments::COUNT).map(|place| ((a.0[place] - b.0[place]) / spread[place]).powi(2)).sum();
    (squares / moments::COUNT as f64).sqrt()
}

/// Draws `worlds` members, plays each a few times, and keeps for every real window the nearest ones.
///
/// So the ensemble has as many kinds of worlds as the histories have kinds of months, not one world in their middle.
pub fn calibrate(
    base: &ScenarioFile,
    histories: &[History],
    agents: usize,
    worlds: u32,
) -> Result<Ensemble, EnsembleError> {
    let targets = targets(histories);
    let spread: [f64; moments::COUNT] = std::array::from_fn(|place| {
        let column: Vec<f64> = targets.iter().map(|target| target.0[place]).collect();
        stats::sd(&column).unwrap_or(1.0).max(1e-9)
    });
    let played: Vec<([f64; Member::FACTORS], Moments)> =
        (0..worlds).into_par_iter().filter_map(|number| play(base, agents, number)).collect();
    let mut kept = BTreeSet::new();
    for target in &targets {
        let mut order: Vec<usize> = (0..played.len()).collect();
        order.sort_by(|a, b| {
            distance(&played[*a].1, target, &spread).total_cmp(&distance(&played[*b].1, target, &spread))
        });
        kept.extend(order.into_iter().take(PER_WINDOW));
    }
    let factors: Vec<[f64; Member::FACTORS]> = kept.into_iter().map(|place| played[place].0).collect();
    let names: Vec<&str> = histories.iter().map(|history| history.name.as_str()).collect();
    let about = format!("{} windows of {DAYS} days from {}; {worlds} worlds drawn", targets.len(), names.join(", "));
    Ensemble::new(about, from_centre(&factors))
}

fn play(base: &ScenarioFile, agents: usize, number: u32) -> Option<([f64; Member::FACTORS], Moments)> {
    let mut draws = rng::Stream::new(0xCA11, 0).draws(number, 0);
    let factors = rounded(PRIOR.map(|widest| libm::pow(widest, 2.0 * draws.uniform() - 1.0)));
    let mut file = base.clone();
    file.days = DAYS;
    file.mark = None;
    Member::new(1.0, factors).apply(&mut file);
    let runs: Vec<Moments> =
        (0..RUNS).filter_map(|run| moments(&path(&file, agents, u64::from(number) * RUNS + run))).collect();
    let mean = |place: usize| stats::mean(&runs.iter().map(|run| run.0[place]).collect::<Vec<_>>()).unwrap_or(0.0);
    (!runs.is_empty()).then(|| (factors, Moments(std::array::from_fn(mean))))
}

/// Each member's distance is how far its factors lie from the middle of the ensemble, in widths of the prior.
fn from_centre(factors: &[[f64; Member::FACTORS]]) -> Vec<Member> {
    let log = |factor: f64, place: usize| libm::log(factor) / libm::log(PRIOR[place]);
    let centre: [f64; Member::FACTORS] = std::array::from_fn(|place| {
        stats::median(&factors.iter().map(|f| log(f[place], place)).collect::<Vec<_>>()).unwrap_or(0.0)
    });
    let far = |f: &[f64; Member::FACTORS]| {
        let squares: f64 = (0..Member::FACTORS).map(|place| (log(f[place], place) - centre[place]).powi(2)).sum();
        ((squares / Member::FACTORS as f64).sqrt() * 1e3).round() / 1e3
    };
    factors.iter().map(|f| Member::new(far(f).max(1e-3), *f)).collect()
}

/// Three digits say enough, and read well in a file.
fn rounded(factors: [f64; Member::FACTORS]) -> [f64; Member::FACTORS] {
    factors.map(|factor| (factor * 1e3).round() / 1e3)
}
