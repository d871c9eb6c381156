//! `/decisions` and `/decisions/{number}`: what was known, what was considered, why this, why not hold.

use super::{badge, card, code, facts, heading, layout::document, table};
use crate::{
    decision::{Decision, moves_text},
    gate::Verdict,
    search::Alternative,
    snapshot::Snapshot,
    view::{Picture, chart, html::Html, words},
};

pub fn list(picture: &Picture) -> String {
    let body = Html::all([heading("Decisions", "Every round of the oracle, also those that held"), card("All", table_of(picture, usize::MAX))]);
    document("Decisions", true, body)
}

pub fn table_of(picture: &Picture, most: usize) -> Html {
    let rows = picture.decisions.iter().take(most).map(|decision| row(picture, decision)).collect();
    table(&["No.", "When (UTC)", "Verdict", "What and why", "Outcome"], rows, "The oracle has made no decision yet.")
}

fn row(picture: &Picture, decision: &Decision) -> Vec<Html> {
    let what = if decision.verdict.is_propose() { moves_text(&decision.moves) } else { decision.rationale.clone() };
    let outcome = picture.effect_of(decision).map_or_else(|| Html::tag("span", "quiet", "open"), |effect| badge(&effect.outcome));
    vec![
        Html::link(&["decisions", &decision.number.to_string()], decision.number),
        words::moment(decision.at.unix).into(),
        badge(verdict(decision)),
        what.into(),
        outcome,
    ]
}

fn verdict(decision: &Decision) -> &'static str {
    if decision.verdict.is_propose() { "propose" } else { "hold" }
}

pub fn page(picture: &Picture, number: &str) -> Option<String> {
    let decision = picture.decisions.iter().find(|decision| decision.number.to_string() == number)?;
    let snapshot = picture.snapshot.as_ref().filter(|snapshot| snapshot.hash() == decision.snapshot_hash);
    let below = Html::all([badge(verdict(decision)), Html::from(format!(" {} UTC · policy version {}", words::moment(decision.at.unix), decision.policy_version))]);
    let body = Html::all([
        heading(format!("Decision {}", decision.number), below),
        decision_card(decision),
        proposal(picture, decision),
        card("Gate", checks(decision)),
        card("Alternatives in the twin", alternatives(decision)),
        card("Forecasts", forecasts(decision)),
        Html::tag("div", "grid2", Html::all([card("Signals", signals(decision)), card("Kinds of wallets", segments(decision))])),
        card("Inputs", inputs(decision, snapshot)),
        card("Check it", identity(decision)),
    ]);
    Some(document(&format!("Decision {}", decision.number), false, body))
}

/// Why this, or why hold.
pub fn decision_card(decision: &Decision) -> Html {
    let mut parts = vec![Html::tag("p", "", &decision.rationale)];
    if let Verdict::Hold { reasons } = &decision.verdict {
        parts.push(Html::tag("ul", "", Html::all(reasons.iter().map(|reason| Html::tag("li", "", reason)))));
    }
    if let Some(effect) = &decision.plan.effect {
        let real = |micro: i64| micro as f64 / 1e6;
        let words = format!(
            "{} in {}: {} now; {} to {} (median {}) with the best change, {} without it.",
            words::spaced(&effect.name), words::duration(effect.horizon_secs), words::micro(effect.baseline),
            words::micro(effect.p10), words::micro(effect.p90), words::micro(effect.p50), words::micro(effect.p50_without)
        );
        parts.push(Html::tag("p", "quiet", words));
        parts.push(chart::interval(real(effect.baseline), [real(effect.p10), real(effect.p50), real(effect.p90)], real(effect.p50_without)));
    }
    card(if decision.verdict.is_propose() { "Why this" } else { "Why hold" }, Html::all(parts))
}

fn proposal(picture: &Picture, decision: &Decision) -> Html {
    let hash = decision.hash().to_string();
    let Some(receipt) = picture.receipts.iter().find(|receipt| receipt.decision == hash) else { return Html::default() };
    let Some(facts) = picture.proposals.iter().find(|facts| facts.address == receipt.proposal) else { return Html::default() };
    let link = Html::link(&["proposals", &facts.address], format!("Proposal {}", facts.number));
    card("Proposed as", Html::all([link, " ".into(), badge(&facts.state), super::proposal::changes(&facts.moves)]))
}

fn checks(decision: &Decision) -> Html {
    let row = |check: &crate::gate::Check| vec![check.name.as_str().into(), badge(if check.passed { "passed" } else { "failed" }), check.found.as_str().into(), check.required.as_str().into()];
    table(&["Check", "Result", "Found", "Required"], decision.checks.iter().map(row).collect(), "No checks were recorded.")
}

fn alternatives(decision: &Decision) -> Html {
    let plan = &decision.plan;
    let best = plan.best();
    let row = |name: Html, a: &Alternative| {
        vec![
            name,
            words::micro(a.score).into(),
            words::micro(a.gain).into(),
            words::percent(a.p_better as f64 / 1e6).into(),
            words::micro(a.worst5_gain).into(),
            words::micro(a.cvar).into(),
            a.breaks.as_deref().unwrap_or("none").into(),
        ]
    };
    let name = |a: &Alternative| if best == Some(a) { Html::tag("b", "", moves_text(&a.moves)) } else { moves_text(&a.moves).into() };
    let mut rows = vec![row(Html::from("hold"), &plan.hold)];
    rows.extend(plan.alternatives.iter().map(|a| row(name(a), a)));
    let told = format!("{} candidates admitted by the program's own rules, {} refused; {} paired seeds each. The best is bold.", plan.admitted, plan.refused, plan.seeds);
    Html::all([Html::tag("p", "quiet", told), table(&["Change", "#Score", "#Gain", "#P(better)", "#Worst 5 %", "#CVaR", "Breaks"], rows, "")])
}

fn forecasts(decision: &Decision) -> Html {
    let real = |micro: i64| micro as f64 / 1e6;
    let row = |f: &crate::forecast::Forecast| {
        vec![
            words::spaced(&f.metric).into(),
            words::micro(f.last).into(),
            format!("{} to {}", words::micro(f.p10), words::micro(f.p90)).into(),
            chart::interval(real(f.last), [real(f.p10), real(f.p50), real(f.p90)], real(f.naive)),
            words::micro(f.mase_model).into(),
            words::micro(f.mase_naive).into(),
            if f.used { Html::tag("b", "", "elastic net") } else { "naive".into() },
        ]
    };
    let told = "Mean absolute scaled error by rolling origin; the model is used only where it beats naive out of sample. Strokes: now, median, naive (dashed).";
    Html::all([Html::tag("p", "quiet", told), table(&["Series", "#Now", "#p10 to p90", "Interval", "#MASE model", "#MASE naive", "Used"], decision.forecasts.iter().map(row).collect(), "Too little history for a forecast.")])
}

fn signals(decision: &Decision) -> Html {
    let row = |flag: &crate::detect::Flag| vec![flag.kind.as_str().into(), format!("{:?}", flag.severity).to_lowercase().into(), flag.evidence.as_str().into()];
    table(&["Kind", "Weight", "Evidence"], decision.signals.flags.iter().map(row).collect(), "Nothing strange was seen.")
}

fn segments(decision: &Decision) -> Html {
    let share = |micro: i64| words::percent(micro as f64 / 1e6);
    let row = |s: &crate::segment::Segment| vec![s.name.as_str().into(), s.size.to_string().into(), share(s.wealth_share).into(), share(s.staked_share).into()];
    table(&["Kind", "#Wallets", "#Of all tokens", "#Staked"], decision.segments.iter().map(row).collect(), "Too few wallets.")
}

fn inputs(decision: &Decision, snapshot: Option<&Snapshot>) -> Html {
    let sources = snapshot.map(|snapshot| {
        let row = |s: &crate::snapshot::SourceState| vec![s.name.as_str().into(), words::moment(s.unix).into(), words::duration(decision.at.unix - s.unix).into(), if s.agrees { badge("yes") } else { badge("failed") }];
        table(&["Source", "Newest (UTC)", "#Age", "Agrees"], snapshot.sources.iter().map(row).collect(), "")
    });
    let row = |m: &crate::search::Metric| vec![words::spaced(&m.name).into(), words::micro(m.value).into()];
    Html::all([
        Html::tag("p", "quiet", format!("Slots {} to {}, finalized.", words::grouped(decision.slot_from.into()), words::grouped(decision.slot_to.into()))),
        sources.unwrap_or_default(),
        Html::tag("h3", "", "Newest value of each series"),
        table(&["Series", "#Value"], decision.features.iter().map(row).collect(), "No closed period yet."),
    ])
}

fn identity(decision: &Decision) -> Html {
    let hash = |name, hash: crate::hash::Hash| (name, code(hash));
    let commands = format!("trimtab oracle replay {0}\ntrimtab oracle explain {0}\ntrimtab oracle verify", decision.number);
    Html::all([
        facts(vec![
            hash("Record", decision.hash()), hash("Record before", decision.parent), hash("Snapshot", decision.snapshot_hash),
            hash("Objectives", decision.config_hash), hash("Model", decision.model_hash), hash("Code", decision.code_hash),
            ("Seed", code(decision.seed)),
        ]),
        Html::tag("p", "quiet", "The same record, byte for byte, from its stored inputs:"),
        Html::tag("pre", "", commands),
    ])
}
