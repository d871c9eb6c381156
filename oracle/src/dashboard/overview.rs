//! `/`: the economy at a glance.

use super::{
    badge, card, decision, heading,
    layout::document,
    proposal, table, tile,
};
use crate::view::{
    Picture, Standing,
    chart::{Chart, Line},
    html::Html,
    words,
};

pub fn page(picture: &Picture) -> String {
    let open: Vec<_> = picture.proposals.iter().filter(|facts| facts.is_open()).collect();
    let body = Html::all([
        heading("Overview", format!("Chain time {} UTC · slot {}", words::moment(picture.now.unix), words::grouped(picture.now.slot.into()))),
        tiles(picture),
        card("Open proposals", proposal::table_of(picture, &open, "No proposal is open.")),
        Html::tag("div", "grid2", Html::all(charts(picture).into_iter().map(|chart| Html::tag("section", "card", chart)))),
        card("Parameters", parameters(picture)),
        card("Latest decisions", decision::table_of(picture, 6)),
    ]);
    document("Overview", true, body)
}

fn tiles(picture: &Picture) -> Html {
    let snapshot = picture.snapshot.as_ref();
    let amount = |number: Option<u64>| number.map_or("—".to_string(), words::tokens);
    let version = picture.changes.iter().map(|change| change.version).max().or(snapshot.map(|s| s.policy_version)).unwrap_or(0);
    let share = snapshot.map_or("—".to_string(), |s| words::percent(s.staked_share()));
    let stakers = snapshot.map_or(String::new(), |s| format!("{} positions", s.stakers));
    let price = picture.market.last().map_or("—".to_string(), |point| words::micro(point.price_micro));
    Html::tag("div", "tiles", Html::all([
        tile("Supply", amount(snapshot.map(|s| s.supply)), format!("cap {}", amount(snapshot.map(|s| s.rules.cap)))),
        tile("Ever minted", amount(snapshot.map(|s| s.ever_minted)), "genesis included"),
        tile("Burned", amount(snapshot.map(|s| s.burned)), "for good"),
        tile("Staked", share, stakers),
        tile("Price", price, "quote per token"),
        tile("Policy version", version.to_string(), format!("{} decisions logged", picture.counts.decisions)),
    ]))
}

/// The plots of the economy.
pub fn charts(picture: &Picture) -> Vec<Html> {
    let whole = |number: u64| number as f64 / 1e6;
    let supply = picture.series(|p| whole(p.supply));
    let staked = picture.series(|p| 100.0 * p.staked as f64 / p.supply.max(1) as f64);
    let minted = picture.series(|p| whole(p.minted));
    let burned = picture.series(|p| whole(p.burned));
    let fees = picture.series(|p| whole(p.fees));
    let price: Vec<(i64, f64)> = picture.market.iter().map(|point| (point.observed_at, point.price_micro as f64 / 1e6)).collect();
    let chart = |title, lines: &[Line], label, include: &[f64]| Chart { title, lines, label, include, marks: &[] }.figure();
    vec![
        chart("Supply, tokens", &[Line { name: "supply", points: &supply }], compact, &[]),
        chart("Staked share, %", &[Line { name: "staked", points: &staked }], |v| format!("{v:.1}"), &[]),
        chart("Minted and burned per period, tokens", &[Line { name: "minted", points: &minted }, Line { name: "burned", points: &burned }, Line { name: "fees collected", points: &fees }], compact, &[0.0]),
        chart("Price, quote per token", &[Line { name: "price", points: &price }], |v| format!("{v:.3}"), &[]),
    ]
}

/// A number for an axis: 1 234, 1.25 M.
pub fn compact(value: f64) -> String {
    match value.abs() {
        v if v >= 1e9 => format!("{:.2} B", value / 1e9),
        v if v >= 1e6 => format!("{:.2} M", value / 1e6),
        v if v >= 1e4 => format!("{:.1} k", value / 1e3),
        v if v >= 10.0 => format!("{value:.0}"),
        _ => format!("{value:.2}"),
    }
}

fn parameters(picture: &Picture) -> Html {
    let rows = picture.parameters().iter().map(|standing| row(standing)).collect();
    table(&["Parameter", "#Value", "#Bounds", "#30-day budget left", "Last change", "Oracle may move it"], rows, "No snapshot yet: the oracle has made no decision.")
}

fn row(standing: &Standing) -> Vec<Html> {
    let (spec, unit) = (&standing.spec.spec, standing.spec.spec.unit);
    let bounds = format!("{} to {}", words::value(spec.soft_min, unit), words::value(spec.soft_max, unit));
    let changed = standing.changed_at.map_or("since genesis".to_string(), words::moment);
    vec![
        Html::link(&["parameters", &standing.spec.key], words::spaced(&standing.spec.key)),
        Html::tag("b", "", words::value(standing.value, unit)),
        bounds.into(),
        budget_left(standing).into(),
        changed.into(),
        if spec.flags & 1 == 1 { badge("yes") } else { Html::tag("span", "quiet", "no") },
    ]
}

/// How far the value may still go within the 30 days' budget: down and up.
fn budget_left(standing: &Standing) -> String {
    let (view, unit) = (standing.spec, standing.spec.spec.unit);
    let Ok(budget) = i64::try_from(view.spec.budget_30d) else { return "unlimited".into() };
    let lowest = view.budget.lo.iter().copied().min().unwrap_or(standing.value).min(standing.value);
    let highest = view.budget.hi.iter().copied().max().unwrap_or(standing.value).max(standing.value);
    let down = standing.value.saturating_sub(highest.saturating_sub(budget)).max(0);
    let up = lowest.saturating_add(budget).saturating_sub(standing.value).max(0);
    format!("−{} / +{}", words::value(down, unit), words::value(up, unit))
}
