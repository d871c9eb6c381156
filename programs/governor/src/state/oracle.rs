//! An oracle's place in the council, and the record of its forecasts.

use {
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    economics::score,
};

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
    /// 1 while the oracle only records: its proposals cannot be approved.
    pub shadow: u8,
    pub _pad: [u8; 5],
    /// Proposals ever made.
    pub proposed: u64,
    /// Proposals ever executed.
    pub executed: u64,
    /// How well it forecast.
    pub score: Scorecard,
}

/// The last grades of an oracle and the forecasts that wait for one.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Scorecard {
    /// Forecasts ever graded; the next grade is written at `graded mod 20`.
    pub graded: u64,
    pub grades: [Grade; 20],
    pub due: [Due; 16],
}

/// Both errors of one forecast, ppm of the metric's level.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Grade {
    /// Of the model.
    pub model: u32,
    /// Of the forecast that nothing changes.
    pub naive: u32,
}

/// A forecast whose proposal has ended.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
pub struct Due {
    /// Number of the proposal; 0 for a free place.
    pub number: u64,
    /// Unix second from which it can be graded.
    pub at: i64,
}

const _: () = assert!(size_of::<Scorecard>() == size_of::<score::Scorecard>());

impl Scorecard {
    /// The record, as the rules see it.
    pub fn rules(&self) -> &score::Scorecard {
        bytemuck::cast_ref(self)
    }

    /// The record, for the rules to change.
    pub fn rules_mut(&mut self) -> &mut score::Scorecard {
        bytemuck::cast_mut(self)
    }
}
