//! Training: what a policy is judged by, where it is played, and what a search may vary.
//!
//! ```text
//! Space (points of a cube ─► policies) ─► Bench (worlds, with the figures of B0) ─► Score ─► learners
//! ```

mod bench;
mod contest;
mod front;
mod manifest;
mod run;
mod score;
mod space;

pub use bench::{Bench, Played};
pub use contest::{Choice, Conditions, Contest};
pub use front::{Front, FrontError, GOALS, Point};
pub use manifest::{Entry, Manifest, ManifestError};
pub use run::{SHIFTS, SPREAD, Settings, Trained, evaluate};
pub use score::{HALF, LAMBDA, Score, saturated, utility};
pub use space::Space;

use std::sync::Arc;

use twin::rule::Rule;

use crate::policy::{Policy, Steered};

/// A maker of rules that steer by `policy`, for a bench.
pub fn steered(policy: Policy) -> impl Fn(u64) -> Box<dyn Rule + Send> + Sync {
    let policy = Arc::new(policy);
    move |_| Box::new(Steered::new(policy.clone()))
}
