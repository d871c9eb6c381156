//! An effect with its interval as a small drawing around zero.

use std::fmt::Write;

use super::html::Html;

const WIDTH: f64 = 160.0;
const EDGE: f64 = 8.0;

/// The interval as a bar, the estimate as a dot, zero as a dashed stroke.
pub fn whisker(low: f64, estimate: f64, high: f64) -> Html {
    let reach = low.abs().max(high.abs()).max(estimate.abs()).max(1e-9);
    let x = |value: f64| {
        let share = (value / reach).clamp(-1.0, 1.0);
        WIDTH / 2.0 + if share.is_finite() { share * (WIDTH / 2.0 - EDGE) } else { 0.0 }
    };
    let (start, end) = (x(low.min(high)), x(high.max(low)));
    let mut svg =
        format!("<svg class=\"interval\" viewBox=\"0 0 {WIDTH} 24\" role=\"img\" aria-label=\"effect and interval\">");
    let _ = write!(svg, "<line class=\"mark\" x1=\"{0}\" x2=\"{0}\" y1=\"1\" y2=\"23\"/>", WIDTH / 2.0);
    let _ = write!(
        svg,
        "<rect class=\"band\" x=\"{start:.1}\" width=\"{:.1}\" y=\"7\" height=\"10\" rx=\"3\"/>",
        (end - start).max(1.0)
    );
    let _ = write!(svg, "<circle class=\"actual\" cx=\"{:.1}\" cy=\"12\" r=\"5\"/></svg>", x(estimate));
    Html::drawing(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_drawing() {
        for (low, estimate, high) in
            [(-1.0, 0.0, 2.0), (5.0, 6.0, 7.0), (f64::NAN, 0.0, f64::INFINITY), (0.0, 0.0, 0.0)]
        {
            let svg = whisker(low, estimate, high).into_string();
            assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
        }
    }
}
