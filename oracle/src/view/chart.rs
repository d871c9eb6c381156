//! Line charts as SVG: drawn with classes, coloured by the page's style sheet, readable without scripts.

use std::fmt::Write;

use super::{
    html::Html,
    scale::{Scale, drawable},
    words,
};

pub(super) const WIDTH: f64 = 640.0;
pub(super) const HEIGHT: f64 = 220.0;
pub(super) const LEFT: f64 = 64.0;
pub(super) const RIGHT: f64 = 12.0;
pub(super) const TOP: f64 = 12.0;
pub(super) const BOTTOM: f64 = 28.0;

/// One line of a chart.
pub struct Line {
    pub name: &'static str,
    /// (unix seconds, value), in time's order.
    pub points: Vec<(i64, f64)>,
}

/// Writes a value at the axis, exactly enough for the axis' step.
pub type Label = fn(value: f64, step: f64) -> String;

/// Points of a line that are drawn: about one per unit of the drawing's width.
const MOST_POINTS: usize = 600;

/// A chart of one to four lines over time.
pub struct Chart {
    /// Name of its file.
    pub name: &'static str,
    pub title: &'static str,
    lines: Vec<Line>,
    label: Label,
    /// Values that the axis must contain, for example zero.
    include: Vec<f64>,
    /// Horizontal marks: value and name.
    marks: Vec<(f64, &'static str)>,
    /// Moment and true value of points that are drawn at the top instead.
    peaks: Vec<(i64, f64)>,
    /// Writes a place on the horizontal axis; days or hours in UTC without it.
    tick: Option<fn(i64) -> String>,
}

impl Chart {
    pub fn new(name: &'static str, title: &'static str, label: Label, lines: Vec<Line>) -> Self {
        Self {
            name,
            title,
            lines: lines.into_iter().map(thinned).collect(),
            label,
            include: Vec::new(),
            marks: Vec::new(),
            peaks: Vec::new(),
            tick: None,
        }
    }

    /// The axis also contains these values.
    pub fn including(mut self, values: &[f64]) -> Self {
        self.include.extend(values);
        self
    }

    /// With named horizontal marks.
    pub fn marked(mut self, marks: &[(f64, &'static str)]) -> Self {
        self.marks.extend(marks);
        self
    }

    /// With other words on the horizontal axis.
    pub fn ticked(mut self, tick: fn(i64) -> String) -> Self {
        self.tick = Some(tick);
        self
    }

    /// Cuts off the rare points that would press all others flat, and writes their values beside the cut.
    pub fn cut_peaks(mut self) -> Self {
        let mut values: Vec<f64> =
            self.lines.iter().flat_map(|line| &line.points).map(|p| p.1).filter(|v| drawable(*v)).collect();
        values.sort_by(f64::total_cmp);
        let (Some(most), Some(usual)) = (values.last(), values.get(values.len() * 9 / 10)) else { return self };
        let limit = usual * 1.5;
        if limit <= 0.0 || *most < limit * 3.0 {
            return self;
        }
        for point in self.lines.iter_mut().flat_map(|line| &mut line.points).filter(|point| point.1 > limit) {
            self.peaks.push(*point);
            point.1 = limit;
        }
        self
    }

    /// The drawing with title and legend; a sentence where there is nothing to draw yet.
    pub fn figure(&self) -> Html {
        let body = match self.scale() {
            Some(scale) if self.lines.iter().any(|line| line.points.len() > 1) => self.svg(&scale),
            _ => Html::tag("p", "quiet", "Nothing to draw yet: fewer than two points in time."),
        };
        let legend = self.lines.iter().zip(1..).filter(|_| self.lines.len() > 1);
        let legend = legend.map(|(line, n)| Html::tag("span", &format!("key s{n}"), line.name));
        let caption =
            Html::tag("figcaption", "", Html::all([Html::tag("b", "", self.title)].into_iter().chain(legend)));
        Html::tag("figure", "chart", Html::all([caption, body]))
    }

    /// The drawing as a file of its own, with its title, legend and `style`; `None` where there is nothing to draw.
    pub fn file(&self, style: &'static str) -> Option<String> {
        let scale = self.scale()?;
        let mut text = format!(
            "<svg viewBox=\"0 -28 {WIDTH} {}\" xmlns=\"http://www.w3.org/2000/svg\"><style>{style}</style>",
            HEIGHT + 28.0
        );
        let _ =
            write!(text, "<rect class=\"paper\" x=\"0\" y=\"-28\" width=\"{WIDTH}\" height=\"{}\"/>", HEIGHT + 28.0);
        let _ = write!(text, "<text class=\"title\" x=\"12\" y=\"-8\">{}</text>", self.title);
        let names = self.lines.iter().zip(1..).filter(|_| self.lines.len() > 1);
        for ((line, n), x) in names.zip([300, 400, 500, 580]) {
            let _ = write!(text, "<text class=\"name s{n}\" x=\"{x}\" y=\"-8\">{}</text>", line.name);
        }
        self.draw(&scale, &mut text);
        Some(text + "</svg>\n")
    }

    fn scale(&self) -> Option<Scale> {
        let points: Vec<(i64, f64)> = self.lines.iter().flat_map(|line| &line.points).copied().collect();
        let values: Vec<f64> = self.include.iter().copied().chain(self.marks.iter().map(|mark| mark.0)).collect();
        Scale::of(&points, &values)
    }

    fn svg(&self, scale: &Scale) -> Html {
        let mut text = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
            Html::text(self.title).as_str()
        );
        self.draw(scale, &mut text);
        Html::drawing(text + "</svg>")
    }

    fn draw(&self, scale: &Scale, svg: &mut String) {
        self.axes(scale, svg);
        self.cuts(scale, svg);
        for (line, n) in self.lines.iter().zip(1..) {
            let _ = write!(svg, "<path class=\"line s{n}\" d=\"{}\"/>", path(scale, &line.points));
            if let Some((at, value)) = line.points.iter().rfind(|point| drawable(point.1)) {
                let _ = write!(
                    svg,
                    "<circle class=\"dot s{n}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>",
                    scale.x(*at),
                    scale.y(*value)
                );
            }
        }
    }

    /// The highest value that was cut off, written where it stood.
    fn cuts(&self, scale: &Scale, svg: &mut String) {
        let Some((at, value)) = self.peaks.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { return };
        let label = Html::text((self.label)(*value, value / 100.0));
        let (x, anchor) =
            if scale.x(*at) < WIDTH / 2.0 { (scale.x(*at) + 8.0, "start") } else { (scale.x(*at) - 8.0, "end") };
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">↑ up to {}</text>",
            TOP + 12.0,
            label.as_str()
        );
    }

    fn axes(&self, scale: &Scale, svg: &mut String) {
        for value in scale.rounds() {
            let y = scale.y(value);
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
                WIDTH - RIGHT
            );
            let label = Html::text((self.label)(value, scale.step));
            let _ = write!(
                svg,
                "<text class=\"tick\" x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 8.0,
                y + 4.0,
                label.as_str()
            );
        }
        let span = scale.to.saturating_sub(scale.from);
        let ticks = self.tick.unwrap_or(if span > 2 * 86_400 { words::day } else { words::clock });
        for (step, anchor) in [(0, "start"), (1, "middle"), (2, "middle"), (3, "end")] {
            let unix = scale.from.saturating_add(span / 3 * step);
            let text = Html::text(ticks(unix));
            let _ = write!(
                svg,
                "<text class=\"tick\" x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"{anchor}\">{}</text>",
                scale.x(unix),
                HEIGHT - 8.0,
                text.as_str()
            );
        }
        for (value, name) in &self.marks {
            let y = scale.y(*value);
            let _ = write!(
                svg,
                "<line class=\"mark\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
                WIDTH - RIGHT
            );
            let below = if y < TOP + 16.0 { 14.0 } else { -4.0 };
            let _ = write!(
                svg,
                "<text class=\"tick\" x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                WIDTH - RIGHT,
                y + below,
                name
            );
        }
    }
}

/// Keeps the last point of each of equally many neighbours: a line of a million points is drawn like one of hundreds.
fn thinned(mut line: Line) -> Line {
    let every = line.points.len().div_ceil(MOST_POINTS).max(1);
    if every > 1 {
        line.points = line.points.chunks(every).filter_map(|chunk| chunk.last().copied()).collect();
    }
    line
}

fn path(scale: &Scale, points: &[(i64, f64)]) -> String {
    let mut d = String::new();
    for (at, value) in points.iter().filter(|point| drawable(point.1)) {
        let letter = if d.is_empty() { 'M' } else { 'L' };
        let _ = write!(d, "{letter}{:.1} {:.1}", scale.x(*at), scale.y(*value));
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: Vec<(i64, f64)>) -> Chart {
        Chart::new("a", "supply", |v, _| format!("<{v:.0}>"), vec![Line { name: "a", points }])
    }

    #[test]
    fn every_point_lies_inside_the_drawing() {
        let svg =
            chart((0..5_000).map(|n| (n * 86_400, f64::from(n as i32 % 7) * 1e9)).collect()).figure().into_string();
        let d = svg.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let pairs: Vec<&str> = d.split(['M', 'L']).filter(|pair| !pair.is_empty()).collect();
        assert!((400..=MOST_POINTS).contains(&pairs.len()));
        for pair in pairs {
            let (x, y) = pair.split_once(' ').unwrap();
            let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
            assert!((LEFT..=WIDTH - RIGHT).contains(&x) && (TOP - 0.1..=HEIGHT - BOTTOM + 0.1).contains(&y), "{pair}");
        }
        assert!(svg.contains("&lt;2000000000&gt;"));
    }

    #[test]
    fn weird_numbers_and_moments_do_not_break_the_drawing() {
        let ends = [(i64::MIN, 1.0), (i64::MAX, 2.0)];
        let numbers = [(0, 5.0), (1, f64::NAN), (2, f64::INFINITY), (3, f64::NEG_INFINITY), (4, 5.0)];
        let large = [(0, f64::MAX), (1, f64::MIN)];
        for points in [ends.to_vec(), numbers.to_vec(), large.to_vec(), vec![(0, f64::NAN); 3], vec![(0, 0.0); 3]] {
            let drawn = chart(points.clone()).figure().into_string() + &chart(points).file("").unwrap_or_default();
            assert!(!drawn.contains("NaN\"") && !drawn.contains("NaN ") && !drawn.contains("\"inf"), "{drawn}");
        }
    }

    #[test]
    fn a_peak_is_cut_off_and_named() {
        let points: Vec<(i64, f64)> = (0..30).map(|n| (n, if n == 0 { 1e6 } else { 10.0 })).collect();
        let svg = chart(points).cut_peaks().figure().into_string();
        assert!(
            svg.contains("↑ up to &lt;1000000&gt;") && svg.contains("&lt;16&gt;") && !svg.contains("&lt;500000&gt;"),
            "{svg}"
        );
        let even = chart((0..30).map(|n| (n, n as f64)).collect()).cut_peaks();
        assert!(even.peaks.is_empty());
    }

    #[test]
    fn an_empty_chart_says_so() {
        assert!(chart(Vec::new()).figure().as_str().contains("Nothing to draw yet"));
        assert!(chart(Vec::new()).file("").is_none());
    }
}
