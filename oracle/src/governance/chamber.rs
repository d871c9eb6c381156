//! The council as text: who sits there, what each class asks, what brakes are in force, how the oracles do.

use economics::council::{VETO, VOTE};
use governor::state::{ClassRule, Council, OracleSeat, Policy, Seat};
use serde::Serialize;

use super::show::{utc, when};
use crate::{
    accounts::{Brakes, CLASSES, alarm_words, floor_words, role_names, rule_words, text},
    chain::{ChainClock, Pubkey},
    words,
};

/// The council as programs read it: what `--json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct CouncilFacts {
    pub council: String,
    pub name: String,
    pub config_seqno: u64,
    pub proposals: u64,
    pub executed: u64,
    pub chain_head: String,
    pub guardian: Option<String>,
    pub brakes: Brakes,
    /// First unix second of the guardian's next pause.
    pub next_pause_at: i64,
    pub member_quota: u8,
    pub voice_veto_bps: u16,
    pub metrics: Option<String>,
    pub classes: Vec<ClassFacts>,
    pub alarm_rules: Vec<String>,
    pub members: Vec<MemberFacts>,
    pub oracles: Vec<OracleFacts>,
    /// What the seats that have accepted cannot do.
    pub warnings: Vec<String>,
}

/// What a class asks, and the floor that it can never fall below.
#[derive(Clone, Debug, Serialize)]
pub struct ClassFacts {
    pub class: String,
    pub rule: String,
    pub floor: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct MemberFacts {
    pub key: String,
    pub roles: String,
    pub accepted: bool,
    /// Proposals open now.
    pub open: u8,
    /// Unix second of its last raise of the alarm; 0 for never.
    pub alarmed_at: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct OracleFacts {
    pub key: String,
    pub model_hash: String,
    pub open: u8,
    pub quota: u8,
    pub proposed: u64,
    pub executed: u64,
    /// Whether it only records.
    pub shadow: bool,
    pub graded: u64,
    /// 1 − Σ model / Σ naive over the last 20 grades, ppm.
    pub skill_ppm: i64,
    /// Numbers of proposals whose forecast waits for a grade, and from when it can be graded.
    pub due: Vec<(u64, i64)>,
}

impl CouncilFacts {
    pub fn new(address: &Pubkey, council: &Council, policy: &Policy) -> Self {
        let some = |key: &Pubkey| (*key != Pubkey::default()).then(|| key.to_string());
        let guards = &council.safeguards;
        let rules = council.classes.iter().zip(&council.floors).zip(CLASSES);
        Self {
            council: address.to_string(),
            name: text(&council.name),
            config_seqno: council.config_seqno,
            proposals: council.proposal_count,
            executed: council.executed,
            chain_head: hex::encode(council.chain_head),
            guardian: some(&guards.guardian),
            brakes: Brakes::new(council, policy),
            next_pause_at: council.next_pause_at,
            member_quota: guards.member_quota,
            voice_veto_bps: guards.voice_veto_bps,
            metrics: some(&guards.links.metrics),
            classes: rules
                .map(|((rule, floor), class)| ClassFacts {
                    class: class.into(),
                    rule: rule_words(rule),
                    floor: floor_words(floor),
                })
                .collect(),
            alarm_rules: guards.alarm_rules.iter().map(alarm_words).collect(),
            members: council.seats().iter().map(MemberFacts::new).collect(),
            oracles: council.oracles().iter().map(OracleFacts::new).collect(),
            warnings: warnings(council),
        }
    }
}

/// Classes for which too few seats have accepted: to pass anything, or to stop it.
fn warnings(council: &Council) -> Vec<String> {
    let accepted = |role| council.accepted_with(role).count_ones();
    let (voters, vetoers) = (accepted(VOTE), accepted(VETO));
    let open = council.classes.iter().zip(CLASSES).filter(|(rule, _)| rule.enabled == 1);
    let short = |(rule, class): (&ClassRule, &str)| {
        let cannot = |what: &str, found: u32, needed: u8| {
            (found < needed.into())
                .then(|| format!("class {class} asks {needed} {what}, and {found} accepted seats can"))
        };
        [cannot("approvals", voters, rule.approvals), cannot("vetoes", vetoers, rule.vetoes)]
    };
    open.flat_map(short).flatten().collect()
}

impl MemberFacts {
    fn new(seat: &Seat) -> Self {
        Self {
            key: seat.key.to_string(),
            roles: role_names(seat.roles),
            accepted: seat.accepted == 1,
            open: seat.open,
            alarmed_at: seat.alarmed_at,
        }
    }
}

impl OracleFacts {
    fn new(oracle: &OracleSeat) -> Self {
        let score = oracle.score.rules();
        Self {
            key: oracle.key.to_string(),
            model_hash: hex::encode(oracle.model_hash),
            open: oracle.open,
            quota: oracle.quota,
            proposed: oracle.proposed,
            executed: oracle.executed,
            shadow: oracle.shadow == 1,
            graded: score.graded,
            skill_ppm: score.skill_ppm(),
            due: score.waiting().map(|due| (due.number, due.at)).collect(),
        }
    }
}

/// Rules, floors and brakes.
pub fn render_council(facts: &CouncilFacts, now: &ChainClock) -> String {
    let mut text = format!(
        "Council {} of {:?}: configuration {}, {} proposals, {} executed\n  head of the chain of executions {}\n",
        facts.council, facts.name, facts.config_seqno, facts.proposals, facts.executed, facts.chain_head
    );
    text += "\nBrakes\n";
    text += &format!("  alarm     {}\n", facts.brakes.alarm_words(now.unix).unwrap_or("calm".into()));
    text += &format!("  pause     {}\n", facts.brakes.pause_words(now.unix).unwrap_or("none".into()));
    let next = if facts.next_pause_at > now.unix { when(facts.next_pause_at, now) } else { "now".into() };
    let guardian = facts.guardian.clone().map_or("none".into(), |key| format!("{key}, may pause again {next}"));
    text += &format!("  guardian  {guardian}\n");
    text += &format!(
        "  stakers   {}\n",
        match facts.voice_veto_bps {
            0 => "their objections end nothing".into(),
            bps => format!("objections of {} of the stake end ai and param", words::percent(f64::from(bps) / 1e4)),
        }
    );
    for (place, rule) in facts.alarm_rules.iter().enumerate().filter(|(_, rule)| *rule != "none") {
        text += &format!("  rule {place}    {rule}\n");
    }
    text += "\nClasses (and the floor that the constitution sets)\n";
    for class in &facts.classes {
        text += &format!("  {:<10}{}\n", class.class, class.rule);
        text += &format!("            floor: {}\n", class.floor);
    }
    facts.warnings.iter().for_each(|warning| text += &format!("  WARNING: {warning}\n"));
    text + &format!("\nA member may have {} proposals open\n", facts.member_quota)
}

/// One line per member.
pub fn render_members(facts: &CouncilFacts) -> String {
    let mut text = format!("{:<44} {:<20} {:<12} {:<5} alarm raised\n", "member", "roles", "seat", "open");
    for member in &facts.members {
        let seat = if member.accepted { "accepted" } else { "not accepted" };
        let raised = if member.alarmed_at == 0 { "never".into() } else { utc(member.alarmed_at) };
        text += &format!("{:<44} {:<20} {seat:<12} {:<5} {raised}\n", member.key, member.roles, member.open);
    }
    text + &format!("guardian {}\n", facts.guardian.as_deref().unwrap_or("none"))
}

/// One paragraph per oracle.
pub fn render_oracles(facts: &CouncilFacts, now: &ChainClock) -> String {
    if facts.oracles.is_empty() {
        return "no oracle is registered\n".into();
    }
    let one = |oracle: &OracleFacts| {
        let state = if oracle.shadow { "in shadow: it records, but cannot be approved" } else { "may propose" };
        let skill = match oracle.graded {
            0 => "no forecast graded yet".into(),
            graded => format!(
                "skill {} over the last {} of {graded} forecasts (1 is perfect, 0 as good as \"nothing changes\")",
                words::signed(oracle.skill_ppm),
                graded.min(economics::score::GRADES as u64)
            ),
        };
        let mut text = format!("Oracle {}: {state}\n  {skill}\n", oracle.key);
        text += &format!(
            "  {} of {} proposals open, {} made, {} executed\n  model {}\n",
            oracle.open, oracle.quota, oracle.proposed, oracle.executed, oracle.model_hash
        );
        for (number, at) in &oracle.due {
            let ready =
                if *at <= now.unix { "anyone may resolve it".into() } else { format!("due {}", when(*at, now)) };
            text += &format!("  forecast of proposal {number}: {ready}\n");
        }
        text
    };
    facts.oracles.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytemuck::Zeroable;

    const NOW: ChainClock = ChainClock { unix: 1_000, slot: 10, epoch: 0 };

    fn council() -> CouncilFacts {
        let (mut council, policy) = (Box::new(Council::zeroed()), Box::new(Policy::zeroed()));
        (council.seats_len, council.oracles_len) = (1, 1);
        council.seats[0].roles = 7;
        council.oracles[0].shadow = 1;
        council.oracles[0].score.graded = 25;
        council.oracles[0].score.grades.fill(governor::state::Grade { model: 30, naive: 20 });
        council.oracles[0].score.due[0] = governor::state::Due { number: 4, at: 900 };
        CouncilFacts::new(&Pubkey::new_from_array([3; 32]), &council, &policy)
    }

    #[test]
    fn an_oracle_in_shadow_tells_its_skill_and_what_is_due() {
        let text = render_oracles(&council(), &NOW);
        for expected in
            ["in shadow", "skill −0.5 over the last 20 of 25", "forecast of proposal 4: anyone may resolve it"]
        {
            assert!(text.contains(expected), "{expected} is missing in\n{text}");
        }
    }

    #[test]
    fn members_tell_their_roles_and_whether_they_accepted() {
        let text = render_members(&council());
        assert!(
            text.contains("propose, vote, veto") && text.contains("not accepted") && text.contains("guardian none"),
            "{text}"
        );
    }

    #[test]
    fn a_council_whose_seats_cannot_pass_or_stop_a_class_is_warned() {
        let mut council = Box::new(Council::zeroed());
        council.seats_len = 2;
        council.seats[0].roles = 7;
        council.seats[0].accepted = 1;
        council.seats[1].roles = 7;
        (council.classes[1].enabled, council.classes[1].approvals, council.classes[1].vetoes) = (1, 2, 1);
        assert_eq!(warnings(&council), ["class param asks 2 approvals, and 1 accepted seats can"]);
        council.classes[1].vetoes = 2;
        assert_eq!(warnings(&council).len(), 2);
        council.seats[1].accepted = 1;
        assert!(warnings(&council).is_empty());
    }

    #[test]
    fn a_council_tells_brakes_and_floors() {
        let text = render_council(&council(), &NOW);
        assert!(
            text.contains("alarm     calm")
                && text.contains("pause     none")
                && text.contains("floor: at least 0 approvals"),
            "{text}"
        );
    }
}
