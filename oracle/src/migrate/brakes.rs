//! Guardian, alarm, voice and quotas of a profile.

use economics::metrics::Metric;
use governor::state::{AlarmRule, Links, Safeguards, Timing};
use serde::Deserialize;

use super::Profile;
use crate::chain::Pubkey;

/// What slows or stops the gate.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Brakes {
    /// Proposals that a member may have open at once.
    member_quota: u8,
    /// Objections of stakers that end a proposal, bps of the stake.
    voice_veto_bps: u16,
    emergency_gap_secs: u64,
    pause_gap_secs: u64,
    alarm_secs: u64,
    alarm_cooldown_secs: u64,
    evidence_secs: u64,
    resolve_grace_secs: u64,
}

/// A movement of a metric that raises the alarm.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alarm {
    /// As `economics::metrics` calls it.
    metric: String,
    direction: i8,
    periods: u8,
    change_bps: u32,
    level: u8,
}

impl Profile {
    /// What slows or stops the gate, with zeroes for no guardian.
    pub fn safeguards(&self, guardian: Pubkey, links: Links) -> Safeguards {
        let brakes = &self.brakes;
        Safeguards {
            guardian,
            links,
            timing: Timing {
                emergency_gap_secs: brakes.emergency_gap_secs,
                pause_gap_secs: brakes.pause_gap_secs,
                alarm_secs: brakes.alarm_secs,
                alarm_cooldown_secs: brakes.alarm_cooldown_secs,
                evidence_secs: brakes.evidence_secs,
                resolve_grace_secs: brakes.resolve_grace_secs,
            },
            alarm_rules: self.alarm_rules,
            voice_veto_bps: brakes.voice_veto_bps,
            member_quota: brakes.member_quota,
            _pad: [0; 5],
        }
    }
}

/// The rules in their order; a sentence for what is wrong with them.
pub(super) fn alarm_rules(alarms: &[Alarm]) -> Result<[AlarmRule; 4], String> {
    let mut rules: [AlarmRule; 4] = bytemuck::Zeroable::zeroed();
    if alarms.len() > rules.len() {
        return Err(format!("{} alarm rules, at most {}", alarms.len(), rules.len()));
    }
    for (rule, alarm) in rules.iter_mut().zip(alarms) {
        let metric = Metric::ALL.into_iter().find(|metric| metric.name() == alarm.metric);
        let Some(metric) = metric else {
            let known = Metric::ALL.map(Metric::name).join(", ");
            return Err(format!("an alarm names the metric {:?}: expected {known}", alarm.metric));
        };
        *rule = AlarmRule {
            metric: metric.code(),
            direction: alarm.direction,
            periods: alarm.periods,
            level: alarm.level,
            change_bps: alarm.change_bps,
        };
    }
    Ok(rules)
}
