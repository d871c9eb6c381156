//! A forecast's interval as a small drawing.

use std::fmt::Write;

use super::html::Html;
use crate::units::Micro;

/// A forecast beside what was, what would be without it, and what came; all in micro of one metric.
#[derive(Clone, Copy, Debug, Default)]
pub struct Interval {
    pub now: Micro,
    pub p10: Micro,
    pub p50: Micro,
    pub p90: Micro,
    pub without: Micro,
    pub actual: Option<Micro>,
}

const WIDTH: f64 = 400.0;
const EDGE: f64 = 10.0;

impl Interval {
    /// p10 to p90 as a bar; now, the median and the forecast without the change as strokes; the actual value as a dot.
    pub fn draw(&self) -> Html {
        let all =
            [self.now, self.p10, self.p50, self.p90, self.without, self.actual.unwrap_or(self.now)].map(|v| v as f64);
        let (low, high) =
            (all.into_iter().fold(f64::INFINITY, f64::min), all.into_iter().fold(f64::NEG_INFINITY, f64::max));
        let x = |value: Micro| EDGE + (WIDTH - 2.0 * EDGE) * (value as f64 - low) / (high - low).max(1.0);
        let mut svg = String::from(
            "<svg class=\"interval\" viewBox=\"0 0 400 36\" role=\"img\" aria-label=\"forecast interval\">",
        );
        let _ = write!(svg, "<line class=\"grid\" x1=\"0\" x2=\"{WIDTH}\" y1=\"18\" y2=\"18\"/>");
        let (start, end) = (x(self.p10.min(self.p90)), x(self.p90.max(self.p10)));
        let _ = write!(
            svg,
            "<rect class=\"band\" x=\"{start:.1}\" width=\"{:.1}\" y=\"10\" height=\"16\" rx=\"3\"/>",
            (end - start).max(2.0)
        );
        for (value, class) in [(self.without, "without"), (self.p50, "with"), (self.now, "now")] {
            let _ = write!(svg, "<line class=\"{class}\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"4\" y2=\"32\"/>", x(value));
        }
        if let Some(actual) = self.actual {
            let _ = write!(svg, "<circle class=\"actual\" cx=\"{:.1}\" cy=\"18\" r=\"6\"/>", x(actual));
        }
        svg.push_str("</svg>");
        Html::drawing(svg)
    }
}

/// What the strokes of an interval mean.
pub fn legend(without: &'static str, with_actual: bool) -> Html {
    let actual: &[(&str, &str)] = if with_actual { &[("actual", "actual")] } else { &[] };
    let keys = [("now", "at the decision"), ("with", "median"), ("without", without)];
    let keys = keys.iter().chain(actual).map(|(class, name)| Html::tag("span", &format!("key {class}"), name));
    Html::tag("p", "legend", Html::all([Html::tag("span", "key band", "p10 to p90")].into_iter().chain(keys)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_lies_inside_the_drawing() {
        let ends = Interval { now: i64::MIN, p10: i64::MAX, p50: 0, p90: i64::MIN, without: 5, actual: Some(i64::MAX) };
        for interval in
            [Interval::default(), ends, Interval { now: -3, p10: 7, p50: 8, p90: 9, without: 6, actual: None }]
        {
            let svg = interval.draw().into_string();
            let places = svg
                .split([' '])
                .filter_map(|part| part.strip_prefix("x1=\"").or(part.strip_prefix("cx=\""))?.split('"').next());
            for place in places {
                assert!((0.0..=WIDTH).contains(&place.parse().unwrap()), "{place} in {svg}");
            }
        }
    }
}
