//! Judges policies in the twin.
pub mod stats;
