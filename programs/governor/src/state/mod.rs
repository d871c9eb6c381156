//! The accounts of the gate: zero-copy, fixed size, every byte named.
//!
//! `Council` says who may do what, `Policy` holds what they steer, `Proposal` is one change on its way.
//! The logic over them lives in the crate `economics`; here are only bytes, lookups and `invariant()`.

mod council;
mod policy;
mod proposal;

pub use council::{ClassRule, Council, OracleSeat, Seat};
pub use policy::{Budget, Group, Lock, Param, Policy, Spec};
pub use proposal::{Forecast, Lifecycle, Move, NO_ORACLE, Proposal, Provenance};
