//! The planner: reads a token economy, learns from it, and proposes small, bounded, explained changes of its policy.
//!
//! Modules stand in the order in which data flows; a module imports only earlier ones.

pub mod hash;
pub mod units;
pub mod objectives;
pub mod config;
pub mod chain;
pub mod accounts;
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
pub mod view;
pub mod dashboard;
pub mod daemon;
pub mod governance;
pub mod deploy;
pub mod migrate;
pub mod cli;
