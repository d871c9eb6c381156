//! The planner: reads a token economy, learns from it, and proposes small, bounded, explained changes of its policy.
//!
//! Modules stand in the order in which data flows; a module imports only earlier ones.

pub mod hash;
pub mod units;
pub mod words;
pub mod objectives;
pub mod config;
#[allow(clippy::disallowed_methods, reason = "waits for a real chain")]
pub mod chain;
pub mod accounts;
#[allow(clippy::disallowed_methods, reason = "finds the home folder")]
pub mod keys;
pub mod store;
pub mod ingest;
pub mod snapshot;
pub mod features;
pub mod detect;
pub mod forecast;
pub mod segment;
pub mod search;
pub mod gate;
pub mod decision;
pub mod audit;
pub mod plan;
pub mod submit;
pub mod effect;
pub mod keeper;
pub mod view;
#[allow(clippy::disallowed_methods, reason = "limits how often a page is read")]
pub mod dashboard;
pub mod report;
#[allow(clippy::disallowed_methods, reason = "measures its own health")]
pub mod daemon;
pub mod governance;
pub mod money;
#[allow(clippy::disallowed_methods, reason = "waits for a real chain")]
pub mod deploy;
pub mod migrate;
pub mod evaluation;
pub mod cli;
