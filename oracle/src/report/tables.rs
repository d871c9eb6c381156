//! The tables of the report.

use super::{Document, document::Told};
use crate::{
    accounts::ProposalFacts,
    dashboard::{badge, code, small_table, table, turnout, what, when},
    gate::Check,
    store::{ParamChange, PeriodRow},
    view::{Picture, html::Html, words},
};

/// Values at both ends.
pub fn parameters(report: &Document) -> Html {
    let row = |p: &super::Parameter| {
        let show = |value: i64| words::value(value, p.unit);
        let last = if p.first == p.last { Html::from(show(p.last)) } else { Html::tag("b", "", show(p.last)) };
        vec![words::spaced(&p.key).into(), show(p.first).into(), last, p.changes.into()]
    };
    small_table(
        &["Parameter", "#At the start", "#At the end", "#Changes"],
        report.parameters.iter().map(row).collect(),
        "No parameter is known yet.",
    )
}

pub fn changes(picture: &Picture, report: &Document) -> Html {
    let row = |change: &ParamChange| {
        let show = |value: i64| words::value(value, picture.unit(&change.key));
        let name = words::spaced(&change.key);
        vec![
            when(change.at),
            name.into(),
            show(change.old).into(),
            Html::tag("b", "", show(change.new)),
            change.version.into(),
        ]
    };
    let columns = ["When (UTC)", "Parameter", "#From", "#To", "#Policy version"];
    table(&columns, report.changes.iter().map(row).collect(), "Nothing was changed.")
}

pub fn proposals(report: &Document) -> Html {
    let row = |facts: &ProposalFacts| {
        let by = if facts.by_oracle { "oracle" } else { "member" };
        vec![
            format!("{} · {}", facts.number, facts.class).into(),
            what(facts),
            badge(&facts.state),
            Html::all([Html::from(by), Html::tag("div", "", code(words::short(&facts.proposer)))]),
            format!("{} of {}", facts.approvals.len(), facts.threshold).into(),
            facts.vetoes.len().into(),
            turnout(facts).into(),
            when(facts.created_at),
            when(facts.closed_at),
        ]
    };
    let columns =
        ["No.", "Change", "State", "Made by", "#Approvals", "#Vetoes", "Stakers", "Made (UTC)", "Ended (UTC)"];
    table(&columns, report.proposals.iter().map(row).collect(), "Nothing was proposed.")
}

/// Held decisions with every check that failed.
pub fn held(picture: &Picture, report: &Document) -> Html {
    let reason =
        |check: &Check| Html::tag("div", "", format!("{}: {}; required: {}", check.name, check.found, check.required));
    let row = |told: &Told| {
        let reasons = Html::all(told.failed_checks.iter().map(reason));
        let candidate =
            if told.candidate.is_empty() { "none".to_string() } else { picture.moves_text(&told.candidate) };
        vec![told.number.into(), when(told.at), candidate.into(), reasons]
    };
    let held = report.decisions.iter().filter(|told| !told.verdict.is_propose());
    table(&["No.", "When (UTC)", "Best candidate", "Reasons"], held.map(row).collect(), "No decision held.")
}

pub fn periods(report: &Document) -> Html {
    let row = |p: &PeriodRow| {
        let amounts =
            [p.supply, p.minted, p.burned, p.fees, p.staked, p.treasury].map(|amount| words::tokens(amount).into());
        [vec![when(p.end)], amounts.to_vec()].concat()
    };
    let columns = ["End (UTC)", "#Supply", "#Minted", "#Burned", "#Fees", "#Staked", "#Treasury"];
    table(&columns, report.periods.iter().map(row).collect(), "No period was closed.")
}
