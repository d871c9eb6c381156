//! A policy as a drawing: for every answer the lever's goal over the feature, everything else as usual.

use std::fmt::Write;

use super::{Feature, Lever, Policy, Term};

const WIDTH: f64 = 260.0;
const HEIGHT: f64 = 110.0;
const LEFT: f64 = 58.0;
const TOP: f64 = 26.0;
const PANEL: [f64; 2] = [WIDTH + LEFT + 22.0, HEIGHT + TOP + 38.0];
const COLUMNS: usize = 3;
/// Features are drawn between ± this; probabilities and shares of the stake from 0.
const SPAN: f64 = 0.6;
const POINTS: usize = 60;

impl Policy {
    /// An SVG with one panel per answer, and one per lever that answers to nothing.
    pub fn svg(&self) -> String {
        let panels: Vec<(&Lever, Option<&Term<Feature>>)> = self.levers.iter().flat_map(panels).collect();
        let [width, height] = PANEL;
        let rows = panels.len().div_ceil(COLUMNS);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\"><title>{}: {}</title>\n",
            width * COLUMNS as f64,
            height * rows as f64,
            escaped(&self.name),
            escaped(&self.about),
        );
        for (place, (lever, term)) in panels.iter().enumerate() {
            let (x, y) = ((place % COLUMNS) as f64 * width, (place / COLUMNS) as f64 * height);
            let _ = writeln!(svg, "<g transform=\"translate({x} {y})\">{}</g>", panel(lever, *term));
        }
        svg + "</svg>\n"
    }
}

fn panels(lever: &Lever) -> Vec<(&Lever, Option<&Term<Feature>>)> {
    if lever.curve.terms.is_empty() {
        return vec![(lever, None)];
    }
    lever.curve.terms.iter().map(|term| (lever, Some(term))).collect()
}

fn panel(lever: &Lever, term: Option<&Term<Feature>>) -> String {
    let from = if term.is_some_and(|term| matches!(term.feature, Feature::Warning | Feature::Young | Feature::Fall)) {
        0.0
    } else {
        -SPAN
    };
    let value = |n: usize| from + (SPAN - from) * n as f64 / POINTS as f64;
    let goal = |value: f64| {
        lever.curve.target(|feature| if term.is_some_and(|term| term.feature == feature) { value } else { 0.0 })
    };
    let goals: Vec<i64> = (0..=POINTS).map(|n| goal(value(n))).collect();
    let (low, high) =
        goals.iter().fold((lever.curve.base, lever.curve.base), |(low, high), goal| (low.min(*goal), high.max(*goal)));
    // A flat line lies in the middle.
    let (bottom, span) = if low == high { (low as f64 - 1.0, 2.0) } else { (low as f64, (high - low) as f64) };
    let points: Vec<String> = goals
        .iter()
        .enumerate()
        .map(|(n, goal)| {
            let x = LEFT + WIDTH * n as f64 / POINTS as f64;
            let y = TOP + HEIGHT * (1.0 - (*goal as f64 - bottom) / span);
            format!("{x:.1},{y:.1}")
        })
        .collect();
    let under = term.map_or("answers to nothing", |term| term.feature.title());
    let axis = |x: f64, y: f64, anchor: &str, text: &str| {
        format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"#555\">{text}</text>")
    };
    let mut out = format!("<text x=\"{LEFT}\" y=\"16\" font-weight=\"bold\">{}</text>", escaped(lever.lever.title()));
    out += &format!(
        "<rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"none\" stroke=\"#ccc\"/>"
    );
    out += &format!("<polyline points=\"{}\" fill=\"none\" stroke=\"#0a6\" stroke-width=\"2\"/>", points.join(" "));
    out += &axis(LEFT - 4.0, TOP + 10.0, "end", &high.to_string());
    if low != high {
        out += &axis(LEFT - 4.0, TOP + HEIGHT, "end", &low.to_string());
    }
    if term.is_some() {
        out += &axis(LEFT, TOP + HEIGHT + 13.0, "start", &format!("{from}"));
        out += &axis(LEFT + WIDTH, TOP + HEIGHT + 13.0, "end", &format!("{SPAN}"));
    }
    out + &axis(LEFT + WIDTH / 2.0, TOP + HEIGHT + 27.0, "middle", under)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
