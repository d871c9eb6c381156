//! Class config: what a proposal may change of the council itself.
//!
//! ```text
//! payload ─ read ─▶ Changes ─ check ─▶ (proposed … approved … waited) ─ apply one by one ─▶ every check of the genesis
//! ```
//!
//! Changes are read from the payload one at a time, so that no stack frame holds more than one.

mod apply;
mod change;

pub use apply::apply;
pub use change::{Changes, ConfigChange};
