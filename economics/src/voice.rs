//! How much a staked position weighs when its owner speaks about a proposal.
//!
//! Only stake that was active before the proposal was made counts, so weight cannot be bought, borrowed or moved
//! for a vote: what arrives later counts for later proposals.

use crate::metrics::Ring;
use bytemuck::{Pod, Zeroable};

/// The whole, in basis points.
const BPS: u128 = 10_000;

/// What a staker says about a proposal.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    Object = 1,
    Support = 2,
}

impl Stance {
    /// The stance with this number.
    pub const fn from_u8(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Object),
            2 => Some(Self::Support),
            _ => None,
        }
    }

    /// Its number on chain.
    pub const fn code(self) -> u8 {
        match self {
            Self::Object => 1,
            Self::Support => 2,
        }
    }
}

/// What was said about one proposal, base units of stake.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Turnout {
    pub support: u64,
    pub objection: u64,
    /// Stake of which shares are taken; 0 until somebody speaks.
    pub base: u64,
}
const _: () = assert!(size_of::<Turnout>() == 24);

impl Turnout {
    /// The turnout after a voice of `weight`; nothing is written.
    pub fn after(&self, stance: Stance, weight: u64) -> Self {
        match stance {
            Stance::Object => Self { objection: self.objection.saturating_add(weight), ..*self },
            Stance::Support => Self { support: self.support.saturating_add(weight), ..*self },
        }
    }

    /// Whether objections reach `veto_bps` of the base; support weighs nothing against them.
    ///
    /// ROUNDING: none; both sides are multiplied. A share of 0 means that nobody can object.
    pub fn is_vetoed(&self, veto_bps: u16) -> bool {
        let needed = u128::from(self.base).saturating_mul(veto_bps.into());
        needed > 0 && u128::from(self.objection).saturating_mul(BPS) >= needed
    }
}

/// Base units staked at the end of the last period that had ended when a proposal was made;
/// nothing where the ring does not show it or nobody staked.
pub fn base(ring: &Ring, created_at: i64) -> Option<u64> {
    ring.last_before(created_at).map(|period| period.staked).filter(|staked| *staked > 0)
}

/// Active stake from one moment on.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Checkpoint {
    /// Unix second from which `weight` has been active without interruption.
    pub since: i64,
    /// Base units of active stake.
    pub weight: u64,
}

/// The first bytes of a position's account after its discriminator, for readers of other programs.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct VoiceCard {
    /// The pool that the position is in.
    pub pool: [u8; 32],
    /// Who owns the position.
    pub owner: [u8; 32],
    /// Who speaks for it; zeroes: the owner.
    pub delegate: [u8; 32],
    /// The checkpoint before the newest, then the newest.
    pub checkpoints: [Checkpoint; 2],
}
const _: () = assert!(size_of::<VoiceCard>() == 128);

impl VoiceCard {
    /// Records that the active stake is `weight` from the unix second `now` on.
    ///
    /// More stake begins a new checkpoint; less is taken off both, because what was withdrawn speaks no more.
    /// Two increases after a proposal was made overwrite the checkpoint from before it:
    /// the position then has no weight in that proposal.
    pub fn record(&mut self, weight: u64, now: i64) {
        let [older, newest] = self.checkpoints;
        if weight > newest.weight {
            self.checkpoints = match newest.since == now {
                true => [older, Checkpoint { since: now, weight }],
                false => [newest, Checkpoint { since: now, weight }],
            };
        } else {
            for checkpoint in &mut self.checkpoints {
                checkpoint.weight = checkpoint.weight.min(weight);
            }
        }
    }

    /// Base units that were active before the unix second `created_at` and still are.
    pub fn weight_before(&self, created_at: i64) -> u64 {
        let older = |checkpoint: &&Checkpoint| checkpoint.since < created_at;
        let now = self.checkpoints.iter().map(|checkpoint| checkpoint.weight).next_back().unwrap_or(0);
        self.checkpoints.iter().rev().find(older).map_or(0, |checkpoint| checkpoint.weight.min(now))
    }

    /// Who speaks for the position.
    pub fn speaker(&self) -> &[u8; 32] {
        if self.delegate == [0; 32] { &self.owner } else { &self.delegate }
    }
}
