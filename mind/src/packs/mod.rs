//! Domain packs judged: each pack's own metrics, its field's own rule, a learned policy, and the comparison of both on seeds that nobody was trained on.
//!
//! ```text
//! twin::packs ──► field rules + trained tables (policies/packs) ──► paired runs ──► Report
//! ```

mod arms;
mod axie;
mod bench;
mod feature;
mod field;
mod manifest;
mod metrics;
mod policy;
mod report;
mod space;
mod tables;
mod train;

pub use arms::Arm;
pub use axie::Case;
pub use feature::Feature;
pub use manifest::{Manifest, Trained, committed};
pub use metrics::{Metric, metrics};
pub use policy::{Lever, Policy, PolicyError, built_in};
pub use report::{Against, ArmReport, Figure, PackReport, Plan, Report, ScenarioReport, Verdict, report};
pub use train::train;

#[cfg(test)]
mod tests;
