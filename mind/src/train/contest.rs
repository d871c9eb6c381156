//! All learners in the twin, at the same simulator calls, and whether what they learn is real.

use {
    super::{Bench, Played, SHIFTS, SPREAD, Score, Space, evaluate, steered, utility},
    crate::{
        learn::{
            Budget, Evaluation, Found, Learner, Task,
            compare::{Row, Trial, rows, table},
            doubt::{Question, Shuffled, overfitting, shuffled},
            fqi,
        },
        policy::Policy,
    },
    referee::{arms::Arm, suite::Suite},
    serde::{Deserialize, Serialize},
    std::sync::{Mutex, PoisonError},
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
    /// Among candidates from all over the doubted search, as the measure's source has it, and among the leaders of its last rounds.
    pub tried: Choice,
    pub leaders: Choice,
    pub shuffled: Shuffled,
    pub trials: Vec<Trial>,
}

/// How much of a choice among candidates is luck, by the utility of each run on held-out seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub candidates: usize,
    /// Probability that the best in one half of the seeds is below the median in the other.
    pub overfitting: Option<f64>,
    /// Lowest and highest mean utility of a candidate.
    pub worth: [f64; 2],
}

/// Name of fitted-Q iteration among the learners.
const FITTED_Q: &str = "fitted_q";
/// The learner that trains the committed policies: its choice is what is doubted.
const DOUBTED: Learner = Learner::Cma;
/// Candidates that a choice is tested on, and candidates whose labels are shuffled.
const CANDIDATES: usize = 20;
const LABELS: usize = 48;

impl Contest {
    /// One row per learner, the best first.
    pub fn rows(&self) -> Vec<Row> {
        rows(&self.trials)
    }

    /// The contest for people, in Markdown.
    pub fn report(&self) -> String {
        let Shuffled { learner, gain, error, learned, seeds, .. } = &self.shuffled;
        format!(
            "{}\nProbability of overfitting (limit 0.2): {} tried by {DOUBTED}: {}; {} leaders of its last rounds: {}.\n\
             {learner} on shuffled labels gains {gain:+.4} ± {error:.4} over its start on held-out seeds ({seeds} runs of the learner); on true labels {learned:+.4}.\n",
            table(&self.rows()),
            self.tried.candidates,
            self.tried,
            self.leaders.candidates,
            self.leaders,
        )
    }
}

impl Choice {
    /// Plays every candidate, a point of `space`, on `bench`, which no training saw.
    pub fn of(space: &Space, candidates: &[Vec<f64>], bench: &Bench) -> Self {
        let played = |point: &Vec<f64>| bench.play(steered(space.policy(point)));
        let runs: Vec<Vec<Played>> = candidates.iter().map(played).collect();
        let seeds: Vec<u64> = runs.first().into_iter().flatten().map(|run| run.seed).collect();
        let worth = |runs: &Vec<Played>| runs.iter().map(utility).collect();
        let scores: Vec<Vec<f64>> = runs.iter().map(worth).collect();
        let means = scores.iter().map(|row| row.iter().sum::<f64>() / row.len().max(1) as f64);
        let worth = means.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], mean| [low.min(mean), high.max(mean)]);
        Self { candidates: candidates.len(), overfitting: overfitting(&scores, &seeds), worth }
    }
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let doubt = self.overfitting.map_or("unknown".to_owned(), |p| format!("{p:.3}"));
        write!(f, "{doubt}, worth {:+.4} to {:+.4}", self.worth[0], self.worth[1])
    }
}

/// Where everyone learns and is judged.
struct Field<'a> {
    conditions: &'a Conditions,
    space: Space,
    start: Vec<f64>,
    small: Suite,
    groups: Vec<Bench>,
    held_out: Bench,
}

impl Conditions {
    /// Everyone learns and is judged; `told` hears who is done. `None` for an arm without a search space, or where the calls do not suffice.
    pub fn play(&self, start: Option<&Policy>, suite: &Suite, told: &mut dyn FnMut(&str)) -> Option<Contest> {
        let space = Space::of(self.arm)?;
        let small = Suite { agents: self.agents, ..suite.clone() };
        let seeds = |group: u64| self.from + group * self.seeds..self.from + (group + 1) * self.seeds;
        let groups = (0..self.groups.max(1)).map(|n| Bench::new(&small, &SHIFTS, seeds(n))).collect();
        let held_out = Bench::new(&small, &SHIFTS, self.held_out[0]..self.held_out[1]);
        let field = Field { start: space.point(start), conditions: self, space, small, groups, held_out };
        let mut trials = Vec::new();
        for seed in &self.learners {
            trials.push(field.fitted(*seed)?);
            told(&told_of(&trials));
        }
        let mut doubted: Option<(Found, Vec<Vec<f64>>)> = None;
        for learner in Learner::ALL {
            for seed in &self.learners {
                let (found, tried) = field.search(learner, *seed);
                trials.push(Trial::of(learner, *seed, &found, |x| field.test(x)));
                if learner == DOUBTED && doubted.is_none() {
                    doubted = Some((found, tried));
                }
                told(&told_of(&trials));
            }
        }
        let (found, tried) = doubted?;
        Some(Contest {
            conditions: self.clone(),
            tried: Choice::of(&field.space, &evenly(&tried, CANDIDATES), &field.held_out),
            leaders: Choice::of(&field.space, &last(&found, CANDIDATES), &field.held_out),
            shuffled: field.shuffled(&found),
            trials,
        })
    }
}

fn told_of(trials: &[Trial]) -> String {
    trials.last().map_or_else(String::new, |trial| {
        let Trial { learner, seed, trained, held_out, violation, calls } = trial;
        format!(
            "{learner}, seed {seed}: {calls} calls, {trained:+.4} in training, {held_out:+.4} held out, constraints broken by {violation:.2}"
        )
    })
}

impl Field<'_> {
    fn budget(&self) -> Budget {
        Budget { calls: self.conditions.calls, per_evaluation: self.groups[0].runs() }
    }

    fn train(&self, point: &[f64], round: u32) -> Evaluation {
        evaluate(&self.space, point, &self.groups[round as usize % self.groups.len()])
    }

    fn test(&self, point: &[f64]) -> Evaluation {
        evaluate(&self.space, point, &self.held_out)
    }

    /// What a learner finds, and all that it tried, round by round.
    fn search(&self, learner: Learner, seed: u64) -> (Found, Vec<Vec<f64>>) {
        let task = Task { start: &self.start, spread: SPREAD, budget: self.budget(), seed };
        let tried = Mutex::new(Vec::new());
        let train = |point: &[f64], round: u32| {
            tried.lock().unwrap_or_else(PoisonError::into_inner).push((round, point.to_vec()));
            self.train(point, round)
        };
        let found = learner.search(&task, train, &mut |_| ());
        let mut tried = tried.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Threads come in any order; sorted by numbers, the places in a round say nothing about worth.
        let bits = |point: &[f64]| -> Vec<u64> { point.iter().map(|x| x.to_bits()).collect() };
        tried.sort_by_cached_key(|(round, point)| (*round, bits(point)));
        (found, tried.into_iter().map(|(_, point)| point).collect())
    }

    fn fitted(&self, seed: u64) -> Option<Trial> {
        let Conditions { agents, calls, from, seeds, .. } = *self.conditions;
        let settings = fqi::Settings { seed, agents, calls, from: from + seeds, choice: [from, from + seeds] };
        let taught = settings.train(&self.small, &mut |_| ())?;
        let judged = Score::of(&self.held_out.play(|_| taught.learned.rule(1.0))).evaluation();
        let (learner, trained, calls) = (FITTED_Q.to_owned(), taught.score.value(), taught.calls);
        Some(Trial { learner, seed, trained, held_out: judged.score, violation: judged.violation, calls })
    }

    fn shuffled(&self, found: &Found) -> Shuffled {
        let question = Question {
            learner: DOUBTED,
            start: &self.start,
            spread: SPREAD,
            budget: self.budget(),
            seeds: &self.conditions.learners,
            learned: &found.mean,
            labels: LABELS,
        };
        shuffled(&question, |x, round| self.train(x, round), |x| self.test(x))
    }
}

/// At most `count` of the points, evenly over their order, the last one included.
fn evenly(points: &[Vec<f64>], count: usize) -> Vec<Vec<f64>> {
    let count = count.min(points.len());
    (1..=count).map(|n| points[points.len() * n / count - 1].clone()).collect()
}

/// Leaders of the last rounds, without those that stand twice.
fn last(found: &Found, count: usize) -> Vec<Vec<f64>> {
    let mut points: Vec<Vec<f64>> = Vec::new();
    for leader in found.leaders.iter().rev() {
        if points.len() < count && !points.contains(&leader.point) {
            points.push(leader.point.clone());
        }
    }
    points
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
    fn everyone_spends_the_same_and_the_same_comes_out_again() {
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
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let mut told = Vec::new();
            let contest = pool.install(|| conditions.play(None, &small(), &mut |line| told.push(line.to_owned())));
            (contest.unwrap(), told)
        };
        let (contest, told) = on(1);
        let names = ["fitted_q", "random", "cem", "cma", "nsga"];
        assert_eq!(told.len(), 2 * names.len());
        assert!(told.chunks(2).zip(names).all(|(lines, name)| lines.iter().all(|line| line.starts_with(name))));
        assert!(contest.trials.iter().all(|trial| trial.calls <= 200 && trial.calls >= 120), "{:?}", contest.trials);
        for choice in [&contest.tried, &contest.leaders] {
            assert!(
                choice.candidates >= 2 && choice.overfitting.is_some_and(|p| (0.0..=1.0).contains(&p)),
                "{choice:?}"
            );
            assert!(choice.worth[0] <= choice.worth[1]);
        }
        assert_eq!(contest.report().lines().filter(|line| line.starts_with("| ")).count(), 1 + 5);
        assert_eq!(on(2), (contest, told), "the same again, on two threads");
    }
}
