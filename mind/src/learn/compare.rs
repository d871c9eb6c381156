//! Learners side by side: the same task, the same simulator calls, several seeds each, judged where none of them has learned.

use {
    super::{Evaluation, Found, Learner},
    referee::stats,
    serde::{Deserialize, Serialize},
};

/// What one learner made of the budget with one seed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Its name; fitted-Q iteration, which does not search a cube, takes part under its own.
    pub learner: String,
    pub seed: u64,
    /// Score where it learned, and on held-out worlds, of the policy that it stands by.
    pub trained: f64,
    pub held_out: f64,
    /// Breach of constraints on held-out worlds.
    pub violation: f64,
    /// Simulator calls spent on learning.
    pub calls: u64,
}

/// A learner over all its seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub learner: String,
    pub seeds: usize,
    /// Simulator calls per seed.
    pub calls: u64,
    /// Mean score where it learned.
    pub trained: f64,
    /// Median, lowest and highest score on held-out worlds.
    pub median: f64,
    pub low: f64,
    pub high: f64,
    /// Part of the seeds whose policy breaks no constraint on held-out worlds.
    pub feasible: f64,
    /// Part of the pairs of seeds in which it is better than random search on held-out worlds; a half where they are equal.
    pub over_random: f64,
}

impl Trial {
    /// What a search found, judged by `test` where it did not learn.
    pub fn of(learner: Learner, seed: u64, found: &Found, test: impl FnOnce(&[f64]) -> Evaluation) -> Self {
        let Evaluation { score, violation, .. } = test(&found.mean);
        let (learner, trained) = (learner.name().to_owned(), found.best.evaluation.score);
        Self { learner, seed, trained, held_out: score, violation, calls: found.calls }
    }
}

/// One row per learner, the best median on held-out worlds first.
pub fn rows(trials: &[Trial]) -> Vec<Row> {
    let mut names: Vec<&str> = Vec::new();
    for trial in trials {
        if !names.contains(&trial.learner.as_str()) {
            names.push(&trial.learner);
        }
    }
    let random = of(trials, Learner::Random.name());
    let mut rows: Vec<Row> = names.into_iter().map(|name| row(name, &of(trials, name), &random)).collect();
    rows.sort_by(|a, b| b.median.total_cmp(&a.median));
    rows
}

fn of<'a>(trials: &'a [Trial], name: &str) -> Vec<&'a Trial> {
    trials.iter().filter(|trial| trial.learner == name).collect()
}

fn row(name: &str, own: &[&Trial], random: &[&Trial]) -> Row {
    let held_out: Vec<f64> = own.iter().map(|trial| trial.held_out).collect();
    let others: Vec<f64> = random.iter().map(|trial| trial.held_out).collect();
    let trained: Vec<f64> = own.iter().map(|trial| trial.trained).collect();
    let feasible = own.iter().filter(|trial| trial.violation <= 0.0).count();
    Row {
        learner: name.to_owned(),
        seeds: own.len(),
        calls: own.iter().map(|trial| trial.calls).max().unwrap_or(0),
        trained: stats::mean(&trained).unwrap_or(f64::NAN),
        median: stats::median(&held_out).unwrap_or(f64::NAN),
        low: held_out.iter().copied().fold(f64::INFINITY, f64::min),
        high: held_out.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        feasible: feasible as f64 / own.len().max(1) as f64,
        over_random: (stats::cliffs_delta(&held_out, &others).unwrap_or(0.0) + 1.0) / 2.0,
    }
}

/// The rows as a table in Markdown.
pub fn table(rows: &[Row]) -> String {
    let head = "| learner | simulator calls | seeds | score in training, mean | held out: median | lowest | highest | keeps the constraints | better than random search |\n|---|---|---|---|---|---|---|---|---|\n";
    let line = |row: &Row| {
        let Row { learner, calls, seeds, trained, median, low, high, feasible, over_random } = row;
        let parts = format!("{:.0} % | {:.0} %", 100.0 * feasible, 100.0 * over_random);
        format!("| {learner} | {calls} | {seeds} | {trained:.4} | {median:.4} | {low:.4} | {high:.4} | {parts} |\n")
    };
    rows.iter().fold(head.to_owned(), |text, row| text + &line(row))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Budget, Task},
        *,
    };

    /// One trial of every learner and seed.
    fn compare(learners: &[Learner], seeds: &[u64], test: fn(&[f64]) -> Evaluation) -> Vec<Trial> {
        let trial = |learner: Learner, seed: u64| {
            let budget = Budget { calls: 1_200, per_evaluation: 2 };
            let task = Task { start: &[0.8; 6], spread: 0.2, budget, seed };
            Trial::of(learner, seed, &learner.search(&task, |x, _| bowl(x, 0.4), &mut |_| ()), test)
        };
        learners.iter().flat_map(|learner| seeds.iter().map(|seed| trial(*learner, *seed))).collect()
    }

    fn bowl(x: &[f64], center: f64) -> Evaluation {
        let score = -x.iter().map(|x| (x - center).powi(2)).sum::<f64>();
        Evaluation { score, objectives: vec![score, -x[0]], violation: (x[0] - 0.9).max(0.0) }
    }

    #[test]
    fn learners_are_judged_where_they_did_not_learn_and_ordered_by_it() {
        let trials = compare(&Learner::ALL, &[1, 2, 3], |x| bowl(x, 0.45));
        let rows = rows(&trials);
        assert_eq!(rows.last().map(|row| row.learner.as_str()), Some("random"), "{rows:?}");
        assert!(rows.iter().all(|row| row.seeds == 3 && row.calls <= 1_200 && row.feasible == 1.0));
        let cma = rows.iter().find(|row| row.learner == "cma").unwrap();
        assert!(cma.trained > -1e-4 && (cma.median + 6.0 * 0.05 * 0.05).abs() < 1e-3, "{cma:?}");
        assert_eq!(cma.over_random, 1.0);
    }

    #[test]
    fn whoever_breaks_a_constraint_held_out_is_told_apart() {
        let trials = compare(&[Learner::Random], &[1], |x| Evaluation { violation: 1.0, ..bowl(x, 0.4) });
        assert_eq!(rows(&trials)[0].feasible, 0.0);
    }

    #[test]
    fn the_table_has_a_line_for_every_row() {
        let trials = compare(&Learner::ALL, &[1], |x| bowl(x, 0.4));
        let text = table(&rows(&trials));
        assert_eq!(text.lines().count(), 2 + Learner::ALL.len());
        assert!(text.contains("| random | "));
    }
}
