//! `Council`: who may do what in one economy, and how slowly.

use {
    crate::{
        error::GovernorError,
        state::{Alarm, OracleSeat, Safeguards},
    },
    anchor_lang::{address_eq, prelude::*},
    bytemuck::{Pod, Zeroable},
    economics::{
        alarm::Level,
        config::Electorate,
        council,
        lifecycle::{self, Live},
        policy::Class,
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
    /// Proposals open now.
    pub open: u8,
    pub _pad: [u8; 5],
    /// Unix second in which it last raised the alarm; 0 for never.
    pub alarmed_at: i64,
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
    /// Proposals of the guardian open now.
    pub guardian_open: u8,
    pub _pad: [u8; 2],
    /// First unix second of the guardian's next pause.
    pub next_pause_at: i64,
    /// Unix second of the last executed emergency; 0 for none.
    pub emergency_at: i64,
    pub alarm: Alarm,
    /// By alarm rule: number of the first period that the next proof may begin with.
    pub alarm_from: [u64; 4],
    pub safeguards: Safeguards,
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
    #[inline(never)]
    pub fn seat_with_role(&self, key: &Address, role: u8) -> Result<u8> {
        let index = self.seat_index(key).ok_or(GovernorError::NotASeat)?;
        let seat = self.seats.get(usize::from(index)).ok_or(GovernorError::NotASeat)?;
        require!(seat.accepted == 1, GovernorError::SeatNotAccepted);
        require!(seat.roles & role != 0, GovernorError::RoleMissing);
        Ok(index)
    }

    /// Seats that may vote, accepted or not.
    pub fn count_voters(&self) -> u8 {
        council::count(council::mask(self.seats().iter().map(|seat| (seat.roles, 1)), council::VOTE))
    }

    /// How many seats may do what.
    #[inline(never)]
    pub fn electorate(&self) -> Electorate {
        Electorate::of(self.seats().iter().map(|seat| (seat.roles, seat.accepted)))
    }

    /// The alarm in force at the unix second `now`.
    pub fn level(&self, now: i64) -> Level {
        self.alarm.rules().level(now)
    }

    /// The council as it is at the unix second `now`, for a proposal of `class`; fails with `ClassDisabled` if there
    /// is no such class.
    #[inline(never)]
    pub fn live(&self, class: u8, now: i64) -> Result<Live<'_>> {
        let known = Class::from_u8(class).ok_or(GovernorError::ClassDisabled)?;
        let rule = self.classes.get(usize::from(class)).ok_or(GovernorError::ClassDisabled)?;
        Ok(Live {
            class: known,
            rule: rule.rules(),
            config_seqno: self.config_seqno,
            voters: self.accepted_with(council::VOTE),
            vetoers: self.accepted_with(council::VETO),
            level: self.level(now),
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

    /// Whether `key` is the guardian's.
    pub fn is_guardian(&self, key: &Address) -> bool {
        let guardian = &self.safeguards.guardian;
        guardian.as_array() != &[0; 32] && address_eq(guardian, key)
    }

    /// Fails if `key` is nobody's, or already holds a seat of either kind or is the guardian's.
    pub fn check_new_key(&self, key: &Address) -> Result<()> {
        require!(key.as_array() != &[0; 32], GovernorError::ZeroKey);
        let known = self.seat_index(key).is_some() || self.oracle_index(key).is_some() || self.is_guardian(key);
        require!(!known, GovernorError::DuplicateSeat);
        Ok(())
    }

    /// The rules by class, as the rules see them.
    pub fn class_rules(&self) -> &[lifecycle::ClassRule; 5] {
        bytemuck::cast_ref(&self.classes)
    }

    /// The constitution by class, as the rules see it.
    pub fn floor_rules(&self) -> &[lifecycle::ClassRule; 5] {
        bytemuck::cast_ref(&self.floors)
    }

    /// Counters agree with what they count.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        let seats = usize::from(self.seats_len) <= self.seats.len();
        let oracles = usize::from(self.oracles_len) <= self.oracles.len();
        let voters = self.voters == self.count_voters();
        let executed = self.executed <= self.proposal_count;
        let most = self.safeguards.member_quota;
        let members = self.guardian_open <= most && self.seats().iter().all(|seat| seat.open <= most);
        let quotas = members && self.oracles().iter().all(|oracle| oracle.open <= oracle.quota);
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
