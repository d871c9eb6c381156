//! The decision log: append-only, chained, and recomputable.
