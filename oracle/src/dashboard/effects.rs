//! `/effects`: what became of each decision, and whether its forecast was right.

use super::{badge, card, heading, layout::document, table};
use crate::{
    store::{Effect, Measured},
    view::{Picture, chart, html::Html, words},
};

pub fn page(picture: &Picture) -> String {
    let legend = Html::all([("now", "before"), ("with", "forecast with the change"), ("without", "forecast without it")].map(|(class, name)| Html::tag("span", &format!("key {class}"), Html::all([Html::from(name), " ".into()]))));
    let body = Html::all([
        heading("Effects", "Held, vetoed and expired decisions are measured too, against their forecast without the change"),
        card("Forecast and outcome", Html::all([Html::tag("p", "", legend), effects_table(picture)])),
    ]);
    document("Effects", true, body)
}

/// Every effect, newest first.
pub fn effects_table(picture: &Picture) -> Html {
    let rows = picture.effects.iter().rev().map(|effect| row(picture, effect)).collect();
    table(&["Decision", "Outcome", "Metric", "#Forecast p10 to p90", "Interval", "#Actual", "Result"], rows, "No decision has come to its end yet.")
}

fn row(picture: &Picture, effect: &Effect) -> Vec<Html> {
    let number = picture.decisions.iter().find(|decision| decision.hash().to_string() == effect.decision).map(|decision| decision.number.to_string());
    let name = number.map_or_else(|| words::short(&effect.decision).into(), |number| Html::link(&["decisions", &number], &number));
    let mut cells = vec![name, Html::all([badge(&effect.outcome), Html::tag("div", "quiet", words::moment(effect.at))])];
    cells.extend(measured(effect.measured.as_ref()));
    cells
}

fn measured(measured: Option<&Measured>) -> Vec<Html> {
    let Some(m) = measured else { return vec![Html::tag("span", "quiet", "not due yet"), "".into(), "".into(), "".into(), "".into()] };
    let real = |micro: i64| micro as f64 / 1e6;
    vec![
        Html::all([Html::from(words::spaced(&m.metric)), Html::tag("div", "quiet", format!("after {}", words::duration(m.horizon_secs.try_into().unwrap_or(i64::MAX))))]),
        format!("{} to {}", words::micro(m.p10), words::micro(m.p90)).into(),
        chart::interval(real(m.baseline), [real(m.p10), real(m.p50), real(m.p90)], real(m.p50_without)),
        Html::tag("b", "", words::micro(m.actual)),
        badge(if m.within { "within" } else { "missed" }),
    ]
}
