//! `/effects`: what became of each decision, and whether its forecast was right.

use super::{badge, card, heading, layout::document, table, tile, when};
use crate::{
    store::{Effect, Measured},
    view::{
        Picture,
        html::Html,
        interval::{self, Interval},
        words,
    },
};

pub fn page(picture: &Picture) -> String {
    let body = Html::all([
        heading(
            "Effects",
            "Held, vetoed and expired decisions are measured too, against their forecast without the change",
        ),
        tally(picture),
        card(
            "Forecast and outcome",
            Html::all([interval::legend("without the change", true), effects_table(picture, true)]),
        ),
    ]);
    document("Effects", true, body)
}

/// Hits and misses, side by side.
pub fn tally(picture: &Picture) -> Html {
    let measured: Vec<&Measured> = picture.effects.iter().filter_map(|effect| effect.measured.as_ref()).collect();
    let hits = measured.iter().filter(|m| m.within).count();
    let waiting = picture.records.len().saturating_sub(measured.len());
    Html::tag(
        "div",
        "tiles",
        Html::all([
            tile("Within the forecast", hits.to_string(), "actual between p10 and p90"),
            tile("Missed", (measured.len() - hits).to_string(), "actual outside"),
            tile("Not due yet", waiting.to_string(), "decisions without a measurement"),
        ]),
    )
}

/// Every effect, newest first; with links on our own pages.
pub fn effects_table(picture: &Picture, links: bool) -> Html {
    let rows = picture.effects.iter().rev().map(|effect| row(picture, effect, links)).collect();
    let columns = [
        "Decision",
        "Outcome",
        "Metric",
        "#Forecast p10 to p90",
        "Interval",
        "#Actual",
        "#Off the median by",
        "Result",
    ];
    table(&columns, rows, "No decision has come to its end yet.")
}

fn row(picture: &Picture, effect: &Effect, links: bool) -> Vec<Html> {
    let number = picture.record_named(&effect.decision).map(|record| record.decision.number.to_string());
    let name = match number {
        Some(number) if links => Html::link(&["decisions", &number], &number),
        Some(number) => number.into(),
        None => words::short(&effect.decision).into(),
    };
    let mut cells = vec![name, Html::all([badge(&effect.outcome), Html::tag("div", "quiet", when(effect.at))])];
    cells.extend(measured(effect.measured.as_ref()));
    cells
}

fn measured(measured: Option<&Measured>) -> Vec<Html> {
    let Some(m) = measured else { return vec![Html::tag("span", "quiet", "not due yet")] };
    let show = |value: i64| words::metric(&m.metric, value);
    let after = format!("after {}", words::duration(m.horizon_secs.try_into().unwrap_or(i64::MAX)));
    // The median of what really applied: with the change only where it was executed.
    let expected = m.actual.saturating_sub(m.error);
    let drawn = Interval {
        now: m.baseline,
        p10: m.p10,
        p50: expected,
        p90: m.p90,
        without: m.p50_without,
        actual: Some(m.actual),
    };
    vec![
        Html::all([Html::tag("span", "nb", words::spaced(&m.metric)), Html::tag("div", "quiet", after)]),
        format!("{} to {}", show(m.p10), show(m.p90)).into(),
        drawn.draw(),
        Html::tag("b", "", show(m.actual)),
        words::metric_difference(&m.metric, m.error).into(),
        badge(if m.within { "within" } else { "missed" }),
    ]
}
