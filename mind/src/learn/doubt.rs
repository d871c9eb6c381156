//! Whether what was learned is real: the luck of the choice, and what learning finds where there is nothing to find.

use {
    super::{Budget, Candidate, Evaluation, Found, Learner, Task},
    rayon::prelude::*,
    referee::stats,
    serde::{Deserialize, Serialize},
    twin::rng::Stream,
};

/// Blocks that runs are dealt into for the cross-validation.
const BLOCKS: usize = 8;

/// Probability that the best of the candidates in one half of the seeds is below the median in the other
/// ([`stats::probability_of_overfitting`]).
///
/// `scores[candidate][run]`, higher is better; `seeds[run]` is the run's seed, and a seed is never split over blocks,
/// because worlds of one seed share their luck. `None` with fewer than eight seeds or two candidates.
pub fn overfitting(scores: &[Vec<f64>], seeds: &[u64]) -> Option<f64> {
    let mut known: Vec<u64> = seeds.to_vec();
    known.sort_unstable();
    known.dedup();
    if known.len() < BLOCKS || scores.iter().any(|row| row.len() != seeds.len()) {
        return None;
    }
    let block = |seed: &u64| known.binary_search(seed).unwrap_or(0) % BLOCKS;
    let mean = |row: &[f64], number: usize| {
        let inside = row.iter().zip(seeds).filter(|(_, seed)| block(seed) == number);
        stats::mean(&inside.map(|(score, _)| *score).collect::<Vec<f64>>()).unwrap_or(f64::NAN)
    };
    let blocks: Vec<Vec<f64>> =
        scores.iter().map(|row| (0..BLOCKS).map(|number| mean(row, number)).collect()).collect();
    stats::probability_of_overfitting(&blocks)
}

/// What a learner finds with true and with shuffled labels, on held-out worlds, against where it began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shuffled {
    pub learner: Learner,
    /// Learner seeds.
    pub seeds: usize,
    /// Candidates whose labels were shuffled.
    pub labels: usize,
    /// Score of the start on held-out worlds.
    pub start: f64,
    /// Mean gain over the start with shuffled labels, and its standard error over learner seeds.
    pub gain: f64,
    pub error: f64,
    /// Gain of what was learned from true labels.
    pub learned: f64,
}

impl Shuffled {
    /// Nothing learned from noise: the gain is not above 0 by more than two standard errors.
    pub fn is_clean(&self) -> bool {
        self.gain <= 2.0 * self.error
    }
}

/// What is asked in [`shuffled`].
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    pub learner: Learner,
    /// Where learning begins, how far around it, and for how much.
    pub start: &'a [f64],
    pub spread: f64,
    pub budget: Budget,
    /// Learner seeds, each with another shuffling.
    pub seeds: &'a [u64],
    /// The point that was learned from true labels.
    pub learned: &'a [f64],
    /// Candidates around the start whose true labels are dealt out at random; more make the labels finer.
    pub labels: usize,
}

/// Learns from labels that belong to other candidates, and judges the result with true ones on held-out worlds.
///
/// Labels are those of `labels` candidates drawn around the start, so they have the distribution that learning meets at first,
/// and each candidate gets one at random: nothing can be learned, and whoever shows a gain has looked where it must not.
/// What breaks constraints by more than the start gains nothing: a walk away from a start that keeps them is no learning.
pub fn shuffled<F, G>(question: &Question<'_>, train: F, test: G) -> Shuffled
where
    F: Fn(&[f64], u32) -> Evaluation + Sync,
    G: Fn(&[f64]) -> Evaluation,
{
    let Question { learner, start, spread, budget, seeds, .. } = *question;
    let labels = labels(question, train);
    let base = test(start);
    let over_start = |point: &[f64]| {
        let found = test(point);
        let gain = found.score - base.score;
        if found.violation > base.violation { gain.min(0.0) } else { gain }
    };
    let gain = |seed: &u64| {
        let task = Task { start, spread, budget, seed: *seed };
        let found: Found = learner.search(&task, |x, round| deal(&labels, *seed, x, round), &mut |_| ());
        over_start(&found.mean)
    };
    let gains: Vec<f64> = seeds.iter().map(gain).collect();
    let error = stats::sd(&gains).unwrap_or(0.0) / (gains.len().max(1) as f64).sqrt();
    Shuffled {
        learner,
        seeds: seeds.len(),
        labels: labels.len(),
        start: base.score,
        gain: stats::mean(&gains).unwrap_or(0.0),
        error,
        learned: over_start(question.learned),
    }
}

/// True labels of candidates around the start.
fn labels<F>(question: &Question<'_>, train: F) -> Vec<Evaluation>
where
    F: Fn(&[f64], u32) -> Evaluation + Sync,
{
    let luck = Stream::new(0x5AFF, 0);
    let point = |place: usize| -> Vec<f64> {
        let mut draws = luck.draws(place as u32, 0);
        question.start.iter().map(|start| (start + question.spread * draws.normal()).clamp(0.0, 1.0)).collect()
    };
    (0..question.labels.max(2)).into_par_iter().map(|place| train(&point(place), 0)).collect()
}

/// A label drawn by the bits of the point: the same point in the same round has the same one.
fn deal(labels: &[Evaluation], seed: u64, point: &[f64], round: u32) -> Evaluation {
    let key = point.iter().fold(seed, |key, x| Stream::new(key ^ x.to_bits(), 1).draws(0, 0).bits());
    let draw = Stream::new(key, 2).draws(1, round).uniform();
    labels[((draw * labels.len() as f64) as usize).min(labels.len() - 1)].clone()
}

/// At most `count` candidates of a search, evenly over its rounds, the last one included: what the choice was made from.
pub fn tried(leaders: &[Candidate], count: usize) -> Vec<&Candidate> {
    let last = leaders.len().saturating_sub(1);
    let mut places: Vec<usize> = (0..count).map(|n| last - last * n / count.saturating_sub(1).max(1)).collect();
    places.dedup();
    places.iter().rev().filter_map(|place| leaders.get(*place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bowl(x: &[f64]) -> Evaluation {
        let score = -x.iter().map(|x| (x - 0.3).powi(2)).sum::<f64>();
        Evaluation { score, objectives: vec![score, -x[0]], violation: 0.0 }
    }

    fn question(learner: Learner) -> Question<'static> {
        Question {
            learner,
            start: &[0.5; 5],
            spread: 0.2,
            budget: Budget { calls: 600, per_evaluation: 1 },
            seeds: &[1, 2, 3, 4, 5, 6],
            learned: &[0.3; 5],
            labels: 64,
        }
    }

    #[test]
    fn nothing_is_learned_from_the_labels_of_others() {
        for learner in Learner::ALL {
            let found = shuffled(&question(learner), |x, _| bowl(x), bowl);
            assert!(found.is_clean(), "{found:?}");
            assert!((found.learned - 0.2).abs() < 1e-12 && found.gain < 0.5 * found.learned, "{found:?}");
        }
    }

    #[test]
    fn a_score_that_is_bought_by_breaking_constraints_is_no_gain() {
        // The score grows away from the start whichever way one goes, and so does the breach.
        let away = |x: &[f64]| x.iter().map(|x| (x - 0.5).abs()).sum::<f64>();
        let judge = |violation: f64| {
            move |x: &[f64]| Evaluation { score: away(x), objectives: Vec::new(), violation: violation * away(x) }
        };
        let train = |x: &[f64], _: u32| Evaluation { objectives: vec![0.0], ..judge(0.0)(x) };
        let free = shuffled(&question(Learner::Cma), train, judge(0.0));
        assert!(free.gain > 0.0 && free.learned > 0.0, "{free:?}");
        let bound = shuffled(&question(Learner::Cma), train, judge(1.0));
        assert!(bound.gain == 0.0 && bound.learned == 0.0, "{bound:?}");
    }

    #[test]
    fn whoever_sees_the_true_labels_is_found_out() {
        let question = question(Learner::Cma);
        let gain = |seed: &u64| {
            let task = Task { start: question.start, spread: 0.2, budget: question.budget, seed: *seed };
            bowl(&Learner::Cma.search(&task, |x, _| bowl(x), &mut |_| ()).mean).score - bowl(question.start).score
        };
        let gains: Vec<f64> = question.seeds.iter().map(gain).collect();
        let clean = shuffled(&question, |x, _| bowl(x), bowl);
        let leaking = Shuffled { gain: stats::mean(&gains).unwrap(), error: stats::sd(&gains).unwrap(), ..clean };
        assert!(!leaking.is_clean(), "{leaking:?}");
    }

    /// Candidates of rising skill, each run with the luck of its seed and some of its own.
    fn scores(candidates: u32, step: f64) -> (Vec<Vec<f64>>, Vec<u64>) {
        let seeds: Vec<u64> = (0..48).map(|run| run % 16).collect();
        let score = |candidate: u32, run: usize| {
            let shared = Stream::new(3, seeds[run]).draws(candidate, 0).normal();
            step * f64::from(candidate) + shared + 0.5 * Stream::new(4, run as u64).draws(candidate, 1).normal()
        };
        ((0..candidates).map(|c| (0..48).map(|run| score(c, run)).collect()).collect(), seeds)
    }

    #[test]
    fn a_choice_among_equals_is_luck_and_one_among_unequals_is_not() {
        let (equal, seeds) = scores(20, 0.0);
        assert!(overfitting(&equal, &seeds).unwrap() > 0.2);
        let (unequal, seeds) = scores(20, 0.5);
        assert!(overfitting(&unequal, &seeds).unwrap() < 0.05);
    }

    #[test]
    fn too_few_seeds_or_ragged_rows_are_no_answer() {
        let (scores, seeds) = scores(4, 0.1);
        assert_eq!(overfitting(&scores, &vec![7; seeds.len()]), None);
        assert_eq!(overfitting(&[vec![1.0; 48], vec![1.0; 47]], &seeds), None);
    }

    #[test]
    fn what_was_tried_spans_the_search_and_ends_with_the_last() {
        let leaders: Vec<Candidate> =
            (0..100).map(|n| Candidate { point: vec![f64::from(n)], evaluation: bowl(&[0.0]) }).collect();
        let tried: Vec<f64> = tried(&leaders, 12).iter().map(|c| c.point[0]).collect();
        assert_eq!((tried.len(), tried[0], tried[11]), (12, 0.0, 99.0));
        assert!(super::tried(&leaders[..3], 12).len() == 3 && super::tried(&[], 12).is_empty());
    }
}
