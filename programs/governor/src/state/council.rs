//! `Council`: who may do what in one economy, and how slowly.

use {
    crate::error::GovernorError,
    anchor_lang::{address_eq, prelude::*},
    bytemuck::{Pod, Zeroable},
    economics::{
        council,
        lifecycle::{self, Live},
    },
};

/// A member's place in the council.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Seat {
    /// The member's key.
    pub key: Address,
    /// Bits: PROPOSE = 1, VOTE = 2, VETO = 4.
    pub roles: u8,
    /// 1 after the key itself has signed `accept_seat`; before that the seat has no power.
    pub accepted: u8,
}

/// Approvals, vetoes and times of one class of proposals.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct ClassRule {
    /// Seconds from the last needed approval to the earliest execution.
    pub delay_secs: u64,
    /// Slots from the last needed approval to the earliest execution; both delays have to pass.
    pub delay_slots: u64,
    /// Seconds during which approvals count.
    pub voting_secs: u64,
    /// Seconds after the delay during which execution is possible.
    pub window_secs: u64,
    /// Approvals that queue a proposal.
    pub approvals: u8,
    /// Vetoes that end a proposal; in a floor the most that may be asked.
    pub vetoes: u8,
    /// 1 if proposals of the class may be made.
    pub enabled: u8,
    pub _pad: [u8; 5],
}

/// An oracle's place: it may propose in class ai and cancel its own, nothing else.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct OracleSeat {
    /// The oracle's key.
    pub key: Address,
    /// SHA-256 of the model that was registered; a proposal must name the same.
    pub model_hash: [u8; 32],
    /// Proposals that may be open at once.
    pub quota: u8,
    /// Proposals open now.
    pub open: u8,
    /// 1 while the oracle only records; not used in this version.
    pub shadow: u8,
    pub _pad: [u8; 5],
    /// Proposals ever made.
    pub proposed: u64,
    /// Proposals ever executed.
    pub executed: u64,
}

/// The council of one economy.
#[account]
pub struct Council {
    /// Key that laid the genesis; powerless after `seal_genesis`.
    pub creator: Address,
    /// Name of the economy in ASCII, padded with zeroes.
    pub name: [u8; 16],
    /// Number of the configuration: 0 before the seal, 1 at the seal, grows with every executed config change.
    pub config_seqno: u64,
    /// Proposals ever made; the next one gets this number plus one.
    pub proposal_count: u64,
    /// Proposals ever executed.
    pub executed: u64,
    /// Unix second of `seal_genesis`; 0 before it.
    pub sealed_at: i64,
    /// Head of the hash chain over everything executed; zeroes before the first.
    pub chain_head: [u8; 32],
    /// Seats with the role VOTE, accepted or not.
    pub voters: u8,
    /// Seats in use.
    pub seats_len: u8,
    /// Oracle seats in use.
    pub oracles_len: u8,
    pub bump: u8,
    pub authority_bump: u8,
    pub _pad: [u8; 3],
    pub seats: [Seat; 16],
    /// Rules by class: ai 0, param 1, emergency 2, config 3, action 4.
    pub classes: [ClassRule; 5],
    /// The constitution: no rule may ever be weaker.
    pub floors: [ClassRule; 5],
    pub oracles: [OracleSeat; 4],
}

impl Council {
    /// The seats in use, in their order.
    pub fn seats(&self) -> &[Seat] {
        self.seats.get(..usize::from(self.seats_len)).unwrap_or(&[])
    }

    /// The oracle seats in use, in their order.
    pub fn oracles(&self) -> &[OracleSeat] {
        self.oracles.get(..usize::from(self.oracles_len)).unwrap_or(&[])
    }

    /// The place of the seat that `key` holds.
    pub fn seat_index(&self, key: &Address) -> Option<u8> {
        self.seats().iter().position(|seat| address_eq(&seat.key, key)).and_then(|i| u8::try_from(i).ok())
    }

    /// The place of the oracle seat that `key` holds.
    pub fn oracle_index(&self, key: &Address) -> Option<u8> {
        self.oracles().iter().position(|seat| address_eq(&seat.key, key)).and_then(|i| u8::try_from(i).ok())
    }

    /// The place of the accepted seat that `key` holds with the role `role`.
    ///
    /// Fails with `NotASeat`, `SeatNotAccepted` or `RoleMissing`.
    pub fn seat_with_role(&self, key: &Address, role: u8) -> Result<u8> {
        let index = self.seat_index(key).ok_or(GovernorError::NotASeat)?;
        let seat = self.seats.get(usize::from(index)).ok_or(GovernorError::NotASeat)?;
        require!(seat.accepted == 1, GovernorError::SeatNotAccepted);
        require!(seat.roles & role != 0, GovernorError::RoleMissing);
        Ok(index)
    }

    /// Seats that hold `role`, accepted or not.
    pub fn seats_with(&self, role: u8) -> u8 {
        council::count(council::mask(self.seats().iter().map(|seat| (seat.roles, 1)), role))
    }

    /// The council as it is now, for a proposal of `class`; fails with `ClassDisabled` if there is no such class.
    pub fn live(&self, class: u8) -> Result<Live<'_>> {
        let rule = self.classes.get(usize::from(class)).ok_or(GovernorError::ClassDisabled)?;
        Ok(Live {
            rule: rule.rules(),
            config_seqno: self.config_seqno,
            voters: self.accepted_with(council::VOTE),
            vetoers: self.accepted_with(council::VETO),
        })
    }

    /// Accepted seats that hold `role`, one bit each.
    pub fn accepted_with(&self, role: u8) -> u16 {
        council::mask(self.seats().iter().map(|seat| (seat.roles, seat.accepted)), role)
    }

    /// Fails with `GenesisSealed` once the genesis is closed.
    pub fn check_unsealed(&self) -> Result<()> {
        require!(self.sealed_at == 0, GovernorError::GenesisSealed);
        Ok(())
    }

    /// Fails if `key` is nobody's or already holds a seat of either kind.
    pub fn check_new_key(&self, key: &Address) -> Result<()> {
        require!(key.as_array() != &[0; 32], GovernorError::ZeroKey);
        let known = self.seat_index(key).is_some() || self.oracle_index(key).is_some();
        require!(!known, GovernorError::DuplicateSeat);
        Ok(())
    }

    /// Counters agree with what they count.
    pub fn invariant(&self) -> Result<()> {
        let seats = usize::from(self.seats_len) <= self.seats.len();
        let oracles = usize::from(self.oracles_len) <= self.oracles.len();
        let voters = self.voters == self.seats_with(council::VOTE);
        let executed = self.executed <= self.proposal_count;
        let quotas = self.oracles().iter().all(|oracle| oracle.open <= oracle.quota);
        require!(seats && oracles && voters && executed && quotas, GovernorError::InvariantBroken);
        Ok(())
    }
}

impl ClassRule {
    /// The rule, as the rules see it.
    pub fn rules(&self) -> &lifecycle::ClassRule {
        bytemuck::cast_ref(self)
    }
}

impl From<lifecycle::ClassRule> for ClassRule {
    fn from(rule: lifecycle::ClassRule) -> Self {
        bytemuck::cast(rule)
    }
}
