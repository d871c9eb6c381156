//! Learning by logged runs, within a budget of simulator calls.

use {
    super::{
        FittedQ, Greedy,
        fit::{self, Method, Rows},
        log::{Episode, Noisy, Scene, episodes, scenes},
    },
    crate::train::{Bench, Score},
    referee::{cell::Shift, suite::Suite},
    serde::{Deserialize, Serialize},
    std::{ops::Range, sync::Arc},
    twin::rng::Stream,
};

/// How arm Q is trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Seed of the random moves.
    pub seed: u64,
    /// Simulator calls in all: static parameters, logged runs, and the choice among methods.
    pub calls: u64,
    /// Seeds per scenario and shift on which methods are compared.
    pub choice: u64,
}

/// What came out.
#[derive(Debug, Clone)]
pub struct Taught {
    pub learned: Arc<FittedQ>,
    /// Where methods were compared.
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
    /// Learns on the worlds of `suite` under `shifts`, with seeds from `from` on; `None` where the budget is too small for one seed.
    pub fn train(&self, suite: &Suite, shifts: &[Shift], from: u64) -> Option<Taught> {
        let cells = (suite.scenarios.len() * shifts.len()) as u64;
        let choice = Bench::new(suite, shifts, from..from + self.choice);
        let chosen_by = (1 + METHODS.len() as u64) * choice.runs();
        // Every logged seed is played once by static parameters and once per round.
        let seeds = self.calls.checked_sub(chosen_by)? / (cells * (1 + ROUNDS.len() as u64));
        let logged: Range<u64> = from + self.choice..from + self.choice + seeds;
        let scenes = scenes(suite, shifts, logged);
        if scenes.is_empty() {
            return None;
        }
        let rows = Rows::of(&self.log(&scenes)?);
        let calls = chosen_by + scenes.len() as u64 * (1 + ROUNDS.len() as u64);
        let taught = METHODS.iter().filter_map(|method| {
            let learned = Arc::new(fit::lines(&rows.iterate(method)?, about(calls)));
            let score = Score::of(&choice.play(|_| learned.rule()));
            Some(Taught { learned, score, method: *method, calls })
        });
        taught.min_by(|a, b| a.score.evaluation().order(&b.score.evaluation()))
    }

    fn log(&self, scenes: &[Scene]) -> Option<Vec<Episode>> {
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
            if round + 1 < ROUNDS.len() {
                learned = Some(Arc::new(fit::lines(&Rows::of(&all).iterate(&METHODS[0])?, String::new())));
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
