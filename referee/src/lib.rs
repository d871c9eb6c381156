//! Judges policies in the twin: every arm behind the same harness, the same luck for all, and only claims that the numbers carry.
//!
//! ```text
//! registration ┐
//! scenarios    ├─► cells (arms × scenario × shift × seed) ─► store ─► judge ─► results
//! histories    ┘
//! ```
//!
//! `rules` are the baselines' bare formulas, `arms` turn them into levers, `metrics` says what a run is judged by, `stats` how.
//! Everything but `store`, `history` and the reading of histories in `assemble` is free of I/O; results are a pure function of (registration, scenarios, seeds), whatever
//! the number of threads.

pub mod arms;
pub mod assemble;
pub mod calibrate;
pub mod cell;
pub mod ensemble;
pub mod evaluate;
pub mod failure;
pub mod history;
pub mod judge;
pub mod metrics;
pub mod moments;
pub mod pi_log;
pub mod portrait;
pub mod realism;
pub mod registration;
pub mod replay;
pub mod results;
pub mod rules;
pub mod stats;
pub mod store;
pub mod suite;
pub mod tune;
