//! A call for people: what is strange, and how the on-chain alarm can be raised because of it.

use economics::{alarm::Level, metrics::Ring};
use governor::state::{AlarmRule, Council};
use serde::{Deserialize, Serialize};

use super::metric_name;

/// What people are asked to look at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Number of the decision, and its unix second.
    pub decision: u64,
    pub at: i64,
    /// Evidence of every flag that vetoes.
    pub flags: Vec<String>,
    pub proofs: Vec<Provable>,
}

/// An alarm that anyone can prove now: the metric in two closed periods of the economy's own ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provable {
    /// Place of the rule, and the level that it raises.
    pub rule: u8,
    pub level: u8,
    pub metric: String,
    /// The later and the earlier of the two periods.
    pub period: u64,
    pub earlier: u64,
    pub before: i64,
    pub after: i64,
}

impl Call {
    /// The commands that people may run, most useful first.
    pub fn commands(&self) -> Vec<String> {
        if self.proofs.is_empty() {
            return vec!["trimtab gov alarm raise -k MEMBER.json".into()];
        }
        self.proofs.iter().map(Provable::command).collect()
    }

    /// What can be proved, in a sentence.
    pub fn words(&self) -> String {
        let Some(proof) = self.proofs.first() else {
            return "no closed period meets a rule of the alarm, so it cannot be proved; a member with the role veto may raise it".into();
        };
        format!(
            "rule {} is met: {} went from {} in period {} to {} in period {}; anyone may prove it, which raises level {}",
            proof.rule, proof.metric, proof.before, proof.earlier, proof.after, proof.period, proof.level
        )
    }
}

impl Provable {
    pub fn command(&self) -> String {
        format!("trimtab gov alarm prove {} --period {}", self.rule, self.period)
    }
}

/// For every alarm rule the newest closed period with which it is proved at the unix second `now`, gravest level first.
pub fn provable(council: &Council, ring: &Ring, now: i64) -> Vec<Provable> {
    let guards = &council.safeguards;
    let oldest = now.saturating_sub_unsigned(guards.timing.evidence_secs);
    let newest_first = || (ring.head.saturating_sub(64)..ring.head).rev();
    let proof = |(place, rule): (usize, &AlarmRule)| {
        let (rule, from) = (rule.rules(), council.alarm_from.get(place).copied()?);
        Level::from_u8(rule.level).filter(|level| *level != Level::Calm)?;
        let (period, proof) = newest_first().find_map(|n| Some((n, rule.prove(ring, n, from, oldest).ok()?)))?;
        let metric = metric_name(rule.metric);
        Some(Provable {
            rule: place as u8,
            level: rule.level,
            metric,
            period,
            earlier: period.saturating_sub(rule.periods.into()),
            before: proof.before,
            after: proof.after,
        })
    };
    let mut found: Vec<Provable> = guards.alarm_rules.iter().enumerate().filter_map(proof).collect();
    found.sort_by_key(|proof| (std::cmp::Reverse(proof.level), proof.rule));
    found
}

#[cfg(test)]
mod tests {
    use bytemuck::Zeroable;
    use economics::metrics::{Metric, Period};

    use super::*;

    const NOW: i64 = 1_000_000;

    /// Ten closed hours; in the last one stake has fallen by 40 %.
    fn ring() -> Ring {
        let mut ring = Ring::zeroed();
        for n in 0..10i64 {
            let staked = if n == 9 { 300 } else { 500 };
            let (start, end) = (NOW - (10 - n) * 3_600, NOW - (9 - n) * 3_600);
            ring.push(&Period { start, end, supply: 1_000, staked, ..Period::zeroed() });
        }
        ring
    }

    fn council(change_bps: u32, level: u8) -> Council {
        let mut council = Council::zeroed();
        let mut rule = AlarmRule::zeroed();
        rule.metric = Metric::StakedShare as u8;
        (rule.direction, rule.periods, rule.level, rule.change_bps) = (-1, 2, level, change_bps);
        council.safeguards.alarm_rules[1] = rule;
        council.safeguards.timing.evidence_secs = 86_400;
        council
    }

    #[test]
    fn a_rule_that_the_closed_periods_meet_gives_the_exact_command() {
        let found = provable(&council(3_000, 2), &ring(), NOW);
        assert_eq!((found.len(), found[0].rule, found[0].period, found[0].earlier), (1, 1, 9, 7));
        let call = Call { proofs: found, ..Call::default() };
        assert_eq!(call.commands(), ["trimtab gov alarm prove 1 --period 9"]);
        assert!(call.words().contains("anyone may prove it, which raises level 2"), "{}", call.words());
    }

    #[test]
    fn what_cannot_be_proved_is_said_and_left_to_a_member() {
        for council in [council(5_000, 2), council(3_000, 0), Council::zeroed()] {
            let call = Call { proofs: provable(&council, &ring(), NOW), ..Call::default() };
            assert_eq!(call.commands(), ["trimtab gov alarm raise -k MEMBER.json"]);
            assert!(call.words().contains("cannot be proved"));
        }
    }

    #[test]
    fn evidence_that_is_old_or_was_used_proves_nothing() {
        let mut used = council(3_000, 1);
        used.alarm_from[1] = 9;
        assert_eq!(provable(&used, &ring(), NOW), []);
        assert_eq!(provable(&council(3_000, 1), &ring(), NOW + 2 * 86_400), []);
    }
}
