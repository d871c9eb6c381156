//! `/parameters/{key}`: one parameter's history inside its bounds.

use super::{card, facts, heading, layout::document, table};
use crate::view::{
    Picture,
    chart::{Chart, Line},
    html::Html,
    words,
};

pub fn page(picture: &Picture, key: &str) -> Option<String> {
    let standing = picture.parameters().into_iter().find(|standing| standing.spec.key == key)?;
    let (spec, unit) = (&standing.spec.spec, standing.spec.spec.unit);
    let show = |value: i64| words::value(value, unit);
    let steps = picture.history(key);
    let label: fn(f64) -> String = match unit {
        1 => |v| format!("{:.2} %", v / 1e4),
        2 => |v| format!("{:.2} %", v / 100.0),
        3 => |v| words::duration(v as i64),
        _ => super::overview::compact,
    };
    let bounds = [(spec.soft_min as f64, "lower bound"), (spec.soft_max as f64, "upper bound")];
    let chart = Chart { title: "Value over time", lines: &[Line { name: key, points: &steps }], label, include: &[], marks: &bounds };
    let changes = picture.changes.iter().rev().filter(|change| change.key == key);
    let rows = changes.map(|change| vec![words::moment(change.at).into(), change.version.to_string().into(), show(change.old).into(), show(change.new).into()]).collect();
    let limits = facts(vec![
        ("Value in force", Html::tag("b", "", show(standing.value))),
        ("Governed bounds", format!("{} to {}", show(spec.soft_min), show(spec.soft_max)).into()),
        ("Hard bounds", format!("{} to {}, fixed at genesis", show(spec.hard_min), show(spec.hard_max)).into()),
        ("Largest step up", step(spec.step_up_abs, spec.step_up_bps, unit).into()),
        ("Largest step down", step(spec.step_down_abs, spec.step_down_bps, unit).into()),
        ("Shortest interval", format!("{} and {} epochs", words::duration(spec.min_interval_secs.try_into().unwrap_or(i64::MAX)), spec.min_interval_epochs).into()),
        ("Budget in 30 days", i64::try_from(spec.budget_30d).map_or("unlimited".to_string(), show).into()),
        ("Group", if spec.group == 0 { "none".into() } else { Html::from(format!("{}, moves together or not at all", spec.group)) }),
    ]);
    let body = Html::all([
        heading(words::spaced(key), "Every value it had, and the limits that the program enforces"),
        Html::tag("section", "card", chart.figure()),
        card("Limits", limits),
        card("Changes", table(&["When (UTC)", "#Policy version", "#From", "#To"], rows, "Never changed since genesis.")),
    ]);
    Some(document(key, false, body))
}

fn step(abs: u64, bps: u32, unit: u8) -> String {
    let abs = words::value(abs.try_into().unwrap_or(i64::MAX), unit);
    format!("the larger of {abs} and {} % of the value", f64::from(bps) / 100.0)
}
