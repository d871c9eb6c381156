//! Training: the same search and the same budget of simulator calls for the field's free numbers, for bare levels, and for answers.

use {
    super::{
        arms::{Arm, Steer},
        bench::{judge, play, scenarios},
        field::Field,
        policy::Policy,
        space::{self, Form},
    },
    crate::learn::{Budget, Evaluation, Learner, Task},
    serde::{Deserialize, Serialize},
    sha2::{Digest, Sha256},
    std::sync::Arc,
    twin::{
        Scenario,
        packs::{self, Kind},
    },
};

/// Scenarios that are trained on; the shift is never.
pub const TRAINED_ON: [(Kind, [&str; 2]); 3] =
    [(Kind::Lending, ["calm", "crunch"]), (Kind::Game, ["calm", "hype"]), (Kind::Network, ["calm", "slump"])];
/// Training seeds, how many of them a round plays, and the seeds on which the choice among what was found is made.
const SEEDS: std::ops::Range<u64> = 0..48;
const PER_ROUND: usize = 4;
const CHOICE: std::ops::Range<u64> = 10_500..10_520;
/// Candidates among which the choice is made beside the learner's mean and the point of the start.
const LEADERS: usize = 4;
const SPREAD: f64 = 0.25;
/// Decimals of the tuned numbers in the manifest.
const DECIMALS: f64 = 1e4;

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Training {
    /// Simulator calls per arm.
    pub budget: u64,
    /// Agents of the economy under a pack.
    pub agents: usize,
    pub seed: u64,
}

impl Default for Training {
    fn default() -> Self {
        Self { budget: 6_400, agents: 60, seed: 1 }
    }
}

/// What was found for one arm of one pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    pub pack: Kind,
    pub arm: Arm,
    /// Simulator calls spent.
    pub calls: u64,
    /// Objective and breach on the seeds of the choice, rounded.
    pub score: f64,
    pub breach: f64,
    /// Hash of the policy; empty for the field's rule.
    pub hash: String,
    /// The field's free numbers as a point of the unit cube; empty for its source's, and for a policy.
    pub point: Vec<f64>,
}

/// How the committed policies came to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub learner: Learner,
    pub budget: u64,
    pub agents: usize,
    pub seed: u64,
    pub seeds: [u64; 2],
    pub choice: [u64; 2],
    /// SHA-256 over the packs' scenarios and parameters.
    pub inputs: String,
    pub arm: Vec<Trained>,
}

const COMMITTED: &str = include_str!("../../../policies/packs/manifest.toml");

impl Manifest {
    /// The one that came with this program.
    pub fn built_in() -> Self {
        toml::from_str(COMMITTED).expect("the committed manifest is read by a test")
    }

    pub fn of(&self, pack: Kind, arm: Arm) -> Option<&Trained> {
        self.arm.iter().find(|row| row.pack == pack && row.arm == arm)
    }

    /// The field's rule with the numbers that were found for it.
    pub fn tuned(&self, pack: Kind) -> Field {
        let found = self.of(pack, Arm::Tuned).filter(|row| !row.point.is_empty());
        found.map_or(Field::source(pack), |row| Field::at(pack, &row.point))
    }
}

/// SHA-256 over everything that the packs begin with, as hex.
pub fn inputs() -> String {
    let mut hash = Sha256::new();
    packs::BUILT_IN.iter().for_each(|(name, text)| {
        hash.update(name);
        hash.update(text);
    });
    Kind::ALL.iter().for_each(|kind| hash.update(packs::migration(*kind)));
    hex::encode(hash.finalize())
}

/// Trains every pack and gives the files to commit, by name; `tell` hears of each arm that is done.
pub fn train(training: &Training, tell: &mut dyn FnMut(&Trained)) -> Vec<(String, String)> {
    let (mut files, mut rows) = (Vec::new(), Vec::new());
    for (kind, names) in TRAINED_ON {
        let ground = Ground::new(kind, &names, training);
        for arm in [Arm::Tuned, Arm::Levels, Arm::Learned] {
            let (row, policy) = ground.search(arm);
            tell(&row);
            rows.push(row);
            if let Some(policy) = policy {
                let suffix = if arm == Arm::Levels { "-levels" } else { "" };
                files.push((format!("{}{suffix}.toml", kind.name()), policy.to_toml()));
            }
        }
    }
    let manifest = Manifest {
        learner: Learner::Cem,
        budget: training.budget,
        agents: training.agents,
        seed: training.seed,
        seeds: [SEEDS.start, SEEDS.end],
        choice: [CHOICE.start, CHOICE.end],
        inputs: inputs(),
        arm: rows,
    };
    let head = "# How the packs' policies were made: `cargo run -p mind --example packs -- train policies/packs` writes this folder again.\n";
    let text = toml::to_string(&manifest).expect("numbers and words are TOML");
    files.push(("manifest.toml".into(), format!("{head}{text}")));
    files
}

/// Where a pack is trained: scenarios, and what holding still comes to in them.
struct Ground<'a> {
    kind: Kind,
    training: &'a Training,
    scenarios: Vec<Scenario>,
    /// By seed, then by scenario.
    bases: Vec<Vec<Vec<f64>>>,
    choice: Vec<u64>,
    choice_bases: Vec<Vec<f64>>,
}

impl<'a> Ground<'a> {
    fn new(kind: Kind, names: &[&str], training: &'a Training) -> Self {
        let scenarios = scenarios(kind, names, training.agents);
        let seeds: Vec<u64> = SEEDS.collect();
        let held = play(kind, &scenarios, &seeds, &Steer::Hold);
        let of_seed = |place: usize| (0..scenarios.len()).map(|s| held[s * seeds.len() + place].clone()).collect();
        let bases = (0..seeds.len()).map(of_seed).collect();
        let choice: Vec<u64> = CHOICE.collect();
        let choice_bases = play(kind, &scenarios, &choice, &Steer::Hold);
        Self { kind, training, scenarios, bases, choice, choice_bases }
    }

    /// What steers at a point of the unit cube.
    fn steer(&self, arm: Arm, point: &[f64]) -> Steer {
        match arm {
            Arm::Tuned if point.is_empty() => Steer::Field(Field::source(self.kind)),
            Arm::Tuned => Steer::Field(Field::at(self.kind, point)),
            _ => Steer::Policy(Arc::new(space::policy(self.kind, form(arm), point))),
        }
    }

    fn evaluate(&self, arm: Arm, point: &[f64], round: u32) -> Evaluation {
        let first = round as usize * PER_ROUND;
        let places: Vec<usize> = (first..first + PER_ROUND).map(|place| place % self.bases.len()).collect();
        let seeds: Vec<u64> = places.iter().map(|place| SEEDS.start + *place as u64).collect();
        let runs = play(self.kind, &self.scenarios, &seeds, &self.steer(arm, point));
        let bases: Vec<Vec<f64>> = (0..self.scenarios.len())
            .flat_map(|scenario| places.iter().map(move |place| self.bases[*place][scenario].clone()))
            .collect();
        judge(self.kind, &runs, &bases)
    }

    /// Searches, then chooses among mean, leaders and start on seeds of their own.
    fn search(&self, arm: Arm) -> (Trained, Option<Policy>) {
        let start = match arm {
            Arm::Tuned => vec![0.5; Field::dimensions(self.kind)],
            _ => space::start(self.kind, form(arm)),
        };
        let per_evaluation = (PER_ROUND * self.scenarios.len()) as u64;
        let budget = Budget { calls: self.training.budget, per_evaluation };
        let task = Task { start: &start, spread: SPREAD, budget, seed: self.training.seed };
        let found = Learner::Cem.search(&task, |point, round| self.evaluate(arm, point, round), &mut |_| ());
        let mut candidates = vec![rounded(&found.mean), rounded(&found.best.point), rounded(&start)];
        // The field's own numbers stay where nothing better was found.
        candidates.extend((arm == Arm::Tuned).then(Vec::new));
        candidates.extend(found.leaders.iter().rev().take(LEADERS).map(|leader| rounded(&leader.point)));
        let judged: Vec<Evaluation> = candidates
            .iter()
            .map(|point| {
                let runs = play(self.kind, &self.scenarios, &self.choice, &self.steer(arm, point));
                judge(self.kind, &runs, &self.choice_bases)
            })
            .collect();
        let best = (0..judged.len()).min_by(|a, b| judged[*a].order(&judged[*b])).unwrap_or(0);
        let policy = (arm != Arm::Tuned).then(|| space::policy(self.kind, form(arm), &candidates[best]));
        let chosen = (candidates.len() * self.choice.len() * self.scenarios.len()) as u64;
        let short = |x: f64| (x * 1e6).round() / 1e6;
        let row = Trained {
            pack: self.kind,
            arm,
            calls: found.calls + chosen,
            score: short(judged[best].score),
            breach: short(judged[best].violation),
            hash: policy.as_ref().map_or_else(String::new, Policy::hash),
            point: if arm == Arm::Tuned { candidates[best].clone() } else { Vec::new() },
        };
        (row, policy)
    }
}

const fn form(arm: Arm) -> Form {
    match arm {
        Arm::Levels => Form::Levels,
        _ => Form::Feedback,
    }
}

fn rounded(point: &[f64]) -> Vec<f64> {
    point.iter().map(|x| (x * DECIMALS).round() / DECIMALS).collect()
}
