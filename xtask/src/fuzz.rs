//! `cargo xtask fuzz`: made-up instructions and accounts against the bytecode, for as long as it is told.
//!
//! The test `fuzz::` does the same for a moment; its module says how cases are chosen and judged.

use anyhow::Result;
use clap::Args;

use crate::progress::Plan;
use crate::{build, cargo, run, setup};

/// The test that plays the cases.
const TEST: &str = "fuzz::made_up_bytes_bring_about_nothing_that_nobody_gave";

#[derive(Args)]
pub struct Fuzz {
    /// Seconds to go on for
    #[arg(long, default_value_t = 60)]
    secs: u64,
    /// Another seed makes up other cases
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

impl Fuzz {
    pub fn run(&self) -> Result<()> {
        let mut plan = Plan::new(3);
        let toolchain = plan.step("set up", setup::for_build)?;
        plan.step("programs: target/deploy/*.so", || build::programs(&toolchain))?;
        plan.step("fuzz", || {
            let mut test = cargo::native("test")?;
            test.args(["-p", "tests", "--lib", "--", TEST, "--exact", "--nocapture"]);
            run::shown(test.env("FUZZ_SECS", self.secs.to_string()).env("FUZZ_SEED", self.seed.to_string()))
        })
    }
}
