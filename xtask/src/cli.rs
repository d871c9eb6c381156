//! The command line: what exists, what it takes, what is refused before any work starts.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::{bench, build, ci, fuzz, launch, progress::Plan, setup, tidy};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Build, test and run Trimtab",
    after_help = "Examples:\n  cargo xtask demo                  the whole system on an embedded chain, with a dashboard\n  cargo xtask demo --exit --days 30 --out target/demo\n  cargo xtask test                  every test\n  cargo xtask ci                    what continuous integration runs"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what a build needs: compiler parts into one cache folder, missing Debian packages
    #[command(
        after_help = "Example:\n  cargo xtask setup\n\nThe cache folder is ${XDG_CACHE_HOME:-~/.cache}/trimtab; delete it to start afresh.\nTRIMTAB_SBF=stock or TRIMTAB_SBF=solana chooses between stock Rust and Solana's own compiler."
    )]
    Setup,
    /// Build target/deploy/*.so, idl/*.json and all native crates
    #[command(after_help = "Example:\n  cargo xtask build && ls target/deploy idl")]
    Build,
    /// Set up what is missing, build, and run every test
    #[command(after_help = "Examples:\n  cargo xtask test\n  cargo xtask test -- execute_before_the_delay_is_refused")]
    Test {
        /// Passed on to the test binaries, for example a part of a test's name
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Every check of continuous integration: tidy, fmt, clippy, deny, build, idl, test, cost
    #[command(after_help = "Example:\n  cargo xtask ci")]
    Ci,
    /// Start an embedded chain, run an economy on it and steer it, with a dashboard
    #[command(
        after_help = "Examples:\n  cargo xtask demo\n  cargo xtask demo --exit --days 30 --out target/demo\n  cargo xtask demo --manual          approve and execute by hand"
    )]
    Demo(launch::Demo),
    /// Start an embedded chain with the programs deployed
    #[command(after_help = "Example:\n  cargo xtask localnet --port 8899")]
    Localnet(launch::Localnet),
    /// Run the demo's scenario against a validator that is already running
    #[command(
        after_help = "Example:\n  solana-test-validator --reset &\n  cargo xtask e2e --rpc http://127.0.0.1:8899"
    )]
    E2e(launch::EndToEnd),
    /// Compare or record the compute units and sizes of the programs
    #[command(
        after_help = "Examples:\n  cargo xtask bench --check\n  cargo xtask bench --record      writes docs/compute-units.{json,md}"
    )]
    Bench(BenchMode),
    /// Play made-up instructions and accounts against the bytecode; keep cases that go new ways
    #[command(after_help = "Example:\n  cargo xtask fuzz --secs 3600      writes tests/fuzz/{kept,found}.txt")]
    Fuzz(fuzz::Fuzz),
    /// Rewrite every snapshot: IDL, costs, error codes, layouts, help texts
    #[command(after_help = "Example:\n  cargo xtask bless && git diff")]
    Bless,
    /// Check the rules of the source tree: module order, file length, words, links
    #[command(after_help = "Example:\n  cargo xtask tidy")]
    Tidy,
    /// What the stand-in for `cargo-build-sbf` calls: build the program in FOLDER
    #[command(hide = true)]
    BuildSbf { folder: PathBuf },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct BenchMode {
    /// Fail if a cost differs from docs/compute-units.json
    #[arg(long)]
    check: bool,
    /// Write the costs as measured now
    #[arg(long)]
    record: bool,
}

impl Cli {
    pub fn run(self) -> Result<()> {
        match self.command {
            Command::Setup => setup::everything(),
            Command::Build => {
                let mut plan = Plan::new(1 + build::STEPS);
                let toolchain = plan.step("set up", setup::for_build)?;
                build::all(&mut plan, &toolchain)
            }
            Command::Test { args } => ci::test(&args),
            Command::Ci => ci::ci(),
            Command::Demo(demo) => demo.launch(),
            Command::Localnet(localnet) => localnet.launch(),
            Command::E2e(e2e) => e2e.launch(),
            Command::Bench(mode) if mode.record => bench::record(),
            Command::Bench(_) => bench::check(),
            Command::Fuzz(fuzz) => fuzz.run(),
            Command::Bless => bench::bless(),
            Command::Tidy => tidy::check(),
            Command::BuildSbf { folder } => build::in_folder(&setup::for_build()?, &folder),
        }
    }
}
