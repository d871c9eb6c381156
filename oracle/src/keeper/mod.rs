//! The keeper: does the chores that anyone may do, so that the economy's books keep moving.
//!
//! `read` looks at the chain once, `due` decides without looking again, `perform` sends; `sweep` is all three.
//! The key that pays has no rights; a chore that somebody else did first is refused by its program, and that is fine.
//! It expires proposals whose time is over and has forecasts graded; it never executes one: `trimtab gov execute` does.

mod due;
mod proposals;
mod sweep;

pub use due::{Books, Chore, PoolBooks, Seat, Withheld, due};
pub use proposals::Affairs;
pub use sweep::{ChoreReport, KeeperError, Outcome, affairs, perform, read, sweep};

#[cfg(test)]
mod tests;
