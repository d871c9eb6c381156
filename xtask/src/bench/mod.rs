//! Costs and other snapshots: compare, or write anew.
//!
//! The tests themselves do both; with `TRIMTAB_BLESS=1` they write what they would otherwise compare.

mod table;

use std::process::Command;

use anyhow::Result;

use crate::progress::Plan;
use crate::{build, cargo, run, setup};

const BLESS: &str = "TRIMTAB_BLESS";

/// Module of the package `tests` that measures compute units and sizes.
const COST: &str = "cost::";
/// Every test whose name or module says that it compares with a file.
const SNAPSHOTS: &[&str] = &[COST, "surface", "snapshot"];

/// Fail if a cost differs from the committed table.
pub fn check() -> Result<()> {
    prepare(Plan::new(3), |plan| plan.step("compute units and sizes", check_built))
}

/// The same, when programs are built already.
pub fn check_built() -> Result<()> {
    run::shown(&mut measure()?)?;
    table::check()
}

/// Write docs/compute-units.{json,md}.
pub fn record() -> Result<()> {
    prepare(Plan::new(3), |plan| {
        plan.step("compute units and sizes", || {
            run::shown(measure()?.env(BLESS, "1"))?;
            table::write()
        })
    })
}

/// Write every snapshot.
pub fn bless() -> Result<()> {
    prepare(Plan::new(4), |plan| {
        plan.step("interface descriptions: idl/*.json", build::interfaces)?;
        plan.step("snapshots", || {
            let mut tests = cargo::native("test")?;
            run::shown(
                tests.args(["--workspace", "--lib", "--bins", "--tests", "--"]).args(SNAPSHOTS).env(BLESS, "1"),
            )?;
            table::write()
        })
    })
}

fn prepare(mut plan: Plan, then: impl FnOnce(&mut Plan) -> Result<()>) -> Result<()> {
    let toolchain = plan.step("set up", setup::for_build)?;
    plan.step("programs: target/deploy/*.so", || build::programs(&toolchain))?;
    then(&mut plan)
}

fn measure() -> Result<Command> {
    let mut tests = cargo::native("test")?;
    tests.args(["-p", "tests", "--lib", "--", COST]);
    Ok(tests)
}
