//! A bundle of moves over a whole policy.

use crate::{
    alarm::Level,
    bounds::{AI_OK, EMERGENCY_OK, Param, Refusal, admit, admit_emergency},
    group::{self, Group},
    require,
    time::Now,
};
use bytemuck::{Pod, Zeroable};

/// Moves per proposal.
pub const MAX_MOVES: usize = 8;
/// Parameters per policy.
pub const MAX_PARAMS: usize = 32;

/// One change: the parameter's place, the value that the proposer saw, and the value wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Move {
    pub param: u8,
    pub _pad: [u8; 7],
    pub old: i64,
    pub new: i64,
}
const _: () = assert!(size_of::<Move>() == 24);

impl Move {
    pub const fn new(param: u8, old: i64, new: i64) -> Self {
        Self { param, _pad: [0; 7], old, new }
    }
}

/// Who proposes, and therefore how far.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A registered oracle: parameters with [`AI_OK`], one step.
    Ai = 0,
    /// A member: any parameter, two steps.
    Param = 1,
    /// A member or the guardian: parameters with [`EMERGENCY_OK`] in their safe direction, four steps, at once.
    Emergency = 2,
    /// A member: the council itself and the bounds.
    Config = 3,
    /// A member: one instruction that the economy's own address signs.
    Action = 4,
}

impl Class {
    /// All classes, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Ai, Self::Param, Self::Emergency, Self::Config, Self::Action];

    /// The class with this number.
    pub const fn from_u8(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::Ai),
            1 => Some(Self::Param),
            2 => Some(Self::Emergency),
            3 => Some(Self::Config),
            4 => Some(Self::Action),
            _ => None,
        }
    }

    /// The class's number.
    #[allow(clippy::as_conversions, reason = "reads a declared discriminant")]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Whether proposals of the class carry moves; the others carry a payload.
    pub const fn has_moves(self) -> bool {
        matches!(self, Self::Ai | Self::Param | Self::Emergency)
    }

    /// Whether the alarm shuts the class: nothing is proposed and nothing executed.
    pub fn is_shut(self, level: Level) -> bool {
        self == Self::Ai && level == Level::High
    }

    /// How many halves of a step at once the class may take with `param`; 0 for none.
    fn half_steps(self, param: &Param, level: Level) -> u64 {
        match self {
            Self::Ai if param.spec.flags & AI_OK == 0 => 0,
            Self::Ai if level == Level::Calm => 2,
            Self::Ai => 1,
            Self::Param => 4,
            Self::Emergency if param.spec.flags & EMERGENCY_OK != 0 => 8,
            _ => 0,
        }
    }
}

/// Who asks for moves, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    pub class: Class,
    /// Number of the proposal that asks; 0 for a mere question, which any lock refuses.
    pub proposal: u64,
    /// The alarm in force.
    pub level: Level,
    pub now: Now,
}

/// Whether the whole bundle may be published as `request` asks.
///
/// An emergency is held up by no lock and no interval.
/// Asked when a proposal is made and again when it is executed, each time on live values.
pub fn admit_moves(params: &[Param], groups: &[Group], moves: &[Move], request: &Request) -> Result<(), Refusal> {
    let Request { class, proposal, level, now } = *request;
    require(!moves.is_empty(), Refusal::NoMoves)?;
    require(moves.len() <= MAX_MOVES, Refusal::TooManyMoves)?;
    for (place, change) in moves.iter().enumerate() {
        let twice = moves.iter().take(place).any(|m| m.param == change.param);
        require(!twice, Refusal::DuplicateParam)?;
        let param = params.get(usize::from(change.param)).ok_or(Refusal::UnknownParam)?;
        let half_steps = class.half_steps(param, level);
        require(half_steps > 0, Refusal::NotAllowedForClass)?;
        if class == Class::Emergency {
            admit_emergency(param, change.old, change.new, half_steps, now)?;
            continue;
        }
        require(!param.lock.excludes(proposal, now), Refusal::Locked)?;
        admit(param, change.old, change.new, half_steps, now)?;
    }
    group::check(params, groups, false, |index| new_value(moves, index))
}

fn new_value(moves: &[Move], index: usize) -> Option<i64> {
    moves.iter().find(|m| usize::from(m.param) == index).map(|m| m.new)
}

/// Writes the moves that [`admit_moves`] has admitted.
pub fn publish(params: &mut [Param], moves: &[Move], now: Now) -> Result<(), Refusal> {
    for change in moves {
        params.get_mut(usize::from(change.param)).ok_or(Refusal::UnknownParam)?.publish(change.new, now);
    }
    Ok(())
}

/// What holds after every change: each value inside its limits, each group keeping its rule.
pub fn invariant(params: &[Param], groups: &[Group]) -> Result<(), Refusal> {
    require(params.len() <= MAX_PARAMS, Refusal::TooManyParams)?;
    for param in params {
        require(param.spec.is_sound(param.value), Refusal::UnsoundSpec)?;
    }
    group::check(params, groups, true, |_| None)
}

/// [`invariant`], and no two parameters share a key: asked once, when the policy is sealed.
pub fn sealable(params: &[Param], groups: &[Group]) -> Result<(), Refusal> {
    for (place, param) in params.iter().enumerate() {
        let twice = params.iter().take(place).any(|p| p.key == param.key);
        require(!twice, Refusal::DuplicateKey)?;
    }
    invariant(params, groups)
}

/// Locks the moved parameters for proposal number `proposal` until its last possible second,
/// whoever held them before.
pub fn lock(params: &mut [Param], moves: &[Move], proposal: u64, until: i64) {
    for change in moves {
        if let Some(param) = params.get_mut(usize::from(change.param)) {
            param.lock.proposal = proposal;
            param.lock.until = until;
        }
    }
}

/// Frees every parameter.
pub fn unlock_all(params: &mut [Param]) {
    for param in params {
        param.lock = Default::default();
    }
}

/// Frees the moved parameters that proposal number `proposal` still holds.
pub fn unlock(params: &mut [Param], moves: &[Move], proposal: u64) {
    for change in moves {
        if let Some(param) = params.get_mut(usize::from(change.param))
            && param.lock.proposal == proposal
        {
            param.lock = Default::default();
        }
    }
}
