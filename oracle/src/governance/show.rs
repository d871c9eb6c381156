//! Proposals as text for a terminal.

use crate::{
    accounts::{MoveFacts, ProposalFacts, Standing},
    chain::ChainClock,
};

/// A hash in groups of four, for comparison over the phone.
pub fn grouped(hex: &str) -> String {
    hex.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

/// One line per proposal, newest first.
pub fn render_list(proposals: &[ProposalFacts], now: &ChainClock) -> String {
    if proposals.is_empty() {
        return "no proposals yet\n".into();
    }
    let mut text = format!("{:>4}  {:<6} {:<9} {:<6} {:<42} next\n", "no", "class", "state", "votes", "changes");
    for facts in proposals {
        let changes: Vec<String> =
            facts.moves.iter().map(|change| format!("{} {} → {}", change.key, change.old, change.new)).collect();
        let votes = format!("{}/{}", facts.approvals.len(), facts.threshold);
        text += &format!(
            "{:>4}  {:<6} {:<9} {:<6} {:<42} {}\n",
            facts.number,
            facts.class,
            facts.state,
            votes,
            changes.join(", "),
            standing(facts, now)
        );
    }
    text
}

/// Everything about one proposal.
pub fn render_proposal(facts: &ProposalFacts, now: &ChainClock) -> String {
    let mut text = format!("Proposal {} of class {}: {}\n", facts.number, facts.class, facts.state);
    text += &format!(
        "  address   {}\n  proposer  {}{}\n",
        facts.address,
        facts.proposer,
        if facts.by_oracle { " (registered oracle)" } else { "" }
    );
    text += &format!("  made      {} for policy version {}\n\n", utc(facts.created_at), facts.parent_version);
    text += "Changes\n";
    facts.moves.iter().for_each(|change| text += &render_move(change));
    text += &format!(
        "\nVotes: {} of {} approvals, {} of {} vetoes\n",
        facts.approvals.len(),
        facts.threshold,
        facts.vetoes.len(),
        facts.veto_threshold
    );
    facts.approvals.iter().for_each(|key| text += &format!("  approves  {key}\n"));
    facts.vetoes.iter().for_each(|key| text += &format!("  vetoes    {key}\n"));
    text += &format!("\nNext: {}\n", standing(facts, now));
    if let Some(from) = &facts.provenance {
        text += &format!(
            "\nReasoning: decision {}, log of {} records with root {}\n",
            facts.id, from.log_len, from.log_root
        );
        text += &format!("  model {}  data {}\n", from.model_hash, from.data_hash);
        if !from.uri.is_empty() {
            text += &format!("  {}\n", from.uri);
        }
    }
    text += &format!("\nContent hash (compare by voice before approving)\n  {}\n", grouped(&facts.content_hash));
    text
}

fn render_move(change: &MoveFacts) -> String {
    let sign = if change.new >= change.old { '+' } else { '-' };
    let mut text =
        format!("  {}: {} → {} ({sign}{}){}\n", change.key, change.old, change.new, change.step, unit(change.unit));
    text += &format!(
        "      step {} of {} allowed; bounds {} to {}\n",
        change.step, change.step_limit, change.min, change.max
    );
    if change.budget != u64::MAX {
        let used = change.new.abs_diff(change.held_low).max(change.new.abs_diff(change.held_high));
        text += &format!(
            "      30-day movement {used} of {} allowed (held {} to {})\n",
            change.budget, change.held_low, change.held_high
        );
    }
    if change.current != change.old {
        text += &format!("      its value is now {}\n", change.current);
    }
    text
}

fn unit(unit: u8) -> &'static str {
    match unit {
        1 => " ppm per year",
        2 => " basis points",
        3 => " seconds",
        4 => " base units",
        _ => "",
    }
}

fn standing(facts: &ProposalFacts, now: &ChainClock) -> String {
    match facts.standing(now) {
        Standing::Voting { missing, until } => format!("{missing} more approvals until {}", when(until, now)),
        Standing::Waiting { until, until_slot } => {
            format!("executable from {} and slot {until_slot} (now {})", when(until, now), now.slot)
        }
        Standing::Executable { until } => format!("anyone may execute it until {}", when(until, now)),
        Standing::TimeOver => "its time is over; anyone may expire it".into(),
        Standing::Closed => format!("closed {}", utc(facts.closed_at)),
    }
}

fn when(unix: i64, now: &ChainClock) -> String {
    let left = unix - now.unix;
    let span = match left.unsigned_abs() {
        secs @ 0..=119 => format!("{secs} s"),
        secs @ 120..=7_199 => format!("{} min", secs / 60),
        secs @ 7_200..=172_799 => format!("{} h", secs / 3_600),
        secs => format!("{} d", secs / 86_400),
    };
    format!("{} ({} {span})", utc(unix), if left < 0 { "since" } else { "in" })
}

/// Unix seconds as `YYYY-MM-DD HH:MM:SS UTC`.
pub fn utc(unix: i64) -> String {
    let (days, secs) = (unix.div_euclid(86_400), unix.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", secs / 3_600, secs / 60 % 60, secs % 60)
}

/// Days since 1970-01-01 → (year, month, day) in the Gregorian calendar; Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(utc(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(utc(951_782_399), "2000-02-28 23:59:59 UTC");
        assert_eq!(utc(951_868_800), "2000-03-01 00:00:00 UTC");
        assert_eq!(utc(-1), "1969-12-31 23:59:59 UTC");
    }

    #[test]
    fn a_hash_is_shown_in_groups_of_four() {
        assert_eq!(grouped("00112233aabb"), "0011 2233 aabb");
    }
}
