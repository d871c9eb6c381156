//! What happened, in the past tense.
//!
//! Each event is the 8-byte discriminator and then the struct's bytes, little endian, without gaps;
//! borsh reads the same. `Event::decode` reads them off chain from the lines `Program data:`.

mod action;
mod brakes;
mod config;
mod council;
mod proposal;
mod voice;

pub use {action::*, brakes::*, config::*, council::*, proposal::*, voice::*};

#[cfg(not(target_os = "solana"))]
use anchor_lang::{Discriminator, bytemuck};

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
    SafeguardsSet,
    SeatRemoved,
    RolesChanged,
    RuleChanged,
    SoftBoundsChanged,
    GuardianChanged,
    OracleChanged,
    OracleRemoved,
    LinksChanged,
    VoiceChanged,
    AlarmRuleChanged,
    MemberQuotaChanged,
    PauseCleared,
    ConfigApplied,
    Paused,
    AlarmRaised,
    AlarmProved,
    Performed,
    Voiced,
    Resolved,
);
