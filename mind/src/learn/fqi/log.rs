//! Logged runs: what was seen each week, what was done, and how the week went beside static parameters.

use {
    super::{Choose, Moves, Walk, state::Stand},
    crate::policy::View,
    rayon::prelude::*,
    referee::{
        cell::Shift,
        metrics::{MARGIN, METRICS, Role, Values},
        stats,
        suite::Suite,
    },
    std::{
        ops::Range,
        sync::{Arc, Mutex, PoisonError},
    },
    twin::{Outcome, Reading, Scenario, play_daily, rng::Draws, rule::Hold, world::World},
};

/// One week of one run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub view: View,
    pub stand: Stand,
    pub moves: Moves,
}

/// A run: its weeks, and the reward of each.
pub(super) struct Episode {
    pub steps: Vec<Step>,
    pub rewards: Vec<f64>,
}

/// A world with its luck, and how it goes under static parameters.
pub(super) struct Scene {
    world: Scenario,
    seed: u64,
    days: Vec<Reading>,
    base: Values,
}

/// Every scenario under every shift with every seed.
pub(super) fn scenes(suite: &Suite, shifts: &[Shift], seeds: Range<u64>) -> Vec<Scene> {
    let names = suite.scenarios.iter().map(|file| file.name.as_str());
    let places = names.flat_map(|name| shifts.iter().map(move |shift| (name, *shift)));
    let places: Vec<_> = places.flat_map(|(name, shift)| seeds.clone().map(move |seed| (name, shift, seed))).collect();
    let scene = |&(name, shift, seed): &(&str, Shift, u64)| {
        let world = suite.scenario(name, shift, seed)?;
        let (days, outcome) = play(&world, &mut Hold, seed);
        Some(Scene { base: Values::of(&outcome, world.steps), world, seed, days })
    };
    places.par_iter().filter_map(scene).collect()
}

fn play(world: &Scenario, rule: &mut dyn twin::Rule, seed: u64) -> (Vec<Reading>, Outcome) {
    let mut days = Vec::with_capacity(world.steps as usize);
    let outcome = play_daily(&mut World::new(world), world, rule, seed, 0, |day| days.push(*day));
    (days, outcome)
}

/// Plays a chooser, made anew for each scene, and logs what it does.
pub(super) fn episodes<C: Choose + Send>(scenes: &[Scene], make: impl Fn(usize) -> C + Sync) -> Vec<Episode> {
    let episode = |(place, scene): (usize, &Scene)| {
        let steps = Arc::new(Mutex::new(Vec::new()));
        let mut rule = Walk::new(Logged { chooser: make(place), steps: steps.clone() });
        let (days, outcome) = play(&scene.world, &mut rule, scene.seed);
        let steps = std::mem::take(&mut *steps.lock().unwrap_or_else(PoisonError::into_inner));
        let rewards = rewards(scene, &days, &Values::of(&outcome, scene.world.steps), steps.len());
        Episode { steps, rewards }
    };
    scenes.par_iter().enumerate().map(episode).collect()
}

/// Writes down what another one chooses.
struct Logged<C> {
    chooser: C,
    steps: Arc<Mutex<Vec<Step>>>,
}

impl<C: Choose> Choose for Logged<C> {
    fn choose(&mut self, view: &View, stand: &Stand) -> Moves {
        let moves = self.chooser.choose(view, stand);
        let step = Step { view: *view, stand: *stand, moves };
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
        moves
    }
}

/// Another one's moves, each replaced by a random one with probability `noise`; a random lever keeps its direction for some weeks.
pub(super) struct Noisy<C> {
    pub chooser: Option<C>,
    pub noise: f64,
    pub draws: Draws,
    pub drift: Moves,
}

/// Chance that a random lever turns in a week.
const TURN: f64 = 0.25;

impl<C: Choose> Choose for Noisy<C> {
    fn choose(&mut self, view: &View, stand: &Stand) -> Moves {
        for drift in &mut self.drift {
            if self.draws.chance(TURN) {
                *drift = (self.draws.uniform() * 3.0) as i8 - 1;
            }
        }
        let mut moves = self.chooser.as_mut().map_or(self.drift, |chooser| chooser.choose(view, stand));
        for (step, drift) in moves.iter_mut().zip(self.drift) {
            if self.draws.chance(self.noise) {
                *step = drift;
            }
        }
        moves
    }
}

/// The reward of each week: how its figures compare with those of static parameters, and an equal part of what the whole run is judged by beyond that.
///
/// The sum over the weeks is the run's objective: mean gain over the primary metrics, less what constraints and secondary metrics lose.
fn rewards(scene: &Scene, days: &[Reading], values: &Values, weeks: usize) -> Vec<f64> {
    let count = weeks.max(1) as f64;
    let week = |week: usize| {
        let inside = days.iter().zip(&scene.days).skip(week * super::WEEK as usize).take(super::WEEK as usize);
        let gains: Vec<f64> = inside.map(|(own, base)| daily(own, base)).collect();
        stats::mean(&gains).unwrap_or(0.0) / count
    };
    let daily: Vec<f64> = (0..weeks).map(week).collect();
    let rest = (objective(values, &scene.base) - daily.iter().sum::<f64>()) / count;
    daily.into_iter().map(|gain| gain + rest).collect()
}

/// Weight of a broken constraint, in the unit of mean gains.
const BROKEN: f64 = 0.2;

/// What the run is judged by.
fn objective(values: &Values, base: &Values) -> f64 {
    let gains: Vec<f64> = values.gains(base).collect();
    let secondary = METRICS.iter().enumerate().filter(|(_, metric)| metric.role == Role::Secondary);
    let losses = secondary.filter_map(|(place, metric)| {
        let change = metric.contrast.of(values.0[place], base.0[place])?;
        let gain = if metric.higher_is_better { change } else { -change };
        Some((-gain - MARGIN).clamp(0.0, 1.0))
    });
    let broken = values.broken_constraints(base) - base.broken_constraints(values);
    stats::mean(&gains).unwrap_or(0.0) - losses.sum::<f64>() / 4.0 - BROKEN * broken
}

/// How one day compares with the same day under static parameters: the daily figures nearest to the primary metrics.
fn daily(own: &Reading, base: &Reading) -> f64 {
    let gain =
        |own: f64, base: f64| if base.abs() > 1e-12 { ((own - base) / base.abs()).clamp(-1.0, 1.0) } else { 0.0 };
    let inflation = |r: &Reading| (r.minted_24h - r.burned_24h) / r.supply.max(1.0);
    let turnover = |r: &Reading| r.organic_24h / r.liquidity.max(1.0);
    let real = |r: &Reading| r.reward_yield - 365.0 * inflation(r);
    let gains = [
        -gain(own.volatility, base.volatility),
        gain(own.price, base.price),
        gain(own.users_24h, base.users_24h),
        gain(turnover(own), turnover(base)),
        gain(own.turnout, base.turnout),
        -gain(inflation(own), inflation(base)),
        gain(real(own), real(base)),
    ];
    gains.iter().sum::<f64>() / gains.len() as f64
}
