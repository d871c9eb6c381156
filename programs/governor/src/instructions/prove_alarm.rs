//! `prove_alarm`: anyone slows the gate by showing what the metrics say.
//!
//! Promises:
//! - anyone may call it, and the caller gains nothing;
//! - only a movement that a governed rule names, between closed periods of the economy's own ring, and recent;
//! - a movement proves an alarm once;
//! - it extends the alarm and never shortens it; it ends on its own.

use {
    crate::{error::GovernorError, events::AlarmProved, state::Council},
    anchor_lang::prelude::*,
    economics::{alarm::Level, time::Now},
};

#[derive(Accounts)]
pub struct ProveAlarm {
    #[account(mut)]
    pub council: Account<Council>,
    /// The metrics ring that the council names.
    pub metrics: UncheckedAccount,
}

impl ProveAlarm {
    pub fn prove_alarm(&mut self, rule: u8, period: u64, now: Now) -> Result<()> {
        require!(self.council.sealed_at != 0, GovernorError::GenesisNotSealed);
        let place = usize::from(rule);
        let safeguards = &self.council.safeguards;
        let rules = safeguards.alarm_rules.get(place).ok_or(GovernorError::NoAlarmRule)?.rules();
        let level = Level::from_u8(rules.level).ok_or(GovernorError::NoAlarmRule)?;
        let oldest = now.unix.saturating_sub_unsigned(safeguards.timing.evidence_secs);
        let from = self.council.alarm_from.get(place).copied().ok_or(GovernorError::NoAlarmRule)?;
        let ring = safeguards.links.ring(self.metrics.account())?;
        let proof = rules.prove(&ring, period, from, oldest).map_err(GovernorError::from)?;
        drop(ring);

        *self.council.alarm_from.get_mut(place).ok_or(GovernorError::NoAlarmRule)? = period;
        self.council.extend_alarm(level, now);

        emit!(AlarmProved {
            council: *self.council.address(),
            period,
            before: proof.before,
            after: proof.after,
            until1: self.council.alarm.until1,
            until2: self.council.alarm.until2,
            unix: now.unix,
            slot: now.slot,
            rule,
            level: level.code(),
            _pad: [0; 6],
        });
        Ok(())
    }
}
