//! Logged runs: what was seen each week, what was done, and how the run went beside static parameters.

use {
    super::{Choose, Moves, Walk, state::Stand},
    crate::{policy::View, train::saturated},
    rayon::prelude::*,
    referee::{
        cell::Shift,
        metrics::{METRICS, Role, Values},
        stats,
        suite::Suite,
    },
    std::{
        ops::Range,
        sync::{Arc, Mutex, PoisonError},
    },
    twin::{Outcome, Scenario, play_rule, rng::Draws, rule::Hold, world::World},
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

/// A world with its luck, and its figures under static parameters.
pub(super) struct Scene {
    world: Scenario,
    seed: u64,
    base: Values,
}

/// Every scenario under every shift with every seed.
pub(super) fn scenes(suite: &Suite, shifts: &[Shift], seeds: Range<u64>) -> Vec<Scene> {
    let names = suite.scenarios.iter().map(|file| file.name.as_str());
    let places = names.flat_map(|name| shifts.iter().map(move |shift| (name, *shift)));
    let places: Vec<_> = places.flat_map(|(name, shift)| seeds.clone().map(move |seed| (name, shift, seed))).collect();
    let scene = |&(name, shift, seed): &(&str, Shift, u64)| {
        let world = suite.scenario(name, shift, seed)?;
        let base = Values::of(&play(&world, &mut Hold, seed), world.steps);
        Some(Scene { world, seed, base })
    };
    places.par_iter().filter_map(scene).collect()
}

fn play(world: &Scenario, rule: &mut dyn twin::Rule, seed: u64) -> Outcome {
    play_rule(&mut World::vacant(world), world, rule, seed, 0)
}

/// Plays a chooser, made anew for each scene, and logs what it does.
pub(super) fn episodes<C: Choose + Send>(scenes: &[Scene], make: impl Fn(usize) -> C + Sync) -> Vec<Episode> {
    let episode = |(place, scene): (usize, &Scene)| {
        let steps = Arc::new(Mutex::new(Vec::new()));
        let mut rule = Walk::new(Logged { chooser: make(place), steps: steps.clone() }, 1.0);
        let outcome = play(&scene.world, &mut rule, scene.seed);
        let steps = std::mem::take(&mut *steps.lock().unwrap_or_else(PoisonError::into_inner));
        let rewards = rewards(scene, &outcome, steps.len());
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

/// The worth of a whole run, in equal parts for its weeks: what a run is judged by is known at its end alone.
///
/// Source: T. Gangwani, Y. Zhou and J. Peng, "Learning guidance rewards with trajectory-space smoothing" (2020).
fn rewards(scene: &Scene, outcome: &Outcome, weeks: usize) -> Vec<f64> {
    let worth = worth(&Values::of(outcome, scene.world.steps), &scene.base);
    vec![worth / weeks.max(1) as f64; weeks]
}

/// Mean utility over the primary metrics, and over the secondary ones: what constraints ask of the mean over many runs has a price in each.
fn worth(values: &Values, base: &Values) -> f64 {
    let utility = |role: Role| {
        let own = METRICS.iter().enumerate().filter(|(_, metric)| metric.role == role);
        let gains = own.filter_map(|(place, metric)| {
            let change = metric.contrast.of(values.0[place], base.0[place])?;
            Some(saturated(if metric.higher_is_better { change } else { -change }))
        });
        stats::mean(&gains.collect::<Vec<f64>>()).unwrap_or(0.0)
    };
    utility(Role::Primary) + utility(Role::Secondary)
}
