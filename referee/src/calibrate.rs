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
const PRIOR: [f64; Member::FACTORS] = [3.0, 3.0, 3.0, 4.0, 2.0, 2.0];
/// Share of the drawn worlds that stay.
const KEPT: f64 = 0.1;
/// Runs per world.
const RUNS: u64 = 3;

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

/// Root mean square distance of a world's mean facts from the histories', in standard deviations of the histories.
pub fn distance(world: &[Moments], targets: &[Moments]) -> Option<f64> {
    let column = |rows: &[Moments], place: usize| rows.iter().map(|row| row.0[place]).collect::<Vec<f64>>();
    let squares = (0..moments::COUNT).map(|place| {
        let (real, own) = (column(targets, place), column(world, place));
        let gap = stats::mean(&own)? - stats::median(&real)?;
        Some((gap / stats::sd(&real)?.max(1e-9)).powi(2))
    });
    let squares = squares.collect::<Option<Vec<f64>>>()?;
    stats::mean(&squares).map(f64::sqrt)
}

/// Draws `worlds` members, plays each and keeps the nearest tenth.
pub fn calibrate(
    base: &ScenarioFile,
    histories: &[History],
    agents: usize,
    worlds: u32,
) -> Result<Ensemble, EnsembleError> {
    let targets = targets(histories);
    let members: Vec<Member> =
        (0..worlds).into_par_iter().filter_map(|number| played(base, &targets, agents, number)).collect();
    let mut members: Vec<Member> = members.into_iter().filter(|member| member.distance.is_finite()).collect();
    members.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    members.truncate((KEPT * f64::from(worlds)).ceil() as usize);
    let names: Vec<&str> = histories.iter().map(|history| history.name.as_str()).collect();
    let about = format!("{} windows of {DAYS} days from {}; {worlds} worlds drawn", targets.len(), names.join(", "));
    Ensemble::new(about, members)
}

fn played(base: &ScenarioFile, targets: &[Moments], agents: usize, number: u32) -> Option<Member> {
    let mut draws = rng::Stream::new(0xCA11, 0).draws(number, 0);
    let factors = PRIOR.map(|widest| libm::pow(widest, 2.0 * draws.uniform() - 1.0));
    let mut file = base.clone();
    file.days = DAYS;
    file.mark = None;
    Member::new(1.0, factors).apply(&mut file);
    let facts: Vec<Moments> =
        (0..RUNS).filter_map(|run| moments(&path(&file, agents, u64::from(number) * RUNS + run))).collect();
    Some(Member::new(distance(&facts, targets)?.max(1e-6), rounded(factors)))
}

/// Three digits say enough, and read well in a file.
fn rounded(factors: [f64; Member::FACTORS]) -> [f64; Member::FACTORS] {
    factors.map(|factor| (factor * 1e3).round() / 1e3)
}
