//! Training: what a policy is judged by, where it is played, and what a search may vary.
//!
//! ```text
//! Space (points of a cube ─► policies) ─► Bench (worlds, with the figures of B0) ─► Score ─► learners
//! ```

mod bench;
mod score;

pub use bench::{Bench, Played};
pub use score::{LAMBDA, Score};
