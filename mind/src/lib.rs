//! Learns to steer: policies trained in the twin, forecasts, segments and warnings, each beside the plain rule that it has to beat.
//!
//! Everything is pure and seeded: the same inputs give the same numbers, whatever the number of threads.

pub mod forecast;
pub mod learn;
pub mod packs;
pub mod policy;
pub mod segment;
pub mod table;
pub mod train;
pub mod trial;
pub mod warn;
