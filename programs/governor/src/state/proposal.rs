//! `Proposal`: one change on its way through the gate.

use {
    crate::{
        error::GovernorError,
        state::{Council, Place, Policy},
    },
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    economics::{
        lifecycle::{self, Event, State},
        policy::Class,
        time::Now,
    },
};

/// `Proposal::oracle` of a proposal that no oracle made.
pub const NO_ORACLE: u8 = 255;
/// `Proposal::seat` of a proposal that no member made.
pub const NO_SEAT: u8 = 255;

/// One parameter's change, compare and swap.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Move {
    /// Index of the parameter in the policy.
    pub param: u8,
    pub _pad: [u8; 7],
    /// Value that the parameter must have.
    pub old: i64,
    /// Value that it gets.
    pub new: i64,
}

/// What the proposer expects, in the metric's unit.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Forecast {
    /// Which metric is forecast; 0 is none.
    pub metric: u8,
    pub _pad: [u8; 7],
    /// Seconds from execution to the measurement.
    pub horizon_secs: u64,
    /// Value of the metric when the proposal was made.
    pub baseline: i64,
    /// With the change: the value that one outcome in ten stays below.
    pub p10: i64,
    /// With the change: the median.
    pub p50: i64,
    /// With the change: the value that nine outcomes in ten stay below.
    pub p90: i64,
    /// Without the change: the median.
    pub p50_without: i64,
}

/// Where a proposal comes from; required in class ai, optional (zeroes) in class param.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType, AnchorSerialize, AnchorDeserialize)]
pub struct Provenance {
    /// SHA-256 of the model.
    pub model_hash: [u8; 32],
    /// SHA-256 of the code.
    pub code_hash: [u8; 32],
    /// SHA-256 of the input snapshot.
    pub data_hash: [u8; 32],
    /// SHA-256 of the configuration.
    pub config_hash: [u8; 32],
    /// SHA-256 of the rationale's text.
    pub rationale_hash: [u8; 32],
    /// Merkle root (RFC 6962) over all decision records up to this one.
    pub log_root: [u8; 32],
    /// Decision records under `log_root`.
    pub log_len: u64,
    /// First slot of the input data.
    pub slot_from: u64,
    /// Last slot of the input data.
    pub slot_to: u64,
    pub forecast: Forecast,
    /// Where the rationale can be read; UTF-8 padded with zeroes, never interpreted on chain.
    pub uri: [u8; 64],
}

/// Votes and clocks of a proposal.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Lifecycle {
    /// `Council::config_seqno` when it was made; any other value now makes the proposal stale.
    pub config_seqno: u64,
    pub created_at: i64,
    pub created_slot: u64,
    /// Unix second of the last needed approval; 0 while not queued.
    pub queued_at: i64,
    pub queued_slot: u64,
    /// Delay of the class when it was made; the longer of this and the live one holds.
    pub delay_secs: u64,
    pub delay_slots: u64,
    /// Last unix second in which approvals count.
    pub voting_until: i64,
    /// Seconds during which execution is possible after the longest delay that an alarm can ask.
    pub window_secs: u64,
    /// Last unix second of execution, fixed with `queued_at`; 0 while not queued.
    pub closes: i64,
    /// Unix second of the end; 0 while open.
    pub closed_at: i64,
    /// Bit i: seat i approves.
    pub approvals: u16,
    /// Bit i: seat i vetoes.
    pub vetoes: u16,
    /// 0 active, 1 queued, 2 executed, 3 rejected, 4 vetoed, 5 cancelled, 6 expired, 7 stale.
    pub state: u8,
    /// Approvals asked when it was made; the larger of this and the live one holds.
    pub threshold: u8,
    /// Vetoes that ended it when it was made; the smaller of this and the live one holds.
    pub veto_threshold: u8,
    pub _pad: u8,
}

/// What stakers said, in base units of stake older than the proposal.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Turnout {
    pub support: u64,
    pub objection: u64,
    /// All stake when the last metrics period before the proposal ended; 0 until somebody speaks.
    pub base: u64,
}

/// One change on its way through the gate.
#[account]
pub struct Proposal {
    pub council: Address,
    /// Who proposed; may cancel.
    pub proposer: Address,
    /// Chosen by the proposer and part of the address, so the same decision cannot be submitted twice.
    pub id: [u8; 32],
    /// SHA-256 over everything that is voted on; see `content_hash`.
    pub content_hash: [u8; 32],
    /// SHA-256 of the payload; zeroes where the proposal carries moves.
    pub payload_hash: [u8; 32],
    /// Running number in the economy, from 1.
    pub number: u64,
    /// `Policy::version` when it was made.
    pub parent_version: u64,
    /// 0 ai, 1 param, 2 emergency, 3 config, 4 action.
    pub class: u8,
    pub moves_len: u8,
    /// Index of the oracle's seat when it was made, or `NO_ORACLE`.
    pub oracle: u8,
    /// Index of the member's seat when it was made, or `NO_SEAT`.
    pub seat: u8,
    pub bump: u8,
    /// 1 after its forecast was graded.
    pub graded: u8,
    pub _pad: [u8; 2],
    pub life: Lifecycle,
    pub turnout: Turnout,
    pub moves: [Move; 8],
    pub provenance: Provenance,
}

impl Move {
    /// A move of parameter `param` from `old` to `new`.
    pub const fn new(param: u8, old: i64, new: i64) -> Self {
        Self { param, _pad: [0; 7], old, new }
    }
}

impl From<economics::policy::Move> for Move {
    fn from(change: economics::policy::Move) -> Self {
        bytemuck::cast(change)
    }
}

impl Lifecycle {
    /// The life cycle, as the rules see it.
    pub fn rules(&self) -> &lifecycle::Lifecycle {
        bytemuck::cast_ref(self)
    }
}

impl From<lifecycle::Lifecycle> for Lifecycle {
    fn from(life: lifecycle::Lifecycle) -> Self {
        bytemuck::cast(life)
    }
}

impl Proposal {
    /// The moves in use, in their order.
    pub fn moves(&self) -> &[Move] {
        self.moves.get(..usize::from(self.moves_len)).unwrap_or(&[])
    }

    /// Where the proposal stands.
    pub fn state(&self) -> State {
        self.life.rules().state()
    }

    /// The class; fails with `ClassDisabled` for a number that is none.
    pub fn class(&self) -> Result<Class> {
        Class::from_u8(self.class).ok_or(GovernorError::ClassDisabled.into())
    }

    /// Fails with `ContentHashMismatch` unless the vote names this content.
    pub fn check_content(&self, content_hash: &[u8; 32]) -> Result<()> {
        require!(self.content_hash == *content_hash, GovernorError::ContentHashMismatch);
        Ok(())
    }

    /// The life cycle after `event` under the council as it is now; nothing is written.
    pub fn after(&self, event: Event, council: &Council, now: Now) -> Result<Lifecycle> {
        let live = council.live(self.class, now.unix)?;
        let next = self.life.rules().apply(event, &live, now).map_err(GovernorError::from)?;
        Ok(next.into())
    }

    /// Who made it, as the council counts open proposals.
    pub fn place(&self) -> Place {
        Place { oracle: self.oracle, seat: self.seat }
    }

    /// Frees what a proposal that has just ended held, its locks and its place in the proposer's quota,
    /// and has its forecast graded.
    ///
    /// A config change has freed both of every other proposal already; what has been counted since is not touched.
    pub fn release(&self, council: &mut Council, policy: &mut Policy) {
        policy.unlock(self.moves(), self.number);
        if self.life.config_seqno == council.config_seqno {
            council.count_closed(self.place());
        }
        council.expect_grade(self);
    }
}
