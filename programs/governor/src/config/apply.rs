//! Applies the changes of a config proposal, one by one, and tells each.
//!
//! Every change may leave a state that is not allowed; only the whole is judged, at the end.

use {
    super::{Changes, ConfigChange},
    crate::{
        error::GovernorError,
        events::{
            AlarmRuleChanged, GuardianChanged, LinksChanged, MemberQuotaChanged, OracleAdded, OracleChanged,
            OracleRemoved, ParamAdded, PauseCleared, RolesChanged, RuleChanged, SeatAdded, SeatRemoved,
            SoftBoundsChanged, VoiceChanged,
        },
        genesis,
        state::{AlarmRule, ClassRule, Council, Links, Policy, Spec},
    },
    anchor_lang::prelude::*,
    core::mem::{replace, take},
    economics::{policy as rules, time::Now},
};

/// Makes every change of `payload`, judges the whole, and counts the changes.
///
/// `at`: addresses of the council, the policy and the proposal. Off chain, on copies, this is a rehearsal: it tells
/// those who propose and vote whether the changes would be refused as things stand.
pub fn apply(council: &mut Council, policy: &mut Policy, at: [Address; 3], payload: &[u8], now: Now) -> Result<u8> {
    let mut bench = Bench { council, policy, at, now };
    let mut count = 0u8;
    for change in Changes::read(payload)? {
        bench.apply(&change?)?;
        count = count.checked_add(1).ok_or(GovernorError::Arithmetic)?;
    }
    bench.check()?;
    Ok(count)
}

/// A council and its policy while a config proposal changes them.
struct Bench<'a> {
    council: &'a mut Council,
    policy: &'a mut Policy,
    /// Addresses of the council, the policy and the proposal.
    at: [Address; 3],
    now: Now,
}

impl Bench<'_> {
    fn apply(&mut self, change: &ConfigChange) -> Result<()> {
        match change {
            ConfigChange::AddSeat { key, roles } => self.add_seat(key, *roles),
            ConfigChange::RemoveSeat { key } => self.remove_seat(key),
            ConfigChange::SetRoles { key, roles } => self.set_roles(key, *roles),
            ConfigChange::SetRule { class, rule } => self.set_rule(*class, rule),
            ConfigChange::SetSoftBounds { key, min, max } => self.set_soft_bounds(key, *min, *max),
            ConfigChange::AddParam { key, value, spec } => self.add_param(key, *value, spec),
            ConfigChange::SetGuardian { key } => self.set_guardian(key),
            ConfigChange::AddOracle { key, model_hash, quota } => self.add_oracle(key, model_hash, *quota),
            ConfigChange::SetOracle { key, model_hash, quota } => self.set_oracle(key, model_hash, *quota),
            ConfigChange::RemoveOracle { key } => self.remove_oracle(key),
            ConfigChange::SetLinks { links } => self.set_links(links),
            ConfigChange::SetVoice { veto_bps } => self.set_voice(*veto_bps),
            ConfigChange::SetAlarm { index, rule } => self.set_alarm(*index, rule),
            ConfigChange::SetMemberQuota { quota } => self.set_member_quota(*quota),
            ConfigChange::ClearPause => self.clear_pause(),
        }
    }

    /// Every check of the genesis once more, and that the council can change itself again.
    fn check(&self) -> Result<()> {
        genesis::check_times(self.council)?;
        genesis::check_votes(self.council)?;
        genesis::check_standing(self.council)?;
        self.council.safeguards.check()?;
        rules::sealable(self.policy.rules(), self.policy.groups()).map_err(|_| GovernorError::BadGroup)?;
        Ok(())
    }

    #[inline(never)]
    fn add_seat(&mut self, key: &Address, roles: u8) -> Result<()> {
        let index = self.council.add_seat(*key, roles)?;
        let ([council, ..], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(SeatAdded { council, seat: *key, unix, slot, index, roles, _pad: [0; 6] });
        Ok(())
    }

    #[inline(never)]
    fn remove_seat(&mut self, key: &Address) -> Result<()> {
        self.council.remove_seat(key)?;
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(SeatRemoved { council, proposal, seat: *key, unix, slot });
        Ok(())
    }

    #[inline(never)]
    fn set_roles(&mut self, key: &Address, roles: u8) -> Result<()> {
        let old = self.council.set_roles(key, roles)?;
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(RolesChanged { council, proposal, seat: *key, unix, slot, old, new: roles, _pad: [0; 6] });
        Ok(())
    }

    #[inline(never)]
    fn set_rule(&mut self, class: u8, rule: &ClassRule) -> Result<()> {
        let place = self.council.classes.get_mut(usize::from(class)).ok_or(GovernorError::ClassDisabled)?;
        let new = ClassRule { _pad: [0; 5], ..*rule };
        let old = replace(place, new);
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(RuleChanged { council, proposal, old, new, unix, slot, class, _pad: [0; 7] });
        Ok(())
    }

    #[inline(never)]
    fn set_soft_bounds(&mut self, key: &[u8; 16], min: i64, max: i64) -> Result<()> {
        let [old_min, old_max] = self.policy.set_soft_bounds(key, min, max)?;
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(SoftBoundsChanged {
            council,
            proposal,
            key: *key,
            old_min,
            old_max,
            new_min: min,
            new_max: max,
            unix,
            slot,
        });
        Ok(())
    }

    #[inline(never)]
    fn add_param(&mut self, key: &[u8; 16], value: i64, spec: &Spec) -> Result<()> {
        let param = self.policy.add_param(*key, value, spec, self.now)?;
        let ([council, policy, _], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(ParamAdded { council, policy, key: *key, value, unix, slot, param, _pad: [0; 7] });
        Ok(())
    }

    #[inline(never)]
    fn set_guardian(&mut self, key: &Address) -> Result<()> {
        let old = take(&mut self.council.safeguards.guardian);
        self.council.check_guardian(key)?;
        self.council.safeguards.guardian = *key;
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(GuardianChanged { council, proposal, old, new: *key, unix, slot });
        Ok(())
    }

    #[inline(never)]
    fn add_oracle(&mut self, key: &Address, model_hash: &[u8; 32], quota: u8) -> Result<()> {
        let index = self.council.add_oracle(*key, *model_hash, quota)?;
        let ([council, ..], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(OracleAdded { council, oracle: *key, model_hash: *model_hash, unix, slot, index, quota, _pad: [0; 6] });
        Ok(())
    }

    #[inline(never)]
    fn set_oracle(&mut self, key: &Address, model_hash: &[u8; 32], quota: u8) -> Result<()> {
        let (old_model, old_quota) = self.council.set_oracle(key, model_hash, quota)?;
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(OracleChanged {
            council,
            proposal,
            oracle: *key,
            old_model,
            new_model: *model_hash,
            unix,
            slot,
            old_quota,
            new_quota: quota,
            _pad: [0; 6],
        });
        Ok(())
    }

    #[inline(never)]
    fn remove_oracle(&mut self, key: &Address) -> Result<()> {
        self.council.remove_oracle(key)?;
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(OracleRemoved { council, proposal, oracle: *key, unix, slot });
        Ok(())
    }

    #[inline(never)]
    fn set_links(&mut self, links: &Links) -> Result<()> {
        let old = replace(&mut self.council.safeguards.links, *links);
        if old.metrics != links.metrics {
            // Another ring counts its periods anew.
            self.council.alarm_from = [0; 4];
        }
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(LinksChanged { council, proposal, old, new: *links, unix, slot });
        Ok(())
    }

    #[inline(never)]
    fn set_voice(&mut self, veto_bps: u16) -> Result<()> {
        let old_bps = replace(&mut self.council.safeguards.voice_veto_bps, veto_bps);
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(VoiceChanged { council, proposal, unix, slot, old_bps, new_bps: veto_bps, _pad: [0; 4] });
        Ok(())
    }

    #[inline(never)]
    fn set_alarm(&mut self, index: u8, rule: &AlarmRule) -> Result<()> {
        let rules = &mut self.council.safeguards.alarm_rules;
        let old = replace(rules.get_mut(usize::from(index)).ok_or(GovernorError::NoAlarmRule)?, *rule);
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(AlarmRuleChanged { council, proposal, old, new: *rule, unix, slot, index, _pad: [0; 7] });
        Ok(())
    }

    #[inline(never)]
    fn set_member_quota(&mut self, quota: u8) -> Result<()> {
        let old = replace(&mut self.council.safeguards.member_quota, quota);
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(MemberQuotaChanged { council, proposal, unix, slot, old, new: quota, _pad: [0; 6] });
        Ok(())
    }

    #[inline(never)]
    fn clear_pause(&mut self) -> Result<()> {
        let (until, bits) = (self.policy.paused_until, self.policy.paused);
        (self.policy.paused_until, self.policy.paused) = (0, 0);
        let ([council, _, proposal], Now { unix, slot, .. }) = (self.at, self.now);
        emit!(PauseCleared { council, proposal, until, unix, slot, bits, _pad: [0; 7] });
        Ok(())
    }
}
