//! `build`: programs, interface descriptions, native crates.

mod idl;
mod interface;
mod sbf;
mod stamp;

use anyhow::Result;

pub use idl::generate as interfaces;
pub use sbf::{in_folder, programs};

use crate::{cargo, progress::Plan, run, setup::Toolchain};

/// How many steps [`all`] announces beside setting up.
pub const STEPS: usize = 3;

/// Everything: what `cargo xtask build` gives.
pub fn all(plan: &mut Plan, toolchain: &Toolchain) -> Result<()> {
    plan.step("programs: target/deploy/*.so", || programs(toolchain))?;
    plan.step("interface descriptions: idl/*.json", interfaces)?;
    plan.step("native crates", workspace)
}

/// `cargo build` of all crates, for the machine itself; this one is built already.
fn workspace() -> Result<()> {
    run::shown(cargo::native("build")?.args(["--workspace", "--exclude", "xtask"]))
}
