//! Learning by logged runs, within a budget of simulator calls.

use {
    super::{
        FittedQ, Greedy,
        fit::{self, Method, Rows},
        log::{Episode, Noisy, Scene, episodes, scenes},
    },
    crate::train::{Bench, SHIFTS, Score},
    referee::suite::Suite,
    serde::{Deserialize, Serialize},
    std::sync::Arc,
    twin::rng::Stream,
};

/// How arm Q is trained; with the same settings and sources the same file comes out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Seed of the random moves.
    pub seed: u64,
    /// Agents of the logged runs; the choice is made among the suite's.
    pub agents: usize,
    /// Simulator calls in all: static parameters, logged runs, and the choice among methods.
    pub calls: u64,
    /// First seed of the logged runs.
    pub from: u64,
    /// Seeds on which methods are compared.
    pub choice: [u64; 2],
}

/// What came out.
#[derive(Debug, Clone)]
pub struct Taught {
    pub learned: Arc<FittedQ>,
    /// On the seeds of the choice.
    pub score: Score,
    pub method: Method,
    pub calls: u64,
}

/// Rounds of logging: random moves first, then mostly what was learned so far.
const ROUNDS: [f64; 3] = [1.0, 0.3, 0.3];
/// What is tried; the last round of logging goes by the first.
const METHODS: [Method; 6] = [
    Method { discount: 0.9, penalty: 0.003, iterations: 12 },
    Method { discount: 0.97, penalty: 0.003, iterations: 25 },
    Method { discount: 0.8, penalty: 0.003, iterations: 8 },
    Method { discount: 0.9, penalty: 0.02, iterations: 12 },
    Method { discount: 0.97, penalty: 0.02, iterations: 25 },
    Method { discount: 0.0, penalty: 0.01, iterations: 1 },
];

impl Settings {
    /// Learns in the worlds of `suite` under the shifts that training may see; `told` hears how far it is.
    ///
    /// `None` where the budget is too small for one seed.
    pub fn train(&self, suite: &Suite, told: &mut dyn FnMut(&str)) -> Option<Taught> {
        let small = Suite { agents: self.agents, ..suite.clone() };
        let choice = Bench::new(suite, &SHIFTS, self.choice[0]..self.choice[1]);
        let chosen_by = (1 + METHODS.len() as u64) * choice.runs();
        let cells = (suite.scenarios.len() * SHIFTS.len()) as u64;
        // Every logged seed is played once by static parameters and once per round.
        let seeds = self.calls.checked_sub(chosen_by)? / (cells * (1 + ROUNDS.len() as u64));
        let scenes = scenes(&small, &SHIFTS, self.from..self.from + seeds);
        if scenes.is_empty() {
            return None;
        }
        let episodes = self.log(&scenes, told)?;
        let rows = Rows::of(&episodes)?;
        let calls = chosen_by + scenes.len() as u64 * (1 + ROUNDS.len() as u64);
        let mut best: Option<Taught> = None;
        for method in METHODS {
            let Some(weights) = rows.iterate(&method) else { continue };
            let learned = Arc::new(fit::lines(&weights, about(calls)));
            let score = Score::of(&choice.play(|_| learned.rule(1.0)));
            told(&format!("{method:?}: worth {:+.4}, constraints broken by {:.2}", score.value(), score.violation));
            let evaluation = score.evaluation();
            if best.as_ref().is_none_or(|best| evaluation.order(&best.score.evaluation()).is_lt()) {
                best = Some(Taught { learned, score, method, calls });
            }
        }
        best
    }

    fn log(&self, scenes: &[Scene], told: &mut dyn FnMut(&str)) -> Option<Vec<Episode>> {
        let mut all: Vec<Episode> = Vec::new();
        let mut learned: Option<Arc<FittedQ>> = None;
        for (round, noise) in ROUNDS.into_iter().enumerate() {
            let luck = Stream::new(self.seed, 0xF0 + round as u64);
            let chooser = |place: usize| Noisy {
                chooser: learned.clone().map(Greedy),
                noise,
                draws: luck.draws(place as u32, 0),
                drift: Default::default(),
            };
            all.extend(episodes(scenes, chooser));
            told(&format!("round {} of {}: {} logged runs", round + 1, ROUNDS.len(), all.len()));
            if round + 1 < ROUNDS.len() {
                learned = Some(Arc::new(fit::lines(&Rows::of(&all)?.iterate(&METHODS[0])?, String::new())));
            }
        }
        Some(all)
    }
}

fn about(calls: u64) -> String {
    format!(
        "Fitted-Q iteration on {calls} simulator calls: the value of one small step of each lever a week, linear in what is seen."
    )
}
