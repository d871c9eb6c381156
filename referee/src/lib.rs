//! Judges policies in the twin.
pub mod rules;
pub mod stats;
