//! Line charts as SVG: drawn with classes, coloured by the page's style sheet, readable without scripts.

use std::fmt::Write;

use super::{html::Html, words};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 28.0;

/// One line of a chart.
pub struct Line<'a> {
    pub name: &'a str,
    /// (unix seconds, value), in time's order.
    pub points: &'a [(i64, f64)],
}

/// A chart of one to four lines over time.
pub struct Chart<'a> {
    pub title: &'a str,
    pub lines: &'a [Line<'a>],
    /// Values at the axis are written with this.
    pub label: fn(f64) -> String,
    /// Values that the axis must contain, for example bounds or zero.
    pub include: &'a [f64],
    /// Horizontal marks: value and name.
    pub marks: &'a [(f64, &'a str)],
}

/// Where points lie on the drawing.
struct Scale {
    from: i64,
    to: i64,
    low: f64,
    high: f64,
}

impl Scale {
    fn of(chart: &Chart) -> Option<Self> {
        let points = || chart.lines.iter().flat_map(|line| line.points);
        let (from, to) = (points().map(|p| p.0).min()?, points().map(|p| p.0).max()?);
        let values = || points().map(|p| p.1).chain(chart.include.iter().copied()).chain(chart.marks.iter().map(|mark| mark.0));
        let low = values().filter(|v| v.is_finite()).fold(f64::INFINITY, f64::min);
        let high = values().filter(|v| v.is_finite()).fold(f64::NEG_INFINITY, f64::max);
        let margin = ((high - low) * 0.08).max(high.abs() * 1e-3).max(1e-9);
        let floor = if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        Some(Self { from, to: to.max(from + 1), low: (low - margin).max(floor), high: high + margin })
    }

    fn x(&self, unix: i64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * (unix - self.from) as f64 / (self.to - self.from) as f64
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)
    }
}

impl Chart<'_> {
    /// The drawing with title and legend; a sentence where there is nothing to draw yet.
    pub fn figure(&self) -> Html {
        let body = match self.lines.iter().any(|line| line.points.len() > 1) {
            true => self.svg(),
            false => Html::tag("p", "quiet", "Nothing to draw yet: fewer than two closed periods."),
        };
        let legend = self.lines.iter().zip(1..).filter(|_| self.lines.len() > 1);
        let legend = legend.map(|(line, n)| Html::tag("span", &format!("key s{n}"), line.name));
        let caption = Html::tag("figcaption", "", Html::all([Html::tag("b", "", self.title)].into_iter().chain(legend)));
        Html::tag("figure", "chart", Html::all([caption, body]))
    }

    /// The drawing alone.
    pub fn svg(&self) -> Html {
        let Some(scale) = Scale::of(self) else { return Html::default() };
        let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" aria-label=\"{}\">", Html::text(self.title).as_str());
        self.axes(&scale, &mut svg);
        for (line, n) in self.lines.iter().zip(1..) {
            let _ = write!(svg, "<path class=\"line s{n}\" d=\"{}\"/>", path(&scale, line.points));
            if let Some((at, value)) = line.points.last() {
                let _ = write!(svg, "<circle class=\"dot s{n}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>", scale.x(*at), scale.y(*value));
            }
        }
        svg.push_str("</svg>");
        Html::drawing(svg)
    }

    fn axes(&self, scale: &Scale, svg: &mut String) {
        for step in 0..=3 {
            let value = scale.low + (scale.high - scale.low) * f64::from(step) / 3.0;
            let y = scale.y(value);
            let _ = write!(svg, "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>", WIDTH - RIGHT);
            let label = Html::text((self.label)(value));
            let _ = write!(svg, "<text class=\"tick\" x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>", LEFT - 8.0, y + 4.0, label.as_str());
        }
        let ticks = if scale.to - scale.from > 2 * 86_400 { words::day } else { words::clock };
        for (step, anchor) in [(0, "start"), (1, "middle"), (2, "middle"), (3, "end")] {
            let unix = scale.from + (scale.to - scale.from) * step / 3;
            let text = Html::text(ticks(unix));
            let _ = write!(svg, "<text class=\"tick\" x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"{anchor}\">{}</text>", scale.x(unix), HEIGHT - 8.0, text.as_str());
        }
        for (value, name) in self.marks {
            let y = scale.y(*value);
            let _ = write!(svg, "<line class=\"mark\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>", WIDTH - RIGHT);
            let _ = write!(svg, "<text class=\"tick\" x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>", WIDTH - RIGHT, y - 4.0, Html::text(name).as_str());
        }
    }
}

fn path(scale: &Scale, points: &[(i64, f64)]) -> String {
    let mut d = String::new();
    for (at, value) in points.iter().filter(|point| point.1.is_finite()) {
        let letter = if d.is_empty() { 'M' } else { 'L' };
        let _ = write!(d, "{letter}{:.1} {:.1}", scale.x(*at), scale.y(*value));
    }
    d
}

/// A forecast's interval beside the value now: p10 to p90 as a bar, the medians with and without the change as strokes.
pub fn interval(now: f64, [p10, p50, p90]: [f64; 3], without: f64) -> Html {
    let low = [now, p10, without].into_iter().fold(f64::INFINITY, f64::min);
    let high = [now, p90, without].into_iter().fold(f64::NEG_INFINITY, f64::max);
    let margin = ((high - low) * 0.1).max(1e-9);
    let x = |value: f64| 8.0 + 384.0 * (value - low + margin) / (high - low + 2.0 * margin);
    let mut svg = String::from("<svg class=\"interval\" viewBox=\"0 0 400 36\" role=\"img\" aria-label=\"forecast interval\">");
    let _ = write!(svg, "<line class=\"grid\" x1=\"8\" x2=\"392\" y1=\"18\" y2=\"18\"/>");
    let _ = write!(svg, "<rect class=\"band\" x=\"{:.1}\" width=\"{:.1}\" y=\"11\" height=\"14\" rx=\"3\"/>", x(p10), (x(p90) - x(p10)).max(1.0));
    for (value, class) in [(without, "without"), (p50, "with"), (now, "now")] {
        let _ = write!(svg, "<line class=\"{class}\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"5\" y2=\"31\"/>", x(value));
    }
    svg.push_str("</svg>");
    Html::drawing(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart<'a>(lines: &'a [Line<'a>]) -> Chart<'a> {
        Chart { title: "supply <b>", lines, label: |v| format!("{v:.0}"), include: &[], marks: &[] }
    }

    #[test]
    fn every_point_lies_inside_the_drawing() {
        let points: Vec<(i64, f64)> = (0..50).map(|n| (n * 86_400, f64::from(n as i32 % 7) * 1e9)).collect();
        let lines = [Line { name: "a", points: &points }];
        let svg = chart(&lines).svg().into_string();
        let d = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        for pair in d.split(['M', 'L']).filter(|pair| !pair.is_empty()) {
            let (x, y) = pair.split_once(' ').unwrap();
            let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
            assert!((LEFT..=WIDTH - RIGHT).contains(&x) && (TOP - 0.1..=HEIGHT - BOTTOM + 0.1).contains(&y), "{pair}");
        }
        assert!(svg.contains("supply &lt;b&gt;"));
    }

    #[test]
    fn constants_and_not_numbers_do_not_break_the_scale() {
        let points = [(0, 5.0), (1, f64::NAN), (2, 5.0)];
        let svg = chart(&[Line { name: "a", points: &points }]).svg().into_string();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn an_empty_chart_says_so() {
        assert!(chart(&[Line { name: "a", points: &[] }]).figure().as_str().contains("Nothing to draw yet"));
    }
}
