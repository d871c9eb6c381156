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

pub mod real;

pub mod knobs;

pub mod market;

pub mod agents;

pub mod shock;

pub mod habits;

pub mod scenario;

pub mod levers;

pub mod chain;

mod climate;

pub mod reading;

pub mod rule;

pub mod rewards;

mod payroll;

pub mod steering;

mod voice;

pub mod outcome;

pub mod world;

pub mod packs;

mod trade;

mod crowd;

mod govern;

mod step;

pub mod play;

pub mod file;

pub mod example;

pub use agents::{AGENT_BYTES, Agent, KINDS, Kind};
pub use climate::Attack;
pub use habits::Habits;
pub use outcome::Outcome;
pub use play::{Paired, play, play_all, play_daily, play_rule, play_rules};
pub use reading::Reading;
pub use rule::{Bundle, Rule, Seen};
pub use scenario::{Demand, Governance, Scenario};
pub use steering::Control;

/// Most days of one run.
pub const MAX_STEPS: usize = 400;

/// Seconds of one step of an agent.
pub const STEP_SECS: i64 = economics::time::DAY;

/// Hours of a day; the crowd moves the price in each, every agent acts in one of them.
pub const HOURS: usize = 24;

/// Base units of one token, and micro of one quote unit.
pub const UNIT: f64 = 1e6;
