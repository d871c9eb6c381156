//! Proposals as text for a terminal.

use super::aloud;
use crate::{
    accounts::{MoveFacts, ProposalFacts, ProvenanceFacts, Standing, TurnoutFacts, metric_name},
    chain::ChainClock,
    words,
};

/// Longest text of the changes in a list.
const WIDTH: usize = 48;

/// One line per proposal, newest first.
pub fn render_list(proposals: &[ProposalFacts], now: &ChainClock) -> String {
    if proposals.is_empty() {
        return "no proposals yet\n".into();
    }
    let brakes = proposals[0].brakes;
    let mut text = String::new();
    for (what, words) in [("ALARM", brakes.alarm_words(now.unix)), ("PAUSED", brakes.pause_words(now.unix))] {
        text += &words.map(|words| format!("{what}: {words}\n")).unwrap_or_default();
    }
    text += &format!("{:>4}  {:<9} {:<9} {:<8} {:<WIDTH$} next\n", "no", "class", "state", "votes", "would do");
    for facts in proposals {
        let against = if facts.vetoes.is_empty() { String::new() } else { format!(" −{}", facts.vetoes.len()) };
        let votes = format!("{}/{}{against}", facts.approvals.len(), facts.needed(now.unix));
        text += &format!(
            "{:>4}  {:<9} {:<9} {:<8} {:<WIDTH$} {}\n",
            facts.number,
            facts.class,
            facts.state,
            votes,
            cut(&summary(facts)),
            standing(facts, now)
        );
    }
    text
}

/// What it would do, on one line.
pub fn summary(facts: &ProposalFacts) -> String {
    let moves = facts.moves.iter().map(|change| format!("{} {} → {}", change.key, change.old, change.new));
    let shown = if facts.class == "action" { 1 } else { usize::MAX };
    let payload = facts.payload.iter().flat_map(|payload| payload.lines.iter().take(shown).cloned());
    moves.chain(payload).collect::<Vec<_>>().join(", ")
}

fn cut(text: &str) -> String {
    if text.chars().count() <= WIDTH {
        return text.into();
    }
    text.chars().take(WIDTH - 1).chain(['…']).collect()
}

/// Everything about one proposal.
pub fn render_proposal(facts: &ProposalFacts, now: &ChainClock) -> String {
    let by = if facts.by_oracle { " (registered oracle)" } else { "" };
    let mut text = format!("Proposal {} of class {}: {}\n", facts.number, facts.class, facts.state);
    text += &format!("  address   {}\n  proposer  {}{by}\n", facts.address, facts.proposer);
    text += &format!(
        "  made      {} for policy version {} under configuration {}\n\n",
        utc(facts.created_at),
        facts.parent_version,
        facts.config_seqno
    );
    text += if facts.is_open() { "Would change\n" } else { "Changes\n" };
    let limits = facts.moves.iter().map(|change| (change, facts.step_limit(change, now.unix)));
    limits.for_each(|(change, limit)| text += &render_move(change, limit, facts.is_open()));
    let lines = facts.payload.iter().flat_map(|payload| &payload.lines);
    lines.for_each(|line| text += &format!("  {line}\n"));
    text += &votes(facts, now);
    text += &voices(&facts.turnout);
    text += &format!("\nNext: {}\n", standing(facts, now));
    for (what, words) in [("Alarm", facts.brakes.alarm_words(now.unix)), ("Paused", facts.brakes.pause_words(now.unix))]
    {
        text += &words.map(|words| format!("{what}: {words}\n")).unwrap_or_default();
    }
    text += &facts.provenance.as_ref().map(|from| reasoning(facts, from)).unwrap_or_default();
    text += "\nContent hash (compare by voice before approving; either form will do)\n";
    text + &aloud::both(&facts.content_hash, "  ")
}

fn votes(facts: &ProposalFacts, now: &ChainClock) -> String {
    let mut text = format!(
        "\nVotes: {} of {} approvals, {} of {} vetoes; {} seats may approve\n",
        facts.approvals.len(),
        facts.needed(now.unix),
        facts.vetoes.len(),
        facts.veto_threshold,
        facts.voters
    );
    facts.approvals.iter().for_each(|key| text += &format!("  approves  {key}\n"));
    facts.vetoes.iter().for_each(|key| text += &format!("  vetoes    {key}\n"));
    text
}

fn voices(turnout: &TurnoutFacts) -> String {
    if turnout.base == 0 {
        return "Stakers: nobody has spoken\n".into();
    }
    let share = |weight: u64| words::percent(weight as f64 / turnout.base as f64);
    let end = match turnout.veto_bps {
        0 => "only recorded for this class".into(),
        bps => format!("objections of {} end it", words::percent(f64::from(bps) / 1e4)),
    };
    format!("Stakers: {} support, {} object; {end}\n", share(turnout.support), share(turnout.objection))
}

fn reasoning(facts: &ProposalFacts, from: &ProvenanceFacts) -> String {
    let mut text = String::new();
    if facts.by_oracle {
        text += &format!(
            "\nReasoning: decision {}, log of {} records with root {}\n  model {}  data {}\n",
            facts.id, from.log_len, from.log_root, from.model_hash, from.data_hash
        );
        let name = metric_name(from.metric);
        let show = |value: i64| words::metric(&name.replace(' ', "_"), value);
        text += &format!(
            "  forecast of {name} after {}: {} ({} to {}) with the change, {} without; now {}{}\n",
            words::duration(from.horizon_secs.try_into().unwrap_or(i64::MAX)),
            show(from.p50),
            show(from.p10),
            show(from.p90),
            show(from.p50_without),
            show(from.baseline),
            if facts.graded { "; graded" } else { "" }
        );
    }
    if !from.uri.is_empty() {
        text += &format!("{}Reasons at {}\n", if facts.by_oracle { "  " } else { "\n" }, from.uri);
    }
    text
}

fn render_move(change: &MoveFacts, step_limit: u64, open: bool) -> String {
    let show = |value: i64| words::value(value, change.unit);
    let size = |value: u64| show(value.try_into().unwrap_or(i64::MAX));
    let sign = if change.new >= change.old { '+' } else { '−' };
    let raw = if change.unit == 0 { String::new() } else { format!("  [{} → {}]", change.old, change.new) };
    let mut text =
        format!("  {}: {} → {} ({sign}{}){raw}\n", change.key, show(change.old), show(change.new), size(change.step));
    if !open {
        return text;
    }
    text += &format!(
        "      step {} of {} allowed; bounds {} to {}\n",
        size(change.step),
        size(step_limit),
        show(change.min),
        show(change.max)
    );
    if change.budget != u64::MAX {
        let used = change.new.abs_diff(change.held_low).max(change.new.abs_diff(change.held_high));
        text += &format!(
            "      30-day budget {} of {} used, {} left (held {} to {})\n",
            size(used),
            size(change.budget),
            size(change.budget.saturating_sub(used)),
            show(change.held_low),
            show(change.held_high)
        );
    }
    if change.current != change.old {
        text += &format!("      WARNING: its value is {} now, so this cannot be executed\n", show(change.current));
    }
    text
}

fn standing(facts: &ProposalFacts, now: &ChainClock) -> String {
    match facts.standing(now) {
        Standing::Voting { missing: 0, until } => format!(
            "enough approvals, but an alarm asked for more when they came: the next one, or one taken back and given again, queues it until {}",
            when(until, now)
        ),
        Standing::Voting { missing: 1, until } => format!("1 more approval until {}", when(until, now)),
        Standing::Voting { missing, until } => format!("{missing} more approvals until {}", when(until, now)),
        Standing::Waiting { until, until_slot } => format!(
            "executable from {} and slot {until_slot} (now {}) until {}",
            when(until, now),
            now.slot,
            when(facts.closes_at, now)
        ),
        Standing::Paused { until } => {
            format!(
                "the guardian's pause holds it up until {}; it closes {}",
                when(until, now),
                when(facts.closes_at, now)
            )
        }
        Standing::Alarmed => "the alarm outlasts it: it needs another approval, or will expire".into(),
        Standing::Executable { until } => format!("anyone may execute it until {}", when(until, now)),
        Standing::TimeOver => "its time is over; anyone may expire it".into(),
        Standing::Stale => "stale: the council has changed since; anyone may expire it".into(),
        Standing::Closed => format!("closed {}", utc(facts.closed_at)),
    }
}

/// A moment and how far away it is.
pub fn when(unix: i64, now: &ChainClock) -> String {
    let left = unix.saturating_sub(now.unix);
    let span = words::duration(i64::try_from(left.unsigned_abs()).unwrap_or(i64::MAX));
    format!("{} ({} {span})", utc(unix), if left < 0 { "since" } else { "in" })
}

/// Unix seconds as `YYYY-MM-DD HH:MM:SS UTC`.
pub fn utc(unix: i64) -> String {
    chrono::DateTime::from_timestamp(unix, 0)
        .map_or_else(|| format!("second {unix}"), |at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Brakes, PayloadFacts};

    const NOW: ChainClock = ChainClock { unix: 1_000, slot: 10, epoch: 0 };

    fn facts() -> ProposalFacts {
        ProposalFacts {
            number: 3,
            class: "param".into(),
            state: "active".into(),
            threshold: 2,
            veto_threshold: 2,
            voters: 3,
            voting_until: 1_600,
            approvals: vec!["Alice".into()],
            content_hash: hex::encode([7; 32]),
            moves: vec![MoveFacts {
                key: "fee_bps".into(),
                old: 100,
                new: 120,
                current: 100,
                max: 500,
                step: 20,
                step_limit: 50,
                held_low: 90,
                held_high: 100,
                budget: 100,
                unit: 2,
                ..Default::default()
            }],
            ..Default::default()
        }
    }

    #[test]
    fn a_proposal_tells_units_limits_budget_and_who_voted() {
        let text = render_proposal(&facts(), &NOW);
        for expected in [
            "fee_bps: 1\u{a0}% → 1.2\u{a0}% (+0.2\u{a0}%)  [100 → 120]",
            "step 0.2\u{a0}% of 0.5\u{a0}% allowed; bounds 0\u{a0}% to 5\u{a0}%",
            "30-day budget 0.3\u{a0}% of 1\u{a0}% used, 0.7\u{a0}% left",
            "1 of 2 approvals, 0 of 2 vetoes; 3 seats may approve",
            "approves  Alice",
            "Next: 1 more approval until 1970-01-01 00:26:40 UTC (in 10 min)",
            "0707 0707",
        ] {
            assert!(text.contains(expected), "{expected} is missing in\n{text}");
        }
    }

    #[test]
    fn alarm_pause_voices_and_a_changed_value_are_told() {
        let brakes = Brakes { paused: 2, paused_until: 1_100, alarm_until1: 1_200, alarm_until2: 0 };
        let turnout = TurnoutFacts { support: 10, objection: 5, base: 100, veto_bps: 2_000 };
        let mut facts = ProposalFacts { brakes, turnout, ..facts() };
        facts.moves[0].current = 110;
        let text = render_proposal(&facts, &NOW);
        for expected in [
            "Alarm: level 1 for 3 min",
            "Paused: execution of ai and param for 100 s",
            "10\u{a0}% support, 5\u{a0}% object; objections of 20\u{a0}% end it",
            "WARNING: its value is 1.1\u{a0}% now",
        ] {
            assert!(text.contains(expected), "{expected} is missing in\n{text}");
        }
        assert!(render_list(&[facts], &NOW).starts_with("ALARM: level 1"));
    }

    #[test]
    fn a_list_shows_what_every_class_would_do_on_one_line() {
        let payload = PayloadFacts { lines: vec!["pay 1 SOL".into(), "program X".into()], bytes: String::new() };
        let action = ProposalFacts { class: "action".into(), moves: vec![], payload: Some(payload), ..facts() };
        assert_eq!(summary(&action), "pay 1 SOL");
        assert_eq!(summary(&facts()), "fee_bps 100 → 120");
        assert!(cut(&"x".repeat(100)).ends_with('…'));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(utc(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(utc(951_868_800), "2000-03-01 00:00:00 UTC");
        assert_eq!(utc(i64::MAX), "second 9223372036854775807");
    }
}
