//! `report.html`: complete in itself, nothing is loaded from elsewhere.

use super::{Document, tables};
use crate::{
    dashboard::{card, effects_table, heading, standalone, tile},
    view::{Picture, html::Html, interval, plots, words},
};

/// The whole page.
pub fn render(picture: &Picture, report: &Document) -> String {
    let title =
        report.month.as_ref().map_or("Transparency report".to_string(), |month| format!("Transparency report {month}"));
    let policy = report.policy.as_deref().unwrap_or("not known");
    let below = format!("{} to {} UTC · policy account {policy}", words::moment(report.from), words::moment(report.to));
    let charts = plots::economy(picture).into_iter().map(|chart| Html::tag("section", "card", chart.figure()));
    let effects = Html::all([interval::legend("without the change", true), effects_table(picture, false)]);
    let body = Html::all([
        heading(title.as_str(), below),
        tiles(report),
        outcomes(report),
        Html::tag("div", "grid2", Html::all(charts)),
        card("Parameters", tables::parameters(report)),
        card("Changes that were executed", tables::changes(picture, report)),
        card("Proposals, also vetoed, rejected and expired ones", tables::proposals(report)),
        card("Forecasts against what happened", effects),
        card("Decisions that held, and why", tables::held(picture, report)),
        card("Closed periods", tables::periods(report)),
        card("Check it", checks()),
    ]);
    standalone(&title, false, Html::tag("main", "", body))
}

fn tiles(report: &Document) -> Html {
    let totals = &report.totals;
    let amount = |number: Option<u64>| number.map_or("—".to_string(), words::tokens);
    let share = totals
        .staked
        .zip(totals.supply)
        .map_or("—".to_string(), |(staked, supply)| words::percent(staked as f64 / supply.max(1) as f64));
    Html::tag(
        "div",
        "tiles",
        Html::all([
            tile("Supply, tokens", amount(totals.supply), "at the end"),
            tile("Minted", words::tokens(totals.minted), format!("in {} closed periods", totals.periods)),
            tile("Burned", words::tokens(totals.burned), "from fees, for good"),
            tile("Fees collected", words::tokens(totals.fees), "burned and shared out"),
            tile("Staked", share, format!("{} positions", words::grouped(totals.stakers.unwrap_or(0).into()))),
            tile("Treasury", amount(totals.treasury), "at the end"),
        ]),
    )
}

/// Misses as plainly as hits, refusals as plainly as executions.
fn outcomes(report: &Document) -> Html {
    let state = |name: &str| report.proposals_by_state.get(name).copied().unwrap_or(0);
    let held = report.decisions.iter().filter(|told| !told.verdict.is_propose()).count();
    let ended: u64 = ["rejected", "expired", "stale", "cancelled"].into_iter().map(state).sum();
    Html::tag(
        "div",
        "tiles",
        Html::all([
            tile("Proposals made", report.proposals_made.to_string(), format!("{held} decisions held")),
            tile("Executed", state("executed").to_string(), format!("{} parameter changes", report.changes.len())),
            tile("Vetoed", state("vetoed").to_string(), "by members while they waited"),
            tile("Ended otherwise", ended.to_string(), "rejected, expired, stale, cancelled"),
            tile("Forecasts that hit", report.forecasts_within.to_string(), "actual between p10 and p90"),
            tile("Forecasts that missed", report.forecasts_missed.to_string(), "actual outside"),
        ]),
    )
}

fn checks() -> Html {
    let told = "Every figure comes from finalized chain data and from the decision log. The same figures for programs are in report.json, the plots in plots/. These commands recompute the log's chain and every decision:";
    let commands = "trimtab oracle verify\ntrimtab oracle replay all";
    Html::all([
        Html::tag("p", "", told),
        Html::tag("pre", "", commands),
        Html::tag("p", "quiet", "Amounts are whole tokens, times are UTC."),
    ])
}
