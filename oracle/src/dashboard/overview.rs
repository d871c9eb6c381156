//! `/`: the economy at a glance.

use super::{badge, card, decision, heading, layout::document, proposal, table, tile, when};
use crate::view::{Picture, Standing, html::Html, plots, words};

/// Decisions on this page.
const LATEST: usize = 6;

pub fn page(picture: &Picture) -> String {
    let open: Vec<_> = picture.proposals.iter().filter(|facts| facts.is_open()).collect();
    let charts = plots::economy(picture).into_iter().map(|chart| Html::tag("section", "card", chart.figure()));
    let clock = format!(
        "Chain time {} UTC · slot {}",
        words::moment(picture.now.unix),
        words::grouped(picture.now.slot.into())
    );
    let body = Html::all([
        heading("Overview", clock),
        call(picture),
        proposal::brakes(picture),
        tiles(picture),
        card("Open proposals", proposal::table_of(picture, &open, "No proposal is open.")),
        card("Parameters", parameters(picture)),
        Html::tag("div", "grid2", Html::all(charts)),
        card("Latest decisions", decision::table_of(picture, LATEST)),
    ]);
    document("Overview", true, body)
}

/// What is strange, and what people can do about it.
fn call(picture: &Picture) -> Html {
    let Some(call) = &picture.call else { return Html::default() };
    let flags = call.flags.iter().map(|flag| Html::tag("li", "", flag.as_str()));
    let commands = call.commands().into_iter().map(|command| Html::tag("div", "", Html::tag("code", "", command)));
    let body = [Html::tag("ul", "", Html::all(flags)), Html::tag("p", "", format!("Alarm: {}.", call.words()))];
    let number = call.decision.to_string();
    let about = Html::link(&["decisions", &number], format!("Decision {number}"));
    card("People are asked", Html::all(body.into_iter().chain(commands).chain([Html::tag("p", "quiet", about)])))
}

fn tiles(picture: &Picture) -> Html {
    let snapshot = picture.snapshot.as_ref();
    let amount = |number: Option<u64>| number.map_or("—".to_string(), words::tokens);
    let newest = picture.changes.iter().map(|change| change.version).max();
    let version = newest.max(snapshot.map(|s| s.policy_version)).unwrap_or(0);
    let share = snapshot.map_or("—".to_string(), |s| words::percent(s.staked_share()));
    let stakers = snapshot.map_or(String::new(), |s| format!("{} positions", words::grouped(s.stakers.into())));
    let price = picture.market.last().map_or("—".to_string(), |point| words::micro(point.price_micro));
    let minted = snapshot.map(|s| s.ever_minted);
    Html::tag(
        "div",
        "tiles",
        Html::all([
            tile(
                "Supply, tokens",
                amount(snapshot.map(|s| s.supply)),
                format!("cap {}", amount(snapshot.map(|s| s.rules.cap))),
            ),
            tile("Ever minted", amount(minted), "with genesis"),
            tile("Burned", amount(snapshot.map(|s| s.burned)), "for good"),
            tile("Staked", share, stakers),
            tile("Price", price, "quote per token"),
            tile("Policy version", version.to_string(), format!("{} decisions logged", picture.records.len())),
        ]),
    )
}

fn parameters(picture: &Picture) -> Html {
    let rows = picture.parameters().iter().map(row).collect();
    let columns = ["Parameter", "#Value", "#Bounds", "#30-day budget left", "Last change (UTC)", "Oracle may move it"];
    table(&columns, rows, "No snapshot yet: the oracle has made no decision.")
}

fn row(standing: &Standing) -> Vec<Html> {
    let (spec, unit) = (&standing.view.spec, standing.view.spec.unit);
    let show = |value: i64| words::value(value, unit);
    let (min, max) = standing.bounds();
    let budget = standing.budget_left().map(|(down, up)| format!("−{} / +{}", show(down), show(up)));
    let changed = standing.changed_at.map(when);
    vec![
        Html::link(&["parameters", &standing.view.key], words::spaced(&standing.view.key)),
        Html::tag("b", "", show(standing.value)),
        format!("{} to {}", show(min), show(max)).into(),
        budget.map_or_else(|| Html::tag("span", "quiet", "unlimited"), Html::from),
        changed.unwrap_or_else(|| Html::tag("span", "quiet", "since genesis")),
        if spec.flags & economics::bounds::AI_OK == 0 { Html::tag("span", "quiet", "no") } else { badge("yes") },
    ]
}
