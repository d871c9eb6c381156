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
        brakes(picture),
        card("All", table_of(picture, &all, "No proposal was ever made.")),
    ]);
    document("Proposals", true, body)
}

pub fn table_of(picture: &Picture, proposals: &[&ProposalFacts], nothing: &str) -> Html {
    let rows = proposals.iter().map(|facts| row(picture, facts)).collect();
    table(&["No.", "Change", "State", "What is next", "#Approvals", "Stakers", "Made (UTC)"], rows, nothing)
}

/// The alarm and the guardian's pause while they are in force.
pub fn brakes(picture: &Picture) -> Html {
    let (brakes, now) = (&picture.brakes, picture.now.unix);
    let told = [("Alarm", brakes.alarm_words(now)), ("Paused", brakes.pause_words(now))];
    let told: Vec<_> = told.into_iter().filter_map(|(what, words)| Some((what, Html::from(words?)))).collect();
    if told.is_empty() { Html::default() } else { card("Brakes in force", facts(told)) }
}

fn row(picture: &Picture, facts: &ProposalFacts) -> Vec<Html> {
    vec![
        Html::link(&["proposals", &facts.address], format!("{} · {}", facts.number, facts.class)),
        what(facts),
        badge(&facts.state),
        next(picture, facts).into(),
        format!("{} of {}", facts.approvals.len(), facts.needed(picture.now.unix)).into(),
        turnout(facts).into(),
        when(facts.created_at),
    ]
}

/// What it would do: its moves, or its payload in words.
pub fn what(facts: &ProposalFacts) -> Html {
    let shown = if facts.class == "action" { 1 } else { usize::MAX };
    let lines = facts.payload.iter().flat_map(|payload| payload.lines.iter().take(shown));
    Html::all([changes(&facts.moves), Html::all(lines.map(|line| Html::tag("div", "", line.as_str())))])
}

/// What stakers said, as shares of all stake.
pub fn turnout(facts: &ProposalFacts) -> String {
    let turnout = &facts.turnout;
    if turnout.base == 0 {
        return "—".into();
    }
    let share = |weight: u64| words::percent(weight as f64 / turnout.base as f64);
    format!("{} for, {} against", share(turnout.support), share(turnout.objection))
}

/// Old → new of every move.
fn changes(moves: &[MoveFacts]) -> Html {
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
        Standing::Voting { missing: 0, until } => format!("the next approval queues it, within {}", left(until)),
        Standing::Voting { missing, until } => format!("{missing} more approvals within {}", left(until)),
        Standing::Waiting { until, .. } if until > picture.now.unix => format!("executable in {}", left(until)),
        Standing::Waiting { until_slot, .. } => format!("executable from slot {}", words::grouped(until_slot.into())),
        Standing::Paused { until } => format!("held up by the guardian's pause for {}", left(until)),
        Standing::Alarmed => "the alarm outlasts it".into(),
        Standing::Stale => "stale: the council has changed, anyone may close it".into(),
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
        brakes(picture),
        card("What it changes", content(picture, facts)),
        card("Votes and clock", votes(picture, facts)),
        why.unwrap_or_default(),
        card("What is voted on", identity(facts)),
    ]);
    Some(document(&format!("Proposal {}", facts.number), facts.is_open(), body))
}

fn content(picture: &Picture, proposal: &ProposalFacts) -> Html {
    let Some(payload) = &proposal.payload else { return moves(picture, proposal) };
    Html::all(payload.lines.iter().map(|line| Html::tag("p", "", line.as_str())))
}

fn moves(picture: &Picture, facts: &ProposalFacts) -> Html {
    let row = |m: &MoveFacts| {
        let show = |value: i64| words::value(value, m.unit);
        let size = |value: u64| show(value.try_into().unwrap_or(i64::MAX));
        vec![
            Html::link(&["parameters", &m.key], words::spaced(&m.key)),
            show(m.old).into(),
            Html::tag("b", "", show(m.new)),
            format!("{} to {}", show(m.min), show(m.max)).into(),
            format!("{} of {}", size(m.step), size(facts.step_limit(m, picture.now.unix))).into(),
            show(m.current).into(),
        ]
    };
    table(
        &["Parameter", "#From", "#To", "#Bounds", "#Step used", "#In force now"],
        facts.moves.iter().map(row).collect(),
        "",
    )
}

fn votes(picture: &Picture, proposal: &ProposalFacts) -> Html {
    let needed = proposal.needed(picture.now.unix);
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
                Html::from(format!("{} of {needed} needed", proposal.approvals.len())),
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
        ("Stakers", voices(proposal).into()),
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

fn voices(proposal: &ProposalFacts) -> String {
    let said = if proposal.turnout.base == 0 { "nobody has spoken".into() } else { turnout(proposal) };
    match proposal.turnout.veto_bps {
        0 => said,
        bps => format!("{said}; {} against end it", words::percent(f64::from(bps) / 1e4)),
    }
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
