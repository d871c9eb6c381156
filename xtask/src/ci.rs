//! `ci` and `test`: every check, in the order in which failures are cheapest to find.

use std::process::Command;

use anyhow::{Result, bail};

use crate::progress::Plan;
use crate::{bench, build, cargo, deny, run, setup, tidy, workspace};

/// What continuous integration runs.
pub fn ci() -> Result<()> {
    let mut plan = Plan::new(9 + build::STEPS);
    plan.step("tidy", tidy::check)?;
    plan.step("format", || run::shown(cargo::bare().args(["fmt", "--all", "--check"])))?;
    plan.step("dependencies", deny::check)?;
    let toolchain = plan.step("set up", setup::for_tests)?;
    build::all(&mut plan, &toolchain)?;
    plan.step("interface descriptions are committed", no_drift)?;
    plan.step("clippy", clippy)?;
    plan.step("compile the tests", || run::shown(tests()?.arg("--no-run")))?;
    plan.step("compute units and sizes", bench::check_built)?;
    plan.step("tests", || run::shown(&mut tests()?))
}

/// `cargo xtask test`; `args` go to the test binaries.
pub fn test(args: &[String]) -> Result<()> {
    let mut plan = Plan::new(2 + build::STEPS);
    let toolchain = plan.step("set up", setup::for_tests)?;
    build::all(&mut plan, &toolchain)?;
    plan.step("tests", || run::shown(tests()?.arg("--").args(args)))
}

fn tests() -> Result<Command> {
    let mut command = cargo::native("test")?;
    command.arg("--workspace");
    Ok(command)
}

/// Clippy as the compiler of our crates. `cargo clippy` would do the same after checking a thousand dependencies
/// once more, which are compiled already.
fn clippy() -> Result<()> {
    let mut command = cargo::native("build")?;
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    command.env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
    run::shown(command.args(["--workspace", "--all-targets"]))
}

/// `build` has just written idl/*.json; git must see no difference.
fn no_drift() -> Result<()> {
    let mut status = Command::new("git");
    status.args(["status", "--porcelain", "--", "idl"]).current_dir(workspace::root());
    let changed = run::captured(&mut status)?;
    // Staged files are as good as committed ones; the first column is the index, the second the working tree.
    let drifted: Vec<&str> = changed.lines().filter(|line| !line[1..].starts_with(' ')).collect();
    if !drifted.is_empty() {
        bail!("the committed interface descriptions differ from the programs; please commit:\n{}", drifted.join("\n"));
    }
    Ok(())
}
