//! One lever as a table of a few numbers: a level, and how it answers to what is seen.

use serde::{Deserialize, Serialize};

/// Most terms of a curve; with base, low, high and dead band a lever has at most twelve numbers.
pub const MOST_TERMS: usize = 4;

/// A lever's goal: `base + Σ slope · beyond(feature, knee)`, between `low` and `high`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve<F> {
    /// Goal while nothing stands out, in the lever's unit.
    pub base: i64,
    /// The goal never leaves these.
    pub low: i64,
    pub high: i64,
    /// A goal nearer to the live value than this moves nothing.
    pub dead_band: i64,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term<F>>,
}

/// The answer to one feature.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term<F> {
    pub feature: F,
    /// Units of the lever per 1.0 of the feature.
    pub slope: i64,
    /// While the feature is within ± this, nothing happens.
    pub knee: f64,
}

impl<F: Copy> Curve<F> {
    /// A goal that answers to nothing.
    pub fn level(base: i64, low: i64, high: i64, dead_band: i64) -> Self {
        Self { base, low, high, dead_band, terms: Vec::new() }
    }

    /// The goal where `seen` tells the features; what is no number counts as nothing.
    pub fn target(&self, seen: impl Fn(F) -> f64) -> i64 {
        let answer: f64 = self.terms.iter().map(|term| term.answer(seen(term.feature))).sum();
        let goal = self.base as f64 + if answer.is_finite() { answer } else { 0.0 };
        // ROUNDING: to the nearest integer, halves away from zero; a float is clamped before it becomes an integer.
        goal.clamp(self.low as f64, self.high as f64).round() as i64
    }

    /// What makes the numbers no curve.
    pub fn check(&self) -> Result<(), String> {
        let Self { base, low, high, dead_band, terms } = self;
        if !(low <= base && base <= high) {
            return Err(format!("base {base} is not between low {low} and high {high}"));
        }
        if *dead_band < 0 {
            return Err(format!("dead_band {dead_band} is below 0"));
        }
        if terms.len() > MOST_TERMS {
            return Err(format!("{} terms, at most {MOST_TERMS}", terms.len()));
        }
        match terms.iter().find(|term| !(term.knee.is_finite() && term.knee >= 0.0)) {
            Some(term) => Err(format!("knee {} is no number from 0", term.knee)),
            None => Ok(()),
        }
    }

    /// The same curve with `gain` times the slopes.
    #[must_use]
    pub fn scaled(&self, gain: f64) -> Self {
        let scale = |term: &Term<F>| Term { slope: (term.slope as f64 * gain).round() as i64, ..*term };
        Self { terms: self.terms.iter().map(scale).collect(), ..*self }
    }
}

impl<F> Term<F> {
    /// Change of the goal where the feature is `value`.
    pub fn answer(&self, value: f64) -> f64 {
        self.slope as f64 * beyond(value, self.knee)
    }
}

/// How far `value` is outside ± `knee`, with its sign; 0 of what is no finite number.
pub fn beyond(value: f64, knee: f64) -> f64 {
    match value {
        _ if !value.is_finite() => 0.0,
        _ if value > knee => value - knee,
        _ if value < -knee => value + knee,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve() -> Curve<u8> {
        let terms = vec![Term { feature: 0, slope: -50_000, knee: 0.1 }, Term { feature: 1, slope: 20_000, knee: 0.0 }];
        Curve { terms, ..Curve::level(60_000, 20_000, 90_000, 500) }
    }

    #[test]
    fn nothing_happens_inside_the_knee_and_the_slope_counts_from_there() {
        let goal = |fall: f64| curve().target(|feature| if feature == 0 { fall } else { 0.0 });
        assert_eq!([0.0, 0.1, -0.1, 0.3, -0.3].map(goal), [60_000, 60_000, 60_000, 50_000, 70_000]);
    }

    #[test]
    fn a_goal_stays_between_low_and_high() {
        assert_eq!(curve().target(|_| -1e300), curve().high);
        assert_eq!(curve().target(|feature| if feature == 0 { 1e300 } else { 0.0 }), curve().low);
        assert_eq!(curve().target(|_| f64::MAX), curve().base, "infinite answers either way are no answer");
    }

    #[test]
    fn what_is_no_number_counts_as_nothing() {
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(curve().target(|_| wrong), 60_000);
        }
    }

    #[test]
    fn a_curve_that_cannot_be_is_refused() {
        let wrong = [
            Curve { base: 1, ..curve() },
            Curve { dead_band: -1, ..curve() },
            Curve { terms: vec![curve().terms[0]; 5], ..curve() },
            Curve { terms: vec![Term { feature: 0, slope: 1, knee: f64::NAN }], ..curve() },
        ];
        assert!(wrong.iter().all(|curve| curve.check().is_err()));
        assert!(curve().check().is_ok());
    }
}
