//! `/decisions` and `/decisions/{number}`: what was known, what was considered, why this, why not hold.

use super::{alternatives, badge, card, code, facts, heading, layout::document, learned, pages::View, table, when};
use crate::{
    decision::Decision,
    gate::Check,
    search::EffectForecast,
    store::StoreError,
    view::{
        self, Picture, Record,
        html::Html,
        interval::{self, Interval},
        words,
    },
};

pub fn list(picture: &Picture) -> String {
    let table = table_of(picture, usize::MAX);
    let body = Html::all([heading("Decisions", "Every round of the oracle, also those that held"), card("All", table)]);
    document("Decisions", true, body)
}

pub fn table_of(picture: &Picture, most: usize) -> Html {
    let rows = picture.records.iter().take(most).map(|record| row(picture, record)).collect();
    table(&["No.", "When (UTC)", "Verdict", "What and why", "Outcome"], rows, "The oracle has made no decision yet.")
}

fn row(picture: &Picture, record: &Record) -> Vec<Html> {
    let decision = &record.decision;
    let outcome =
        picture.effect_of(record).map_or_else(|| Html::tag("span", "quiet", "open"), |effect| badge(&effect.outcome));
    vec![
        Html::link(&["decisions", &decision.number.to_string()], decision.number),
        when(decision.at.unix),
        badge(verdict(decision)),
        in_short(picture, decision),
        outcome,
    ]
}

pub fn verdict(decision: &Decision) -> &'static str {
    if decision.verdict.is_propose() { "propose" } else { "hold" }
}

/// The changes, or the first check that failed.
fn in_short(picture: &Picture, decision: &Decision) -> Html {
    if decision.verdict.is_propose() {
        return changes(picture, decision);
    }
    let mut failed = decision.checks.iter().filter(|check| !check.passed);
    let Some(first) = failed.next() else { return Html::text(&decision.rationale) };
    let more = match failed.count() {
        0 => String::new(),
        count => format!("; {count} more"),
    };
    Html::all([Html::from("failed: "), reason(first), Html::from(more)])
}

fn changes(picture: &Picture, decision: &Decision) -> Html {
    Html::all(decision.moves.iter().map(|change| Html::tag("div", "", picture.change_text(change))))
}

fn reason(check: &Check) -> Html {
    let told = format!(" — {}; required: {}", check.found, check.required);
    Html::all([Html::tag("b", "", &check.name), Html::from(told)])
}

pub fn page(view: View, number: &str) -> Result<Option<String>, StoreError> {
    let picture = view.picture;
    let Some(record) = number.parse().ok().and_then(|number| picture.record(number)) else { return Ok(None) };
    let decision = &record.decision;
    let snapshot = view::snapshot(view.store, decision.snapshot_hash)?;
    let told = format!(" {} UTC · policy version {}", words::moment(decision.at.unix), decision.policy_version);
    let why = if decision.verdict.is_propose() { "Why this, and why not hold" } else { "Why hold" };
    let body = Html::all([
        heading(format!("Decision {}", decision.number), Html::all([badge(verdict(decision)), Html::from(told)])),
        card(why, Html::all([reasoning(picture, decision), proposed_as(picture, record)])),
        card("Alternatives in the twin", alternatives::table_of(picture, decision)),
        card("Gate", checks(decision)),
        card("Forecasts", learned::forecasts(decision)),
        card("Signals", learned::signals(decision)),
        card("Kinds of wallets", learned::segments(decision)),
        card("Contributors' part", learned::rewards(decision)),
        card("Inputs", learned::inputs(decision, snapshot.as_ref())),
        card("Check it", identity(record)),
    ]);
    Ok(Some(document(&format!("Decision {}", decision.number), false, body)))
}

/// Why this, or why hold: the change, the proof in the twin, the forecast; the record's own words on demand.
pub fn reasoning(picture: &Picture, decision: &Decision) -> Html {
    let mut parts = vec![if decision.verdict.is_propose() {
        Html::tag("div", "change", changes(picture, decision))
    } else {
        let failed = decision.checks.iter().filter(|check| !check.passed);
        Html::tag("ul", "", Html::all(failed.map(|check| Html::tag("li", "", reason(check)))))
    }];
    parts.push(alternatives::best_or_hold(picture, decision));
    parts.extend(decision.plan.effect.as_ref().map(expected));
    parts.push(Html::details("In the words of the record", Html::tag("p", "", &decision.rationale)));
    Html::all(parts)
}

/// The forecast that will be measured.
fn expected(effect: &EffectForecast) -> Html {
    let show = |value: i64| words::metric(&effect.name, value);
    let told = format!(
        "Measured will be {} after {}: {} at the decision; with the change {} (80 % interval {} to {}), without it {}.",
        words::spaced(&effect.name),
        words::duration(effect.horizon_secs),
        show(effect.baseline),
        show(effect.p50),
        show(effect.p10),
        show(effect.p90),
        show(effect.p50_without)
    );
    let EffectForecast { baseline, p10, p50, p90, p50_without, .. } = *effect;
    let drawn = Interval { now: baseline, p10, p50, p90, without: p50_without, actual: None }.draw();
    Html::all([Html::tag("p", "", told), drawn, interval::legend("without the change", false)])
}

fn proposed_as(picture: &Picture, record: &Record) -> Html {
    let Some(facts) = picture.proposal_of(record) else { return Html::default() };
    let link = Html::link(&["proposals", &facts.address], format!("Proposal {}", facts.number));
    let outcome = picture.effect_of(record).and_then(|effect| effect.measured.as_ref());
    let measured = outcome.map(|m| {
        let told = format!(" · {} came out at {} ", words::spaced(&m.metric), words::metric(&m.metric, m.actual));
        Html::all([Html::from(told), badge(if m.within { "within" } else { "missed" }), Html::from(" its forecast")])
    });
    Html::tag(
        "p",
        "",
        Html::all([Html::from("Became "), link, Html::from(" "), badge(&facts.state), measured.unwrap_or_default()]),
    )
}

fn checks(decision: &Decision) -> Html {
    let passed = decision.checks.iter().filter(|check| check.passed).count();
    let told = format!("{passed} of {} checks passed; one that fails means hold.", decision.checks.len());
    let row = |check: &Check| {
        let result = badge(if check.passed { "passed" } else { "failed" });
        vec![Html::text(&check.name), result, Html::text(&check.found), Html::text(&check.required)]
    };
    let rows = decision.checks.iter().map(row).collect();
    Html::all([
        Html::tag("p", "quiet", told),
        table(&["Check", "Result", "Found", "Required"], rows, "No checks were recorded."),
    ])
}

fn identity(record: &Record) -> Html {
    let decision = &record.decision;
    let hash = |name, hash: crate::hash::Hash| (name, code(hash));
    let commands =
        format!("trimtab oracle replay {0}\ntrimtab oracle explain {0}\ntrimtab oracle verify", decision.number);
    Html::all([
        facts(vec![
            ("Record", code(&record.hash)),
            hash("Record before", decision.parent),
            hash("Snapshot", decision.snapshot_hash),
            hash("Objectives", decision.config_hash),
            hash("Model", decision.model_hash),
            hash("Code", decision.code_hash),
            ("Seed", code(decision.seed)),
        ]),
        Html::tag("p", "quiet", "The same record, byte for byte, from its stored inputs:"),
        Html::tag("pre", "", commands),
    ])
}
