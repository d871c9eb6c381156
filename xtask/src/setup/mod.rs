//! `setup`: everything that a build needs and the machine does not have.
//!
//! It changes nothing outside the build folder, one folder in the user's cache, and missing Debian packages.
//! Every part is made in a temporary place and moved when it is whole, so an interrupted run leaves nothing half done.

mod apt;
mod cache;
mod debian;
mod linker;
mod llvm;
mod overlay;
mod rust_src;
mod shim;
mod target;

use std::process::Command;

use anyhow::{Result, bail};

pub use target::Stock;

use crate::{packages, progress, run};

/// Which compiler makes the programs.
pub enum Toolchain {
    /// Solana's own `cargo build-sbf`.
    Solana,
    /// Stock Rust with a few public packages.
    Stock(Stock),
}

/// `cargo xtask setup`: for building and for testing.
pub fn everything() -> Result<()> {
    for_tests()?;
    let shim = shim::write()?;
    println!("Ready. For `anchor build`, put {} first on the PATH.", shim.parent().unwrap_or(&shim).display());
    Ok(())
}

/// What `test` and `ci` need.
pub fn for_tests() -> Result<Toolchain> {
    packages::install(packages::FOR_TESTS)?;
    for_build()
}

/// What `build` and all that follows from it need.
pub fn for_build() -> Result<Toolchain> {
    packages::install(packages::FOR_BUILDS)?;
    let toolchain = toolchain()?;
    eprintln!("      {}", describe(&toolchain));
    Ok(toolchain)
}

fn describe(toolchain: &Toolchain) -> String {
    match toolchain {
        Toolchain::Solana => "Programs are built by cargo-build-sbf.".to_owned(),
        Toolchain::Stock(stock) => format!("Programs are built by stock Rust with {}.", stock.root().display()),
    }
}

/// Solana's compiler where it works, else stock Rust; `TRIMTAB_SBF` overrides.
pub fn toolchain() -> Result<Toolchain> {
    match std::env::var("TRIMTAB_SBF").as_deref() {
        Ok("solana") => Ok(Toolchain::Solana),
        Ok("stock") => Ok(Toolchain::Stock(target::stock()?)),
        Ok(other) => bail!("TRIMTAB_SBF={other}: expected `stock` or `solana`"),
        Err(_) if solana_works() => Ok(Toolchain::Solana),
        Err(_) => Ok(Toolchain::Stock(target::stock()?)),
    }
}

/// Is there a `cargo-build-sbf` that is not our own, and can it get at its compiler?
fn solana_works() -> bool {
    let Some(program) = run::on_path("cargo-build-sbf").filter(|file| !shim::is_ours(file)) else {
        return false;
    };
    let found =
        progress::quietly("checking cargo-build-sbf", || run::captured(Command::new(&program).arg("--install-only")));
    if found.is_err() {
        eprintln!("      {} cannot get its compiler; using stock Rust", program.display());
    }
    found.is_ok()
}
