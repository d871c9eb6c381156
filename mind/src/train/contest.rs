//! All learners in the twin, at the same simulator calls, and whether what they learn is real.

use {
    super::{Bench, SHIFTS, Score, Space, evaluate, steered},
    crate::{
        learn::{
            Budget, Evaluation, Learner, Task,
            compare::{Row, Terms, Trial, compare, rows, table},
            doubt::{Question, Shuffled, overfitting, shuffled, tried},
            fqi,
        },
        policy::Policy,
    },
    referee::{arms::Arm, stats, suite::Suite},
    serde::{Deserialize, Serialize},
};

/// What is the same for all learners.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// Whose numbers are searched; fitted-Q iteration learns its own.
    pub arm: Arm,
    /// Agents of every world.
    pub agents: usize,
    /// Simulator calls of each learner with each seed.
    pub calls: u64,
    /// Seeds per scenario, shift and round in training, from `from` on, in turns of `groups`.
    pub from: u64,
    pub seeds: u64,
    pub groups: u64,
    /// Seeds that judge.
    pub held_out: [u64; 2],
    /// Seeds of the learners.
    pub learners: Vec<u64>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    pub conditions: Conditions,
    /// Probability that the best candidate of the search is below the median elsewhere, and how many there were.
    pub overfitting: Option<f64>,
    pub candidates: usize,
    pub shuffled: Shuffled,
    pub trials: Vec<Trial>,
}

/// Name of fitted-Q iteration among the learners.
const FITTED_Q: &str = "fitted_q";
/// Deviation of the first generation, in widths of the cube.
const SPREAD: f64 = 0.15;
/// Candidates that the choice is tested on, and candidates whose labels are shuffled.
const TRIED: usize = 20;
const LABELS: usize = 48;

impl Contest {
    /// The contest as a file.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("plain numbers and names are TOML")
    }

    /// One row per learner, the best first.
    pub fn rows(&self) -> Vec<Row> {
        rows(&self.trials)
    }

    /// The contest for people, in Markdown.
    pub fn report(&self) -> String {
        let Shuffled { learner, gain, error, learned, seeds, .. } = &self.shuffled;
        let doubt = self.overfitting.map_or("unknown".to_owned(), |p| format!("{p:.3}"));
        format!(
            "{}\nProbability of overfitting of the choice among {} candidates: {doubt} (limit 0.2).\n\
             {learner} on shuffled labels gains {gain:+.4} ± {error:.4} over its start on held-out seeds ({seeds} runs of the learner); on true labels {learned:+.4}.\n",
            table(&self.rows()),
            self.candidates,
        )
    }
}

impl Conditions {
    /// Everyone learns and is judged; `told` hears who is done. `None` for an arm without a search space, or where the calls do not suffice.
    pub fn play(&self, start: Option<&Policy>, suite: &Suite, told: &mut dyn FnMut(&str)) -> Option<Contest> {
        let space = Space::of(self.arm)?;
        let small = Suite { agents: self.agents, ..suite.clone() };
        let seeds = |group: u64| self.from + group * self.seeds..self.from + (group + 1) * self.seeds;
        let groups: Vec<Bench> = (0..self.groups.max(1)).map(|n| Bench::new(&small, &SHIFTS, seeds(n))).collect();
        let held_out = Bench::new(&small, &SHIFTS, self.held_out[0]..self.held_out[1]);
        let budget = Budget { calls: self.calls, per_evaluation: groups.first()?.runs() };
        let start = space.point(start);
        let train = |x: &[f64], round: u32| evaluate(&space, x, &groups[round as usize % groups.len()]);
        let test = |x: &[f64]| evaluate(&space, x, &held_out);
        let terms = Terms { start: &start, spread: SPREAD, budget, seeds: &self.learners };
        let mut trials = Vec::new();
        for learner in Learner::ALL {
            trials.extend(compare(&[learner], &terms, train, test));
            told(learner.name());
        }
        trials.extend(self.fitted(&small, &held_out)?);
        told(FITTED_Q);
        let seed = *self.learners.first()?;
        let found = Learner::Cma.search(&Task { start: &start, spread: SPREAD, budget, seed }, train, &mut |_| ());
        let candidates: Vec<Vec<f64>> = tried(&found.leaders, TRIED).iter().map(|c| c.point.clone()).collect();
        let question = Question {
            learner: Learner::Cma,
            start: &start,
            spread: SPREAD,
            budget,
            seeds: &self.learners,
            learned: &found.mean,
            labels: LABELS,
        };
        Some(Contest {
            conditions: self.clone(),
            overfitting: doubt(&space, &candidates, &held_out),
            candidates: candidates.len(),
            shuffled: shuffled(&question, train, test),
            trials,
        })
    }

    /// Fitted-Q iteration with every seed.
    fn fitted(&self, suite: &Suite, held_out: &Bench) -> Option<Vec<Trial>> {
        let trial = |seed: &u64| {
            let settings = fqi::Settings { seed: *seed, calls: self.calls, choice: self.seeds };
            let taught = settings.train(suite, &SHIFTS, self.from)?;
            let Evaluation { score, violation, .. } = Score::of(&held_out.play(|_| taught.learned.rule())).evaluation();
            let (learner, trained) = (FITTED_Q.to_owned(), taught.score.value());
            Some(Trial { learner, seed: *seed, trained, held_out: score, violation, calls: taught.calls })
        };
        self.learners.iter().map(trial).collect()
    }
}

/// Overfitting of the choice among candidates by their mean gains, run by run.
fn doubt(space: &Space, candidates: &[Vec<f64>], bench: &Bench) -> Option<f64> {
    let played = |point: &Vec<f64>| bench.play(steered(space.policy(point)));
    let runs: Vec<_> = candidates.iter().map(played).collect();
    let seeds: Vec<u64> = runs.first()?.iter().map(|run| run.seed).collect();
    let gain = |run: &super::Played| {
        let gains: Vec<f64> = run.values.gains(&run.base).collect();
        stats::mean(&gains).unwrap_or(0.0)
    };
    let scores: Vec<Vec<f64>> = runs.iter().map(|runs| runs.iter().map(gain).collect()).collect();
    overfitting(&scores, &seeds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::file;

    fn small() -> Suite {
        let files = [include_str!("../../../scenarios/calm.toml"), include_str!("../../../scenarios/bear.toml")];
        Suite::new(files.iter().map(|text| file::parse(text).unwrap()).collect(), 60, 40)
    }

    #[test]
    fn everyone_spends_the_same_and_the_file_reads_back() {
        let held_out = [10_600, 10_608];
        let conditions = Conditions {
            arm: Arm::A0,
            agents: 40,
            calls: 200,
            from: 3_000,
            seeds: 1,
            groups: 2,
            held_out,
            learners: vec![1, 2],
        };
        let mut names = Vec::new();
        let contest = conditions.play(None, &small(), &mut |name| names.push(name.to_owned())).unwrap();
        assert_eq!(names, ["random", "cem", "cma", "nsga", "fitted_q"]);
        assert!(contest.trials.iter().all(|trial| trial.calls <= 200 && trial.calls >= 120), "{:?}", contest.trials);
        assert!(contest.overfitting.is_some_and(|p| (0.0..=1.0).contains(&p)));
        assert_eq!(toml::from_str::<Contest>(&contest.to_toml()).unwrap(), contest);
        assert_eq!(contest.report().lines().filter(|line| line.starts_with("| ")).count(), 1 + 5);
        assert_eq!(conditions.play(None, &small(), &mut |_| ()).unwrap(), contest, "the same again");
    }
}
