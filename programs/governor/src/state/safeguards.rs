//! What slows or stops the gate: guardian, alarm, community voice and quotas.

use {
    crate::error::GovernorError,
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    economics::{alarm, metrics::Metric},
};

/// Everything that slows or stops the gate. All but `timing` can be changed by a config proposal.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Safeguards {
    /// May pause for a while and propose emergencies; zeroes for none.
    pub guardian: Address,
    pub links: Links,
    pub timing: Timing,
    /// Movements of a metric that raise the alarm, provable by anyone.
    pub alarm_rules: [AlarmRule; 4],
    /// Objections of stakers, in basis points of all stake, that end a proposal of class ai or param; 0 for never.
    pub voice_veto_bps: u16,
    /// Proposals that a member, or the guardian, may have open at once.
    pub member_quota: u8,
    pub _pad: [u8; 5],
}

/// Accounts of the economy's other programs that the gate reads; zeroes for none.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Links {
    /// Owner of `metrics`.
    pub issuer_program: Address,
    /// The ring of closed periods.
    pub metrics: Address,
    /// Owner of the positions that may speak.
    pub staking_program: Address,
    /// Pools whose positions may speak.
    pub pools: [Address; 4],
}

/// Times in seconds; part of the constitution, so nobody ever changes them.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Timing {
    /// Between two executed emergencies.
    pub emergency_gap_secs: u64,
    /// Shortest gap after a pause; the gap is at least as long as the pause was.
    pub pause_gap_secs: u64,
    /// How long one raise of the alarm lasts.
    pub alarm_secs: u64,
    /// Between two raises by the same seat; at least twice `alarm_secs`, so that one key cannot hold the alarm up.
    pub alarm_cooldown_secs: u64,
    /// Oldest end of a period that proves an alarm.
    pub evidence_secs: u64,
    /// Time to grade a forecast that is due, before its oracle may not propose any more.
    pub resolve_grace_secs: u64,
}

/// A movement of a metric that raises the alarm.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct AlarmRule {
    /// Which metric: 1 staked share, 2 net inflation, 3 fees.
    pub metric: u8,
    /// −1: it falls; 1: it rises.
    pub direction: i8,
    /// Periods between the two that are compared, 1 to 32.
    pub periods: u8,
    /// Level that it raises: 1 or 2; a rule of zeroes is not in use.
    pub level: u8,
    /// Movement that it takes, in basis points of the earlier value.
    pub change_bps: u32,
}

/// Until when the alarm is in force.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Alarm {
    /// Last unix second of at least level 1; never before `until2`.
    pub until1: i64,
    /// Last unix second of level 2.
    pub until2: i64,
}

/// The whole of a share, in basis points.
const WHOLE_BPS: u16 = 10_000;

impl Safeguards {
    /// Fails with `QuotaZero`, `BadVoiceShare`, `BadTiming` or `BadAlarmRule` for what makes no sense.
    pub fn check(&self) -> Result<()> {
        require!(self.member_quota > 0, GovernorError::QuotaZero);
        require!(self.voice_veto_bps <= WHOLE_BPS, GovernorError::BadVoiceShare);
        require!(self.timing.is_sound(), GovernorError::BadTiming);
        require!(self.alarm_rules.iter().all(AlarmRule::is_sound), GovernorError::BadAlarmRule);
        Ok(())
    }
}

impl Timing {
    fn is_sound(&self) -> bool {
        let gaps = [self.emergency_gap_secs, self.pause_gap_secs, self.evidence_secs, self.resolve_grace_secs];
        gaps.iter().all(|secs| (1..=alarm::MAX_SECS).contains(secs))
            && (1..=alarm::MAX_SECS).contains(&self.alarm_secs)
            && self.alarm_cooldown_secs >= self.alarm_secs.saturating_mul(2)
    }
}

impl AlarmRule {
    /// The rule, as the rules see it.
    pub fn rules(&self) -> &alarm::Rule {
        bytemuck::cast_ref(self)
    }

    fn is_sound(&self) -> bool {
        let unused = *self.rules() == alarm::Rule::default();
        unused || (Metric::from_u8(self.metric).is_some() && self.rules().is_sound())
    }
}

impl Alarm {
    /// The alarm, as the rules see it.
    pub fn rules(&self) -> &alarm::Alarm {
        bytemuck::cast_ref(self)
    }
}

impl From<alarm::Alarm> for Alarm {
    fn from(alarm: alarm::Alarm) -> Self {
        bytemuck::cast(alarm)
    }
}
