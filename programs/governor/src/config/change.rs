//! The changes of a config proposal, and how they lie in its payload.

use {
    crate::{
        error::GovernorError,
        state::{AlarmRule, ClassRule, Links, Spec},
    },
    anchor_lang::{BORSH_CONFIG, prelude::*, wincode},
    economics::config::MAX_CHANGES,
};

/// One change of the council or of the policy's bounds.
#[allow(clippy::large_enum_variant, reason = "read one at a time from the payload, never stored")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum ConfigChange {
    /// Gives a key a seat, without power until the key accepts it.
    AddSeat { key: Address, roles: u8 },
    /// Takes a seat away.
    RemoveSeat { key: Address },
    /// Gives a seat other roles.
    SetRoles { key: Address, roles: u8 },
    /// Replaces the rule of a class; never below its floor.
    SetRule { class: u8, rule: ClassRule },
    /// Replaces the governed bounds of a parameter, within the hard ones and around its value.
    SetSoftBounds { key: [u8; 16], min: i64, max: i64 },
    /// Puts a parameter under the gate.
    AddParam { key: [u8; 16], value: i64, spec: Spec },
    /// Replaces the guardian; zeroes for none.
    SetGuardian { key: Address },
    /// Registers an oracle.
    AddOracle { key: Address, model_hash: [u8; 32], quota: u8 },
    /// Binds an oracle to another model or quota; its grades begin anew and a shadow ends.
    SetOracle { key: Address, model_hash: [u8; 32], quota: u8 },
    /// Takes an oracle's seat away.
    RemoveOracle { key: Address },
    /// Replaces the accounts of other programs that the gate reads.
    SetLinks { links: Links },
    /// Replaces the share of objections that ends a proposal, in basis points of the stake; 0 for never.
    SetVoice { veto_bps: u16 },
    /// Replaces the alarm rule at a place.
    SetAlarm { index: u8, rule: AlarmRule },
    /// Replaces the number of proposals that a member may have open.
    SetMemberQuota { quota: u8 },
    /// Ends the guardian's pause.
    ClearPause,
}

/// The changes of a payload, read one at a time.
#[derive(Clone, Debug)]
pub struct Changes<'a> {
    rest: &'a [u8],
    left: usize,
}

impl<'a> Changes<'a> {
    /// Begins to read; fails with `BadPayload` or `BadChangeCount`.
    pub fn read(payload: &'a [u8]) -> Result<Self> {
        let (len, rest) = payload.split_first_chunk::<4>().ok_or(GovernorError::BadPayload)?;
        let left = usize::try_from(u32::from_le_bytes(*len)).map_err(|_| GovernorError::BadChangeCount)?;
        require!((1..=MAX_CHANGES).contains(&left), GovernorError::BadChangeCount);
        Ok(Self { rest, left })
    }

    /// Whether all changes can be read; fails with `BadPayload`.
    pub fn check(mut self) -> Result<()> {
        self.try_for_each(|change| change.map(|_| ()))
    }
}

impl Iterator for Changes<'_> {
    type Item = Result<ConfigChange>;

    /// The next change; `BadPayload` for what cannot be read, and once after the last for what is left over.
    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let Some(left) = self.left.checked_sub(1) else {
            let nothing_left = core::mem::take(&mut self.rest).is_empty();
            return (!nothing_left).then(|| Err(GovernorError::BadPayload.into()));
        };
        self.left = left;
        let change = wincode::config::deserialize_from(&mut self.rest, BORSH_CONFIG);
        Some(change.map_err(|_| GovernorError::BadPayload.into()))
    }
}

#[cfg(not(target_os = "solana"))]
impl ConfigChange {
    /// The payload of these changes.
    pub fn payload(changes: &[Self]) -> Vec<u8> {
        wincode::config::serialize(changes, BORSH_CONFIG).unwrap_or_default()
    }
}
