//! Named points in a plane, as SVG.

use std::fmt::Write;

use super::html::Html;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const EDGE: f64 = 48.0;

/// One point; a hollow one broke a constraint, a good one is emphasised.
pub struct Point {
    pub name: String,
    pub x: f64,
    pub y: f64,
    pub is_hollow: bool,
    pub is_ours: bool,
}

/// Points around the origin, which is where nothing changes; `axes` name what grows to the right and upwards.
pub fn scatter(title: &str, axes: [&str; 2], points: &[Point]) -> Html {
    let drawable: Vec<&Point> = points.iter().filter(|point| point.x.is_finite() && point.y.is_finite()).collect();
    let reach = |of: fn(&Point) -> f64| drawable.iter().map(|point| of(point).abs()).fold(1e-6, f64::max) * 1.1;
    let (wide, high) = (reach(|point| point.x), reach(|point| point.y));
    let x = |value: f64| WIDTH / 2.0 + value / wide * (WIDTH / 2.0 - EDGE);
    let y = |value: f64| HEIGHT / 2.0 - value / high * (HEIGHT / 2.0 - EDGE);
    let mut svg = format!(
        "<svg class=\"scatter\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        Html::text(title).as_str()
    );
    let (middle_x, middle_y) = (x(0.0), y(0.0));
    let _ = write!(
        svg,
        "<line class=\"mark\" x1=\"{EDGE}\" x2=\"{}\" y1=\"{middle_y}\" y2=\"{middle_y}\"/><line class=\"mark\" x1=\"{middle_x}\" x2=\"{middle_x}\" y1=\"{EDGE}\" y2=\"{}\"/>",
        WIDTH - EDGE,
        HEIGHT - EDGE
    );
    for (value, place) in [(-wide, EDGE), (wide, WIDTH - EDGE)] {
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{place}\" y=\"{}\" text-anchor=\"middle\">{:+.0} %</text>",
            middle_y + 16.0,
            value * 100.0
        );
    }
    for (value, place) in [(-high, HEIGHT - EDGE), (high, EDGE)] {
        let _ =
            write!(svg, "<text class=\"tick\" x=\"{}\" y=\"{place}\">{:+.0} %</text>", middle_x + 6.0, value * 100.0);
    }
    for point in drawable {
        let class = match (point.is_hollow, point.is_ours) {
            (true, _) => "hollow",
            (false, true) => "ours",
            (false, false) => "rule",
        };
        let (cx, cy) = (x(point.x), y(point.y));
        let _ = write!(
            svg,
            "<circle class=\"{class}\" cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"6\"/><text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            cx + 8.0,
            cy - 6.0,
            Html::text(&point.name).as_str()
        );
    }
    svg.push_str("</svg>");
    let below = format!("To the right: {}. Upwards: {}.", axes[0], axes[1]);
    Html::tag(
        "figure",
        "",
        Html::all([Html::tag("figcaption", "", title), Html::drawing(svg), Html::tag("p", "quiet", below)]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> Point {
        Point { name: "<A>".into(), x, y, is_hollow: false, is_ours: true }
    }

    #[test]
    fn nothing_leaves_the_drawing_and_names_are_escaped() {
        let points = [point(0.0, 0.0), point(-3.0, 1e-9), point(f64::NAN, 1.0), point(0.5, f64::INFINITY)];
        let svg = scatter("a", ["b", "c"], &points).into_string();
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<A>"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 2);
    }
}
