//! Training: the same search and the same budget of simulator calls for the field's free numbers, for bare levels, and for answers.

use {
    super::{
        arms::{Arm, Steer},
        bench::{judge, play, scenarios},
        field::Field,
        manifest::{MANIFEST, Manifest, Trained, inputs},
        policy::{self, Policy},
        space::{self, Form},
    },
    crate::{
        learn::{Budget, Evaluation, Found, Task},
        train::Settings,
    },
    std::sync::Arc,
    twin::{Scenario, packs::Kind},
};

/// Scenarios that are trained on; the shift is never.
pub const TRAINED_ON: [(Kind, [&str; 2]); 3] =
    [(Kind::Lending, ["calm", "crunch"]), (Kind::Game, ["calm", "hype"]), (Kind::Network, ["calm", "slump"])];
/// Candidates among which the choice is made beside the learner's mean and the point of the start.
const LEADERS: usize = 4;
const SPREAD: f64 = 0.25;
/// Decimals of the tuned numbers in the manifest.
const DECIMALS: f64 = 1e4;

/// Trains every pack and gives the files to commit, by name; `tell` hears of each arm that is done.
pub fn train(searches: &[Settings], tell: &mut dyn FnMut(&Trained)) -> Vec<(String, String)> {
    let (mut files, mut arms) = (Vec::new(), Vec::new());
    for (kind, names) in TRAINED_ON {
        let grounds: Vec<Ground<'_>> = searches.iter().map(|settings| Ground::new(kind, &names, settings)).collect();
        for arm in [Arm::Tuned, Arm::Levels, Arm::Learned] {
            let found = grounds.iter().map(|ground| ground.train(arm)).reduce(better);
            let Some((row, policy)) = found else { continue };
            tell(&row);
            arms.push(row);
            files.extend(policy.map(|policy| (policy::file(kind, form(arm)), policy.to_toml())));
        }
    }
    let command = "trimtab policy train --packs --out DIR".into();
    let manifest = Manifest { command, inputs: inputs(), searches: searches.to_vec(), arms };
    files.push((MANIFEST.into(), manifest.to_toml()));
    files
}

/// The better of two on the seeds of the choice, the first where they are equal, with the calls of both.
pub(super) fn better(a: (Trained, Option<Policy>), b: (Trained, Option<Policy>)) -> (Trained, Option<Policy>) {
    let calls = a.0.calls + b.0.calls;
    let (row, policy) = if b.0.evaluation().order(&a.0.evaluation()).is_lt() { b } else { a };
    (Trained { calls, ..row }, policy)
}

/// Where a pack is trained: scenarios, and what holding still comes to in them.
struct Ground<'a> {
    kind: Kind,
    settings: &'a Settings,
    scenarios: Vec<Scenario>,
    /// By seed, then by scenario.
    bases: Vec<Vec<Vec<f64>>>,
    choice: Vec<u64>,
    choice_bases: Vec<Vec<f64>>,
}

impl<'a> Ground<'a> {
    fn new(kind: Kind, names: &[&str], settings: &'a Settings) -> Self {
        let scenarios = scenarios(kind, names, settings.agents);
        let seeds: Vec<u64> = (0..settings.seeds * settings.groups).collect();
        let held = play(kind, &scenarios, &seeds, &Steer::Hold);
        let of_seed = |place: usize| (0..scenarios.len()).map(|s| held[s * seeds.len() + place].clone()).collect();
        let bases = (0..seeds.len()).map(of_seed).collect();
        let choice: Vec<u64> = (settings.choice[0]..settings.choice[1]).collect();
        let choice_bases = play(kind, &scenarios, &choice, &Steer::Hold);
        Self { kind, settings, scenarios, bases, choice, choice_bases }
    }

    /// What steers at a point of the unit cube.
    fn steer(&self, arm: Arm, point: &[f64]) -> Steer {
        match arm {
            Arm::Tuned if point.is_empty() => Steer::Field(Field::source(self.kind)),
            Arm::Tuned => Steer::Field(Field::at(self.kind, point)),
            _ => Steer::Policy(Arc::new(space::policy(self.kind, form(arm), point))),
        }
    }

    /// The rounds take turns with the groups of seeds.
    fn evaluate(&self, arm: Arm, point: &[f64], round: u32) -> Evaluation {
        let Settings { seeds, groups, .. } = *self.settings;
        let group = u64::from(round) % groups.max(1);
        let seeds: Vec<u64> = (group * seeds..(group + 1) * seeds).collect();
        let runs = play(self.kind, &self.scenarios, &seeds, &self.steer(arm, point));
        let bases: Vec<Vec<f64>> = (0..self.scenarios.len())
            .flat_map(|scenario| seeds.iter().map(move |seed| self.bases[*seed as usize][scenario].clone()))
            .collect();
        judge(self.kind, &runs, &bases)
    }

    /// One search from `start`.
    fn search(&self, arm: Arm, start: &[f64], calls: u64) -> Found {
        let budget = Budget { calls, per_evaluation: self.settings.seeds * self.scenarios.len() as u64 };
        let task = Task { start, spread: SPREAD, budget, seed: self.settings.seed };
        self.settings.learner.search(&task, |point, round| self.evaluate(arm, point, round), &mut |_| ())
    }

    /// Searches, then chooses among mean, leaders and start on seeds of their own.
    fn train(&self, arm: Arm) -> (Trained, Option<Policy>) {
        let Settings { calls, .. } = *self.settings;
        let (start, spent) = match arm {
            Arm::Tuned => (vec![0.5; Field::dimensions(self.kind)], 0),
            Arm::Learned => {
                // Half of the calls find levels, the other half what answers add to them.
                let levels = self.search(Arm::Levels, &space::start(self.kind, Form::Levels), calls / 2);
                (space::answering(self.kind, &levels.mean), levels.calls)
            }
            _ => (space::start(self.kind, form(arm)), 0),
        };
        let found = self.search(arm, &start, calls - spent);
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
            learner: self.settings.learner,
            calls: spent + found.calls + chosen,
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
