//! `/proposals` and `/proposals/{address}`: what is asked, by whom, who voted, and when it can run.

use super::{badge, card, code, facts, heading, layout::document, table, when};
use crate::{
    accounts::{MoveFacts, ProposalFacts, Standing},
    view::{Picture, html::Html, words},
};

pub fn list(picture: &Picture) -> String {
    let all: Vec<_> = picture.proposals.iter().collect();
    let body = Html::all([
        heading("Proposals", "Everything that was ever asked, also what was refused"),
        card("All", table_of(picture, &all, "No proposal was ever made.")),
    ]);
    document("Proposals", true, body)
}

pub fn table_of(picture: &Picture, proposals: &[&ProposalFacts], nothing: &str) -> Html {
    let rows = proposals.iter().map(|facts| row(picture, facts)).collect();
    table(&["No.", "Change", "State", "What is next", "#Approvals", "Made (UTC)"], rows, nothing)
}

fn row(picture: &Picture, facts: &ProposalFacts) -> Vec<Html> {
    vec![
        Html::link(&["proposals", &facts.address], format!("{} · {}", facts.number, facts.class)),
        changes(&facts.moves),
        badge(&facts.state),
        next(picture, facts).into(),
        format!("{} of {}", facts.approvals.len(), facts.threshold).into(),
        when(facts.created_at),
    ]
}

/// Old → new of every move.
pub fn changes(moves: &[MoveFacts]) -> Html {
    let line = |m: &MoveFacts| {
        Html::tag(
            "div",
            "",
            format!("{} {} → {}", words::spaced(&m.key), words::value(m.old, m.unit), words::value(m.new, m.unit)),
        )
    };
    Html::all(moves.iter().map(line))
}

/// What can happen now, with the time that is left.
fn next(picture: &Picture, facts: &ProposalFacts) -> String {
    let left = |until: i64| words::duration(until - picture.now.unix);
    match facts.standing(&picture.now) {
        Standing::Voting { missing, until } => format!("{missing} more approvals within {}", left(until)),
        Standing::Waiting { until, .. } if until > picture.now.unix => format!("executable in {}", left(until)),
        Standing::Waiting { until_slot, .. } => format!("executable from slot {}", words::grouped(until_slot.into())),
        Standing::Executable { until } => format!("anyone may execute for {}", left(until)),
        Standing::TimeOver => "time is over, anyone may close it".into(),
        Standing::Closed => format!("ended {}", words::moment(facts.closed_at)),
    }
}

pub fn page(picture: &Picture, address: &str) -> Option<String> {
    let facts = picture.proposals.iter().find(|facts| facts.address == address)?;
    let why = picture.record_of(address).map(|record| {
        let number = record.decision.number;
        let link = Html::link(
            &["decisions", &number.to_string()],
            format!("Decision {number} with inputs, alternatives and checks"),
        );
        card("Why", Html::all([super::decision::reasoning(picture, &record.decision), Html::tag("p", "", link)]))
    });
    let body = Html::all([
        heading(
            format!("Proposal {}", facts.number),
            Html::all([badge(&facts.state), Html::text(" "), next(picture, facts).into()]),
        ),
        card("What it changes", moves(facts)),
        card("Votes and clock", votes(facts)),
        why.unwrap_or_default(),
        card("What is voted on", identity(facts)),
    ]);
    Some(document(&format!("Proposal {}", facts.number), facts.is_open(), body))
}

fn moves(facts: &ProposalFacts) -> Html {
    let row = |m: &MoveFacts| {
        let show = |value: i64| words::value(value, m.unit);
        let size = |value: u64| show(value.try_into().unwrap_or(i64::MAX));
        vec![
            Html::link(&["parameters", &m.key], words::spaced(&m.key)),
            show(m.old).into(),
            Html::tag("b", "", show(m.new)),
            format!("{} to {}", show(m.min), show(m.max)).into(),
            format!("{} of {}", size(m.step), size(m.step_limit)).into(),
            show(m.current).into(),
        ]
    };
    table(
        &["Parameter", "#From", "#To", "#Bounds", "#Step used", "#In force now"],
        facts.moves.iter().map(row).collect(),
        "",
    )
}

fn votes(proposal: &ProposalFacts) -> Html {
    let keys = |keys: &[String]| Html::all(keys.iter().map(|key| Html::tag("div", "", code(key))));
    let slots = format!(
        "{} and {} slots",
        words::duration(proposal.delay_secs.try_into().unwrap_or(i64::MAX)),
        words::grouped(proposal.delay_slots.into())
    );
    facts(vec![
        ("Class", proposal.class.as_str().into()),
        (
            "Made by",
            Html::all([
                code(&proposal.proposer),
                if proposal.by_oracle { " (registered oracle)".into() } else { Html::default() },
            ]),
        ),
        (
            "Approvals",
            Html::all([
                Html::from(format!("{} of {} needed", proposal.approvals.len(), proposal.threshold)),
                keys(&proposal.approvals),
            ]),
        ),
        (
            "Vetoes",
            Html::all([
                Html::from(format!("{} of {} end it", proposal.vetoes.len(), proposal.veto_threshold)),
                keys(&proposal.vetoes),
            ]),
        ),
        ("Voting until", words::moment(proposal.voting_until).into()),
        ("Delay", slots.into()),
        (
            "Executable",
            if proposal.opens_at == 0 {
                "not queued".into()
            } else {
                Html::from(format!("{} to {}", words::moment(proposal.opens_at), words::moment(proposal.closes_at)))
            },
        ),
    ])
}

fn identity(proposal: &ProposalFacts) -> Html {
    let mut rows = vec![
        ("Address", code(&proposal.address)),
        ("Content hash", code(&proposal.content_hash)),
        ("Id", code(&proposal.id)),
    ];
    if let Some(from) = &proposal.provenance {
        rows.extend([
            ("Model", code(&from.model_hash)),
            ("Code", code(&from.code_hash)),
            ("Data", code(&from.data_hash)),
            ("Configuration", code(&from.config_hash)),
            ("Log root", Html::all([code(&from.log_root), format!(" over {} records", from.log_len).into()])),
            (
                "Slots",
                format!("{} to {}", words::grouped(from.slot_from.into()), words::grouped(from.slot_to.into())).into(),
            ),
            ("Rationale at", if from.uri.is_empty() { "—".into() } else { code(&from.uri) }),
        ]);
    }
    facts(rows)
}
