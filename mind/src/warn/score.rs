//! A probability that people can read: a sum of bent lines, one per input, through the logistic function.
//!
//! An additive logistic model (Hastie and Tibshirani, "Generalized additive models", 1986) with hinges at quantiles of the training rows and a ridge penalty, fitted by `linfa-logistic`.
//! Coefficients are rounded to six digits when they are learned, so the file that people read is the model that runs.

use linfa::{DatasetBase, traits::Fit as _};
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};
use referee::stats::quantile;
use serde::{Deserialize, Serialize};
use twin::real::logistic;

/// One input and how it moves the log odds; at `centre` it moves nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub name: String,
    /// Mean of the training rows.
    pub centre: f64,
    /// Range of the training rows; what is outside counts as its edge, so that no wild value can move the score further.
    pub low: f64,
    pub high: f64,
    /// Log odds per unit below the first knot.
    pub slope: f64,
    /// Where the line bends, and by how much.
    pub knots: Vec<f64>,
    pub bends: Vec<f64>,
}

/// A fitted score.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Log odds where every input is at its centre.
    pub intercept: f64,
    pub input: Vec<Input>,
}

/// How a score is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit<'a> {
    /// Weight of the ridge penalty on coefficients of standardised columns.
    pub alpha: f64,
    /// Quantiles of the training rows at which lines may bend.
    pub knots: &'a [f64],
}

/// Why nothing could be learned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    #[error("learn a score: {rows} rows with {events} events, expected at least {LEAST} of either kind")]
    Few { rows: usize, events: usize },
    #[error("learn a score: {0}")]
    Solver(String),
}

/// Fewest rows with an event, and without.
const LEAST: usize = 10;

impl Input {
    /// What the value `x` adds to the log odds; what is not a number adds nothing.
    pub fn adds(&self, x: f64) -> f64 {
        if !x.is_finite() {
            return 0.0;
        }
        let x = x.clamp(self.low, self.high);
        let bent =
            self.knots.iter().zip(&self.bends).map(|(knot, bend)| bend * (above(x, *knot) - above(self.centre, *knot)));
        self.slope * (x - self.centre) + bent.sum::<f64>()
    }
}

fn above(x: f64, knot: f64) -> f64 {
    (x - knot).max(0.0)
}

impl Score {
    /// Probability of the event for a row of inputs, 0 to 1.
    pub fn probability(&self, row: &[f64]) -> f64 {
        logistic(self.log_odds(row))
    }

    /// Log odds of the event.
    pub fn log_odds(&self, row: &[f64]) -> f64 {
        self.intercept + self.input.iter().zip(row).map(|(input, x)| input.adds(*x)).sum::<f64>()
    }

    /// What each input adds to the log odds, largest first: the whole reason for a score, exact because the model is a sum.
    pub fn explain(&self, row: &[f64]) -> Vec<(&str, f64)> {
        let mut parts: Vec<(&str, f64)> =
            self.input.iter().zip(row).map(|(input, x)| (input.name.as_str(), input.adds(*x))).collect();
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        parts
    }

    /// Learns from rows (one value per name) and what happened.
    pub fn learn(names: &[&str], rows: &[Vec<f64>], happened: &[bool], fit: &Fit) -> Result<Self, FitError> {
        let events = happened.iter().filter(|event| **event).count();
        if events < LEAST || rows.len() - events < LEAST {
            return Err(FitError::Few { rows: rows.len(), events });
        }
        let shapes: Vec<Shape> = (0..names.len()).map(|at| Shape::of(rows, at, fit.knots)).collect();
        let width = shapes.iter().map(Shape::columns).sum();
        let mut matrix = Array2::<f64>::zeros((rows.len(), width));
        for (mut line, row) in matrix.rows_mut().into_iter().zip(rows) {
            let filled = shapes.iter().zip(row).flat_map(|(shape, x)| shape.values(*x));
            line.iter_mut().zip(filled).for_each(|(cell, value)| *cell = value);
        }
        let target = Array1::from_iter(happened.iter().copied());
        let model = LogisticRegression::default()
            .alpha(fit.alpha)
            .max_iterations(300)
            .gradient_tolerance(1e-5)
            .fit(&DatasetBase::new(matrix, target))
            .map_err(|error| FitError::Solver(error.to_string()))?;
        // linfa models the probability of what it calls positive, the more frequent class.
        let sign = if model.labels().pos.class { 1.0 } else { -1.0 };
        let weights: Vec<f64> = model.params().iter().map(|weight| sign * weight).collect();
        Ok(Self::assemble(names, &shapes, &weights, sign * model.intercept()))
    }

    fn assemble(names: &[&str], shapes: &[Shape], weights: &[f64], intercept: f64) -> Self {
        let mut rest = weights;
        let mut made = Self { intercept: 0.0, input: Vec::with_capacity(names.len()) };
        let mut at_centres = intercept;
        for (name, shape) in names.iter().zip(shapes) {
            let (own, others) = rest.split_at(shape.columns());
            rest = others;
            let slopes: Vec<f64> = own.iter().zip(&shape.scale).map(|(weight, scale)| short(weight / scale)).collect();
            let here = shape.values(shape.centre);
            at_centres += own.iter().zip(here).map(|(weight, value)| weight * value).sum::<f64>();
            made.input.push(Input {
                name: (*name).to_owned(),
                centre: short(shape.centre),
                low: short(shape.low),
                high: short(shape.high),
                slope: slopes[0],
                knots: shape.knots.iter().map(|knot| short(*knot)).collect(),
                bends: slopes[1..].to_vec(),
            });
        }
        made.intercept = short(at_centres);
        made
    }
}

/// Range, knots and scales of one input in the training rows.
struct Shape {
    centre: f64,
    low: f64,
    high: f64,
    knots: Vec<f64>,
    /// Mean and deviation of the value itself and of each hinge.
    mean: Vec<f64>,
    scale: Vec<f64>,
}

impl Shape {
    fn of(rows: &[Vec<f64>], at: usize, knots: &[f64]) -> Self {
        let values: Vec<f64> = rows.iter().map(|row| row[at]).filter(|x| x.is_finite()).collect();
        let mut places: Vec<f64> = knots.iter().filter_map(|q| quantile(&values, *q)).collect();
        places.dedup();
        let fold = |start: f64, pick: fn(f64, f64) -> f64| values.iter().copied().fold(start, pick);
        let centre = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let (low, high) = (fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max));
        let mut shape = Self { centre, low, high, knots: places, mean: Vec::new(), scale: Vec::new() };
        if values.is_empty() {
            (shape.centre, shape.low, shape.high) = (0.0, 0.0, 0.0);
        }
        let columns: Vec<Vec<f64>> =
            (0..shape.columns()).map(|c| values.iter().map(|x| shape.bare(*x, c)).collect()).collect();
        for column in &columns {
            let n = column.len().max(1) as f64;
            let mean = column.iter().sum::<f64>() / n;
            let deviation = (column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
            shape.mean.push(mean);
            shape.scale.push(deviation.max(1e-9));
        }
        shape
    }

    fn columns(&self) -> usize {
        1 + self.knots.len()
    }

    /// Column `c` before it is standardised: the value, or how far it is above a knot.
    fn bare(&self, x: f64, c: usize) -> f64 {
        if c == 0 { x } else { above(x, self.knots[c - 1]) }
    }

    fn values(&self, x: f64) -> impl Iterator<Item = f64> + '_ {
        let x = if x.is_finite() { x } else { self.centre };
        (0..self.columns()).map(move |c| (self.bare(x, c) - self.mean[c]) / self.scale[c])
    }
}

/// Six significant digits.
pub fn short(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::rng::Stream;

    /// Rows of (useful, useless); the event is likelier the further the first is from 0 upwards.
    fn rows(seed: u64) -> (Vec<Vec<f64>>, Vec<bool>) {
        (0..2_000)
            .map(|n| {
                let mut draws = Stream::new(seed, 0).draws(n, 0);
                let (x, noise) = (draws.normal(), draws.normal());
                (vec![x, noise], draws.chance(logistic(3.0 * x.max(0.0) - 3.0)))
            })
            .unzip()
    }

    fn learned(flip: bool) -> Score {
        let (rows, happened) = rows(1);
        let happened: Vec<bool> = happened.iter().map(|event| event ^ flip).collect();
        Score::learn(&["useful", "useless"], &rows, &happened, &Fit { alpha: 1.0, knots: &[0.2, 0.5, 0.8] }).unwrap()
    }

    #[test]
    fn a_rare_and_a_frequent_event_are_both_scored_the_right_way_round() {
        let (rare, frequent) = (learned(false), learned(true));
        assert!(rare.probability(&[2.0, 0.0]) > 0.9 && rare.probability(&[-1.0, 0.0]) < 0.15, "{rare:?}");
        assert!(frequent.probability(&[2.0, 0.0]) < 0.1 && frequent.probability(&[-1.0, 0.0]) > 0.85, "{frequent:?}");
    }

    #[test]
    fn the_reasons_add_up_to_the_score_and_the_useful_input_comes_first() {
        let score = learned(false);
        let row = [1.7, -0.4];
        let reasons = score.explain(&row);
        let sum: f64 = reasons.iter().map(|reason| reason.1).sum();
        assert_eq!(reasons[0].0, "useful");
        assert!((score.intercept + sum - score.log_odds(&row)).abs() < 1e-12);
        assert!((score.probability(&row) - logistic(3.0 * 1.7 - 3.0)).abs() < 0.1);
    }

    #[test]
    fn what_is_no_number_or_out_of_range_moves_a_score_no_further_than_its_edge() {
        let score = learned(false);
        for wild in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(score.probability(&[wild, 0.0]), score.probability(&[score.input[0].centre, 0.0]));
        }
        assert_eq!(score.probability(&[1e300, 0.0]), score.probability(&[score.input[0].high, 0.0]));
    }

    #[test]
    fn shuffled_events_teach_nothing() {
        let (rows, mut happened) = rows(2);
        happened.rotate_left(700);
        let score =
            Score::learn(&["useful", "useless"], &rows, &happened, &Fit { alpha: 10.0, knots: &[0.5] }).unwrap();
        let area = referee::stats::average_precision(
            &rows.iter().map(|row| score.probability(row)).collect::<Vec<_>>(),
            &happened,
        );
        let share = happened.iter().filter(|event| **event).count() as f64 / happened.len() as f64;
        assert!(area.unwrap() < share + 0.05);
    }

    #[test]
    fn too_few_events_are_refused() {
        let rows = vec![vec![1.0]; 30];
        let refused = Score::learn(&["x"], &rows, &[false; 30], &Fit { alpha: 1.0, knots: &[] });
        assert_eq!(refused, Err(FitError::Few { rows: 30, events: 0 }));
    }
}
