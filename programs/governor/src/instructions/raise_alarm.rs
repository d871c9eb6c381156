//! `raise_alarm`: a member slows the gate.
//!
//! Promises:
//! - only an accepted seat with the role VETO, and each again only after its cool-down;
//! - one seat raises level 1; another one, while the first one's raise is in force, level 2;
//! - a raise extends the alarm and never shortens it; it ends on its own;
//! - possible inside a durable-nonce transaction.

use {
    crate::{error::GovernorError, events::AlarmRaised, state::Council},
    anchor_lang::prelude::*,
    economics::{alarm, council::VETO, time::Now},
};

#[derive(Accounts)]
pub struct RaiseAlarm {
    pub member: Signer,
    #[account(mut)]
    pub council: Account<Council>,
}

impl RaiseAlarm {
    pub fn raise_alarm(&mut self, now: Now) -> Result<()> {
        require!(self.council.sealed_at != 0, GovernorError::GenesisNotSealed);
        let index = self.council.seat_with_role(self.member.address(), VETO)?;
        let level = self.council.level_of_raise(index, now)?;

        let seat = self.council.seats.get_mut(usize::from(index)).ok_or(GovernorError::NotASeat)?;
        seat.alarmed_at = now.unix;
        self.council.extend_alarm(level, now);

        emit!(AlarmRaised {
            council: *self.council.address(),
            seat: *self.member.address(),
            until1: self.council.alarm.until1,
            until2: self.council.alarm.until2,
            unix: now.unix,
            slot: now.slot,
            index,
            level: level.code(),
            _pad: [0; 6],
        });
        Ok(())
    }
}

impl Council {
    /// The level that a raise by the seat at `index` asks for; fails with `AlarmCoolingDown`.
    fn level_of_raise(&self, index: u8, now: Now) -> Result<alarm::Level> {
        let own = self.seats.get(usize::from(index)).ok_or(GovernorError::NotASeat)?.alarmed_at;
        let others = (0u8..).zip(self.seats()).filter(|(place, _)| *place != index);
        let raisers = others.filter(|(_, seat)| seat.accepted == 1 && seat.roles & VETO != 0);
        let timing = &self.safeguards.timing;
        let raised = raisers.map(|(_, seat)| seat.alarmed_at);
        alarm::by_seat(own, raised, timing.alarm_secs, timing.alarm_cooldown_secs, now.unix)
            .map_err(|refusal| GovernorError::from(refusal).into())
    }

    /// Puts at least `level` in force for the economy's time.
    pub(crate) fn extend_alarm(&mut self, level: alarm::Level, now: Now) {
        let until = now.unix.saturating_add_unsigned(self.safeguards.timing.alarm_secs);
        self.alarm = self.alarm.rules().raised(level, until).into();
    }
}
