//! A seeded multi-agent model of a token economy that plays the chain's own arithmetic.
//!
//! ```text
//! Scenario (state, agents, demand) + moves + seed ──► World.step × days ──► Outcome
//! ```
//!
//! Emission, breaker, cap, fee split, transfer fee and staking are calls into `economics`, the crate that the programs run; nothing of it is written twice.
//! Only `+ − × ÷` and square roots are used on floats, and random numbers are a function of (seed, run, agent, step), so a run gives the same bits on any machine and any number of threads.
//! A step does not allocate.
//!
//! What the model does not claim: it is a first set of habits with stated elasticities, not a forecast of prices.
//! It compares a change with holding, under the same luck.

pub mod rng;

pub mod market;

pub mod agents;

pub mod scenario;

pub mod outcome;

mod levers;

pub mod world;

mod trade;

mod outside;

mod habits;

pub mod play;

pub mod example;

pub use agents::{Agent, Kind};
pub use outcome::Outcome;
pub use play::{Paired, play, play_all};
pub use scenario::{Demand, Scenario};

/// Most days of one run.
pub const MAX_STEPS: usize = 128;

/// Seconds of one step.
pub const STEP_SECS: i64 = economics::time::DAY;

/// Base units of one token, and micro of one quote unit.
pub const UNIT: f64 = 1e6;
