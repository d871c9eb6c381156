//! The accounts of the gate: zero-copy, fixed size, every byte named.
//!
//! `Council` says who may do what, `Policy` holds what they steer, `Proposal` is one change on its way,
//! `Payload` what such a change carries besides moves.
//! The logic over them lives in the crate `economics`; here are only bytes, lookups and `invariant()`.

mod ballot;
mod council;
mod oracle;
mod payload;
mod places;
mod policy;
mod proposal;
mod ring;
mod safeguards;

pub use ballot::Ballot;
pub use council::{ClassRule, Council, Seat};
pub use oracle::{Due, Grade, OracleSeat, Scorecard};
pub use payload::{MAX_PAYLOAD, Payload};
pub use places::Place;
pub use policy::{Budget, Group, Lock, Param, Policy, Spec};
pub use proposal::{Forecast, Lifecycle, Move, NO_ORACLE, NO_SEAT, Proposal, Provenance, Turnout};
pub use safeguards::{Alarm, AlarmRule, Links, Safeguards, Timing};
