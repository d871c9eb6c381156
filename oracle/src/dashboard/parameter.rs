//! `/parameters/{key}`: one parameter's history inside its bounds.

use super::{card, facts, heading, layout::document, small_table, when};
use crate::view::{Picture, Standing, html::Html, plots, words};

pub fn page(picture: &Picture, key: &str) -> Option<String> {
    let standing = picture.parameter(key)?;
    let chart = plots::parameter(picture, key)?;
    let body = Html::all([
        heading(words::spaced(key), "Every value it had, and the limits that the program enforces"),
        Html::tag("section", "card", chart.figure()),
        card("Limits", limits(&standing)),
        card("Changes", changes(picture, &standing)),
    ]);
    Some(document(&words::spaced(key), false, body))
}

fn limits(standing: &Standing) -> Html {
    let (spec, unit) = (&standing.view.spec, standing.view.spec.unit);
    let show = |value: i64| words::value(value, unit);
    let wait = words::duration(spec.min_interval_secs.try_into().unwrap_or(i64::MAX));
    let group = if spec.group == 0 {
        "none".to_string()
    } else {
        format!("{}: its members move together, their sum is fixed", spec.group)
    };
    let budget = standing.budget_left().map_or("unlimited".to_string(), |(down, up)| {
        format!(
            "{} between any two values; now {} down and {} up are left",
            show(spec.budget_30d.try_into().unwrap_or(i64::MAX)),
            show(down),
            show(up)
        )
    });
    facts(vec![
        ("In force", Html::tag("b", "", show(standing.value))),
        ("Governed bounds", format!("{} to {}", show(spec.soft_min), show(spec.soft_max)).into()),
        ("Hard bounds", format!("{} to {}, fixed at genesis", show(spec.hard_min), show(spec.hard_max)).into()),
        ("Largest step up", step(spec.step_up_abs, spec.step_up_bps, unit).into()),
        ("Largest step down", step(spec.step_down_abs, spec.step_down_bps, unit).into()),
        ("Shortest interval", format!("{wait} and {} epochs", spec.min_interval_epochs).into()),
        ("Budget in 30 days", budget.into()),
        ("Group", group.into()),
    ])
}

fn step(abs: u64, bps: u32, unit: u8) -> String {
    let abs = words::value(abs.try_into().unwrap_or(i64::MAX), unit);
    if bps == 0 { abs } else { format!("the larger of {abs} and {} % of the value", f64::from(bps) / 100.0) }
}

fn changes(picture: &Picture, standing: &Standing) -> Html {
    let show = |value: i64| words::value(value, standing.view.spec.unit);
    let mut changes: Vec<_> = picture.changes_of(&standing.view.key).collect();
    changes.reverse();
    let row = |change: &&crate::store::ParamChange| {
        vec![when(change.at), show(change.old).into(), Html::tag("b", "", show(change.new)), change.version.into()]
    };
    small_table(
        &["When (UTC)", "#From", "#To", "#Version"],
        changes.iter().map(row).collect(),
        "Never changed since genesis.",
    )
}
