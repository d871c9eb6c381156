//! What happened, in the past tense.
//!
//! Each event is the 8-byte discriminator and then the struct's bytes, little endian, without gaps;
//! borsh reads the same. `Event::decode` reads them off chain from the lines `Program data:`.

use {crate::state::Move, anchor_lang::prelude::*};

/// An economy was begun; its genesis is still open.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct CouncilCreated {
    pub council: Address,
    pub policy: Address,
    pub creator: Address,
    pub name: [u8; 16],
    pub unix: i64,
    pub slot: u64,
}

/// A seat was added during genesis.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct SeatAdded {
    pub council: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub roles: u8,
    pub _pad: [u8; 6],
}

/// An oracle was registered during genesis.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct OracleAdded {
    pub council: Address,
    pub oracle: Address,
    pub model_hash: [u8; 32],
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub quota: u8,
    pub _pad: [u8; 6],
}

/// A parameter was added during genesis.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct ParamAdded {
    pub council: Address,
    pub policy: Address,
    pub key: [u8; 16],
    pub value: i64,
    pub unix: i64,
    pub slot: u64,
    pub param: u8,
    pub _pad: [u8; 7],
}

/// Genesis was closed for good.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct GenesisSealed {
    pub council: Address,
    pub policy: Address,
    pub config_seqno: u64,
    pub unix: i64,
    pub slot: u64,
    pub seats: u8,
    pub voters: u8,
    pub oracles: u8,
    pub params: u8,
    pub _pad: [u8; 4],
}

/// A seat was accepted by its own key.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct SeatAccepted {
    pub council: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub _pad: [u8; 7],
}

/// A change was proposed; its parameters are locked.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Proposed {
    pub council: Address,
    pub proposal: Address,
    pub proposer: Address,
    pub id: [u8; 32],
    pub content_hash: [u8; 32],
    pub log_root: [u8; 32],
    pub log_len: u64,
    pub number: u64,
    pub config_seqno: u64,
    pub parent_version: u64,
    pub voting_until: i64,
    pub delay_secs: u64,
    pub delay_slots: u64,
    pub window_secs: u64,
    pub unix: i64,
    pub slot: u64,
    pub class: u8,
    pub oracle: u8,
    pub threshold: u8,
    pub veto_threshold: u8,
    pub moves_len: u8,
    pub _pad: [u8; 3],
    pub moves: [Move; 8],
}

/// A seat approved.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Approved {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    /// Approvals counted now.
    pub approvals: u8,
    pub _pad: [u8; 6],
}

/// A seat took its approval back.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Unapproved {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    /// Approvals counted now.
    pub approvals: u8,
    pub _pad: [u8; 6],
}

/// The last needed approval came; the delay runs.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Queued {
    pub council: Address,
    pub proposal: Address,
    /// Earliest unix second of execution.
    pub eta: i64,
    /// Earliest slot of execution.
    pub eta_slot: u64,
    /// Last unix second of execution.
    pub until: i64,
    pub unix: i64,
    pub slot: u64,
}

/// Approvals fell below the threshold; the clock was cleared.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Unqueued {
    pub council: Address,
    pub proposal: Address,
    pub unix: i64,
    pub slot: u64,
}

/// A seat vetoed.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct VetoCast {
    pub council: Address,
    pub proposal: Address,
    pub seat: Address,
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    /// Vetoes counted now.
    pub vetoes: u8,
    /// Approvals counted now; the seat's own is gone.
    pub approvals: u8,
    pub _pad: [u8; 5],
}

/// A queued proposal was ended by vetoes.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Vetoed {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// An active proposal was ended by vetoes.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Rejected {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// The proposer withdrew the proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Cancelled {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// The proposal ran out of time.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Expired {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// The council changed under the proposal.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Staled {
    pub council: Address,
    pub proposal: Address,
    pub number: u64,
    pub unix: i64,
    pub slot: u64,
}

/// A parameter has a new value.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct ParamChanged {
    pub council: Address,
    pub policy: Address,
    pub proposal: Address,
    pub key: [u8; 16],
    pub old: i64,
    pub new: i64,
    pub version: u64,
    pub unix: i64,
    pub slot: u64,
    pub param: u8,
    pub _pad: [u8; 7],
}

/// A proposal was executed and the policy published.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct PolicyPublished {
    pub council: Address,
    pub policy: Address,
    pub proposal: Address,
    pub content_hash: [u8; 32],
    /// Head of the hash chain before this one.
    pub parent: [u8; 32],
    /// `chain_link(parent, content_hash, version, unix)`.
    pub chain_head: [u8; 32],
    pub number: u64,
    pub version: u64,
    pub unix: i64,
    pub slot: u64,
}

/// Any event of this program.
#[cfg(not(target_os = "solana"))]
macro_rules! any_event {
    ($($name:ident),* $(,)?) => {
        /// Any event of the gate, as read from a transaction's log.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant)]
        pub enum Event { $($name($name)),* }

        impl Event {
            /// Reads the bytes of one line `Program data:`; `None` if they are not an event of this program.
            pub fn decode(data: &[u8]) -> Option<Self> {
                let (tag, body) = data.split_at_checked(8)?;
                $(if tag == <$name as Discriminator>::DISCRIMINATOR {
                    return (body.len() == size_of::<$name>())
                        .then(|| Self::$name(bytemuck::pod_read_unaligned(body)));
                })*
                None
            }

            /// The event's name.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name)),* }
            }

            /// Names and discriminators of all events.
            pub const DISCRIMINATORS: &'static [(&'static str, &'static [u8])] =
                &[$((stringify!($name), <$name as Discriminator>::DISCRIMINATOR)),*];
        }
    };
}

#[cfg(not(target_os = "solana"))]
any_event!(
    CouncilCreated,
    SeatAdded,
    OracleAdded,
    ParamAdded,
    GenesisSealed,
    SeatAccepted,
    Proposed,
    Approved,
    Unapproved,
    Queued,
    Unqueued,
    VetoCast,
    Vetoed,
    Rejected,
    Cancelled,
    Expired,
    Staled,
    ParamChanged,
    PolicyPublished,
);
