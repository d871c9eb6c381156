//! Where values lie on a drawing, and where its axes have marks.

use super::chart::{BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH};

/// Lines of an axis: about this many steps.
const STEPS: f64 = 4.0;

/// Whether a value has a place on a drawing: it is finite, and ranges of such values are finite too.
pub(super) fn drawable(value: f64) -> bool {
    value.abs() < 1e30
}

/// From values to places on the drawing.
pub(super) struct Scale {
    pub from: i64,
    pub to: i64,
    low: f64,
    high: f64,
    /// Between two lines of the value axis.
    pub step: f64,
}

impl Scale {
    /// The scale that holds all points and all `values`; `None` where there is nothing finite.
    pub fn of(points: &[(i64, f64)], values: &[f64]) -> Option<Self> {
        let (from, to) = (points.iter().map(|p| p.0).min()?, points.iter().map(|p| p.0).max()?);
        let values = || points.iter().map(|p| p.1).chain(values.iter().copied()).filter(|v| drawable(*v));
        let (least, most) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        let size = most.abs().max(least.abs());
        let least_range = if size == 0.0 { 1.0 } else { (size * 1e-3).max(1e-9) };
        let middle = (least / 2.0 + most / 2.0, (most - least).max(least_range) / 2.0);
        let (bottom, top) =
            if most - least < least_range { (middle.0 - middle.1, middle.0 + middle.1) } else { (least, most) };
        let step = round_step((top - bottom) / STEPS);
        let low = if least >= 0.0 { ((bottom / step).floor() * step).max(0.0) } else { (bottom / step).floor() * step };
        Some(Self { from, to: to.max(from.saturating_add(1)), low, high: (top / step).ceil() * step, step })
    }

    pub fn x(&self, unix: i64) -> f64 {
        let span = |to: i64| to as f64 - self.from as f64;
        LEFT + (WIDTH - LEFT - RIGHT) * span(unix) / span(self.to)
    }

    pub fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)
    }

    /// Round values of the value axis, lowest first.
    pub fn rounds(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round().clamp(1.0, 12.0) as u32;
        (0..=count).map(|n| self.low + self.step * f64::from(n)).collect()
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_step(at_least: f64) -> f64 {
    let power = 10f64.powf(at_least.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|n| n * power);
    steps.into_iter().find(|step| *step >= at_least * 0.999).unwrap_or(at_least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_axis_has_round_steps_around_all_values() {
        for (low, high) in [
            (0.0, 1.0),
            (3.7, 912.0),
            (1.0015e9, 1.0021e9),
            (-0.3, 0.02),
            (1e-6, 3e-6),
            (5.0, 5.0),
            (0.0, 0.0),
            (-7.0, -7.0),
        ] {
            let scale = Scale::of(&[(0, low), (10, high)], &[]).unwrap();
            let rounds = scale.rounds();
            assert!(rounds[0] <= low && rounds[rounds.len() - 1] >= high * (1.0 - 1e-12), "{low} {high} {rounds:?}");
            assert!((2..=8).contains(&rounds.len()), "{low} {high} {rounds:?}");
        }
    }

    #[test]
    fn shares_never_get_a_negative_axis() {
        assert_eq!(Scale::of(&[(0, 0.0), (1, 26.0)], &[]).unwrap().rounds()[0], 0.0);
    }
}
