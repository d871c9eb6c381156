//! Domain packs judged: each pack's own metrics, its field's own rule, a learned policy, and the comparison of both on seeds that nobody was trained on.
//!
//! ```text
//! twin::packs ──► field rules + trained tables (policies/packs) ──► paired runs ──► Report
//! ```

mod arms;
mod bench;
mod feature;
mod field;
mod tables;
mod metrics;
mod policy;
mod report;
mod space;
mod train;

pub use arms::Arm;
pub use feature::Feature;
pub use metrics::{Metric, metrics};
pub use policy::{BUILT_IN, Lever, Policy, PolicyError, built_in};
pub use report::{Against, ArmReport, Figure, PackReport, Plan, Report, ScenarioReport, Verdict, report};
pub use train::{Manifest, Trained, Training, train};

#[cfg(test)]
mod tests;
