//! What happened, in the past tense. Amounts are base units.
//!
//! Each event is the 8-byte discriminator and then the struct's bytes, little endian, without gaps;
//! borsh reads the same. `Event::decode` reads them off chain from the lines `Program data:`.

use anchor_lang::prelude::*;

use crate::state::Tier;

/// A pool was opened.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct PoolCreated {
    pub pool: Address,
    pub policy: Address,
    pub stake_mint: Address,
    pub vault: Address,
    pub reward_mint: Address,
    pub reward_vault: Address,
    pub window_secs: u64,
    pub warmup_secs: u64,
    pub tiers: [Tier; 4],
    pub unix: i64,
    pub slot: u64,
    pub index: u8,
    pub _pad: [u8; 7],
}

/// `requested` left the owner's token account; `credited` arrived after the transfer fee and earns from `active_from`.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Staked {
    pub pool: Address,
    pub owner: Address,
    pub requested: u64,
    pub credited: u64,
    pub active_from: i64,
    /// Nothing of the position can be withdrawn before this second.
    pub locked_until: i64,
    /// The pool's total afterwards.
    pub staked: u64,
    pub unix: i64,
    pub slot: u64,
    pub tier: u8,
    pub _pad: [u8; 7],
}

/// `amount` stopped earning and can be withdrawn from `unlock_at`.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct UnstakeRequested {
    pub pool: Address,
    pub owner: Address,
    pub amount: u64,
    pub unlock_at: i64,
    /// The pool's total afterwards.
    pub staked: u64,
    pub unix: i64,
    pub slot: u64,
    pub tier: u8,
    pub _pad: [u8; 7],
}

/// Principal left: `requested` from the vault, `credited` at the destination after the transfer fee.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub pool: Address,
    pub owner: Address,
    pub destination: Address,
    pub requested: u64,
    pub credited: u64,
    pub unix: i64,
    pub slot: u64,
    pub tier: u8,
    pub _pad: [u8; 7],
}

/// Reward left: `requested` from the vault, `credited` at the destination after the transfer fee.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Claimed {
    pub pool: Address,
    pub owner: Address,
    pub destination: Address,
    pub requested: u64,
    pub credited: u64,
    pub unix: i64,
    pub slot: u64,
    pub tier: u8,
    pub _pad: [u8; 7],
}

/// Reward became stake of the same position; no token moved.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Compounded {
    pub pool: Address,
    pub owner: Address,
    pub amount: u64,
    pub active_from: i64,
    /// Nothing of the position can be withdrawn before this second.
    pub locked_until: i64,
    /// The pool's total afterwards.
    pub staked: u64,
    pub unix: i64,
    pub slot: u64,
    pub tier: u8,
    pub _pad: [u8; 7],
}

/// The owner named who speaks for a position; zeroes: the owner.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Delegated {
    pub pool: Address,
    pub owner: Address,
    pub old: Address,
    pub new: Address,
    pub unix: i64,
    pub slot: u64,
    pub tier: u8,
    pub _pad: [u8; 7],
}

/// A pool and one position were brought up to `unix`.
#[event(bytemuck)]
#[derive(Debug, PartialEq, Eq)]
pub struct Settled {
    pub pool: Address,
    pub owner: Address,
    /// What the position earns with.
    pub active: u64,
    /// What the position may claim.
    pub owed: u64,
    pub unix: i64,
    pub slot: u64,
    pub tier: u8,
    pub _pad: [u8; 7],
}

#[cfg(not(target_os = "solana"))]
macro_rules! any_event {
    ($($name:ident),* $(,)?) => {
        /// Any event of the program, as read from a transaction's log.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
any_event!(PoolCreated, Staked, UnstakeRequested, Withdrawn, Claimed, Settled, Compounded, Delegated);
