//! The iteration: values of states and moves from rewards and from the values of what follows.

use {
    super::{
        FittedQ, Line,
        log::{Episode, Step},
        state::{LEVERS, NUMBERS, SEEN, numbers, split},
    },
    linfa::{DatasetBase, traits::Fit},
    linfa_elasticnet::ElasticNet,
    ndarray::{Array1, Array2},
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
};

/// How values are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Worth of the next week's value against this week's reward.
    pub discount: f64,
    /// Weight of the elastic net's penalty, half of it absolute.
    pub penalty: f64,
    pub iterations: u32,
}

/// Rewards are small; in this unit the penalty means the same for all of them.
const UNIT: f64 = 100.0;
/// Part of the penalty that is absolute.
const ABSOLUTE: f64 = 0.5;

/// All weeks of all runs; their numbers are made where they are needed, because all of them together are too many.
pub(super) struct Rows<'a> {
    weeks: Vec<Week<'a>>,
    square: Square,
}

/// A week, its reward, and the week after it in the same run.
struct Week<'a> {
    step: &'a Step,
    reward: f64,
    next: Option<&'a Step>,
}

impl Week<'_> {
    fn numbers(&self) -> [f64; NUMBERS] {
        numbers(&self.step.view, &self.step.stand, &self.step.moves)
    }
}

impl<'a> Rows<'a> {
    /// `None` where the numbers have no root.
    pub fn of(episodes: &'a [Episode]) -> Option<Self> {
        let week = |episode: &'a Episode, place: usize| Week {
            step: &episode.steps[place],
            reward: episode.rewards[place] * UNIT,
            next: episode.steps.get(place + 1),
        };
        let weeks = episodes.iter().flat_map(|episode| (0..episode.steps.len()).map(move |place| week(episode, place)));
        let weeks: Vec<Week<'a>> = weeks.collect();
        Some(Self { square: Square::of(&weeks)?, weeks })
    }

    /// Weights of the numbers; `None` where linfa finds none.
    pub fn iterate(&self, method: &Method) -> Option<Vec<f64>> {
        let mut weights: Option<(Vec<f64>, f64)> = None;
        for _ in 0..method.iterations.max(1) {
            let targets = self.targets(method.discount, weights.as_ref());
            weights = Some(self.square.fit(&self.weeks, &targets, method.penalty)?);
        }
        weights.map(|(weights, _)| weights)
    }

    /// Reward and discounted value of the best moves in the week after.
    fn targets(&self, discount: f64, weights: Option<&(Vec<f64>, f64)>) -> Vec<f64> {
        let best = |next: &Step| {
            // With all moves 1 the numbers are those that the best moves are read off from.
            let state = numbers(&next.view, &next.stand, &[1; LEVERS.len()]);
            weights.map_or(0.0, |(weights, intercept)| intercept + value(weights, &state))
        };
        let target = |week: &Week<'_>| week.reward + discount * week.next.map_or(0.0, best);
        self.weeks.par_iter().map(target).collect()
    }
}

/// Value of the best moves in a state, given its numbers with all moves 1.
fn value(weights: &[f64], state: &[f64; NUMBERS]) -> f64 {
    let ((base, lines), (own, moves)) = (split(weights), split(state));
    let gain = |(weights, numbers): (&[f64], &[f64])| {
        let last = weights.len() - 1;
        (dot(&weights[..last], &numbers[..last]).abs() + weights[last]).max(0.0)
    };
    dot(base, own) + lines.zip(moves).map(gain).sum::<f64>()
}

/// The rows condensed to a square: XᵀX = LLᵀ, and the elastic net of (X, y) is that of (Lᵀ, L⁻¹Xᵀy) up to a constant.
///
/// It is made once; then every iteration costs what the square costs, not what the rows cost.
struct Square {
    means: Vec<f64>,
    /// Lower triangle.
    root: Vec<[f64; NUMBERS]>,
    rows: f64,
}

/// Added to the diagonal, per row, so that what never varies has a root.
const RIDGE: f64 = 1e-9;

impl Square {
    fn of(weeks: &[Week<'_>]) -> Option<Self> {
        let count = weeks.len() as f64;
        let mut means = vec![0.0; NUMBERS];
        for week in weeks {
            means.iter_mut().zip(week.numbers()).for_each(|(mean, own)| *mean += own / count);
        }
        let mut products = vec![[0.0; NUMBERS]; NUMBERS];
        for week in weeks {
            let row = week.numbers();
            let centered: [f64; NUMBERS] = std::array::from_fn(|n| row[n] - means[n]);
            for (product, own) in products.iter_mut().zip(centered).filter(|(_, own)| *own != 0.0) {
                product.iter_mut().zip(centered).for_each(|(sum, other)| *sum += own * other);
            }
        }
        products.iter_mut().enumerate().for_each(|(n, row)| row[n] += RIDGE * count);
        Some(Self { means, root: root(&products)?, rows: count })
    }

    /// Weights and intercept of the elastic net.
    fn fit(&self, weeks: &[Week<'_>], targets: &[f64], penalty: f64) -> Option<(Vec<f64>, f64)> {
        let mean = targets.iter().sum::<f64>() / self.rows;
        let mut moments = [0.0; NUMBERS];
        for (week, target) in weeks.iter().zip(targets) {
            let off = target - mean;
            moments
                .iter_mut()
                .zip(week.numbers())
                .zip(&self.means)
                .for_each(|((sum, x), middle)| *sum += (x - middle) * off);
        }
        // The net divides by the number of rows it sees: as many as columns.
        let scale = (NUMBERS as f64 / self.rows).sqrt();
        let side = Array1::from_iter(self.solve(&moments).into_iter().map(|value| value * scale));
        let square = Array2::from_shape_fn((NUMBERS, NUMBERS), |(row, column)| self.root[column][row] * scale);
        let net = ElasticNet::params().penalty(penalty).l1_ratio(ABSOLUTE).with_intercept(false);
        let fitted = net.max_iterations(1_000).tolerance(1e-4).fit(&DatasetBase::new(square, side)).ok()?;
        let weights = fitted.hyperplane().to_vec();
        let intercept = mean - weights.iter().zip(&self.means).map(|(weight, mean)| weight * mean).sum::<f64>();
        (weights.iter().all(|weight| weight.is_finite()) && intercept.is_finite()).then_some((weights, intercept))
    }

    /// L⁻¹ times a column.
    fn solve(&self, column: &[f64; NUMBERS]) -> Vec<f64> {
        let mut solved: Vec<f64> = Vec::with_capacity(NUMBERS);
        for (row, value) in self.root.iter().zip(column) {
            let next = (value - dot(row, &solved)) / row[solved.len()];
            solved.push(next);
        }
        solved
    }
}

/// Cholesky's root of a symmetric matrix; `None` where it is not positive.
fn root(matrix: &[[f64; NUMBERS]]) -> Option<Vec<[f64; NUMBERS]>> {
    let mut root: Vec<[f64; NUMBERS]> = Vec::with_capacity(matrix.len());
    for given in matrix {
        let mut own = [0.0; NUMBERS];
        for (column, above) in root.iter().enumerate() {
            own[column] = (given[column] - dot(&own[..column], &above[..column])) / above[column];
        }
        let place = root.len();
        let rest = given[place] - dot(&own[..place], &own[..place]);
        if rest <= 0.0 {
            return None;
        }
        own[place] = rest.sqrt();
        root.push(own);
    }
    Some(root)
}

/// Sum of products, as far as both go.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The lines of the levers, as a file holds them: rounded to a millionth.
pub(super) fn lines(weights: &[f64], about: String) -> FittedQ {
    // ROUNDING: what is written is what is used.
    let round = |weight: f64| (weight * 1e6).round() / 1e6;
    let line = |(frame, own): (&super::state::Frame, &[f64])| {
        let seen = SEEN.iter().zip(&own[2..]).map(|(feature, weight)| (*feature, round(*weight)));
        Line {
            lever: frame.lever,
            constant: round(own[0]),
            any: round(own[own.len() - 1]),
            level: round(own[1]),
            seen: seen.filter(|(_, weight)| *weight != 0.0).collect(),
        }
    };
    FittedQ { about, lines: LEVERS.iter().zip(split(weights).1).map(line).collect() }
}
