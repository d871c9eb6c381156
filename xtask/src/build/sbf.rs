//! The programs as bytecode (SBPF v3).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::stamp::Stamp;
use crate::setup::{Stock, Toolchain};
use crate::workspace::{self, ARITHMETIC, PROGRAMS};
use crate::{cargo, run};

/// All programs, and the one that checks the toolchain's arithmetic.
///
/// Each is built by a cargo call of its own: in a common call the features of one would reach the others,
/// and a program that another uses as a library would lose its entrypoint.
pub fn programs(toolchain: &Toolchain) -> Result<()> {
    let names: Vec<&str> = PROGRAMS.into_iter().chain([ARITHMETIC]).collect();
    let outputs = names.iter().map(|name| output(name)).collect();
    let stamp = Stamp::new("programs", &identity(toolchain)?, outputs)?;
    if stamp.is_current() {
        return Ok(());
    }
    for name in names {
        program(toolchain, name)?;
    }
    stamp.record()
}

/// One program, copied to target/deploy.
fn program(toolchain: &Toolchain, name: &str) -> Result<()> {
    eprintln!("      {name}");
    let built = match toolchain {
        Toolchain::Solana => by_solana(name)?,
        Toolchain::Stock(stock) => by_stock_rust(stock, name)?,
    };
    check(&built)?;
    fs::create_dir_all(workspace::deploy())?;
    fs::copy(&built, output(name)).with_context(|| format!("cannot copy {}", built.display()))?;
    keypair(name)
}

/// The key of the program's address on local chains, where Solana's and Anchor's tools look for it.
fn keypair(name: &str) -> Result<()> {
    let key = workspace::root().join(format!("migrations/local-test-keys/{name}-program.json"));
    if key.is_file() {
        fs::copy(key, workspace::deploy().join(format!("{name}-keypair.json")))?;
    }
    Ok(())
}

/// What `cargo build-sbf` would build in `folder`: the program there, else all.
pub fn in_folder(toolchain: &Toolchain, folder: &Path) -> Result<()> {
    let here = |name: &str| manifest(name).parent().is_some_and(|program| folder.starts_with(program));
    match PROGRAMS.into_iter().find(|name| here(name)) {
        Some(name) => program(toolchain, name),
        None => programs(toolchain),
    }
}

fn output(name: &str) -> PathBuf {
    workspace::deploy().join(format!("{name}.so"))
}

fn by_stock_rust(stock: &Stock, name: &str) -> Result<PathBuf> {
    let target = workspace::target().join("sbf");
    let mut build = cargo::bare();
    build.args(["build", "--release", "-p", name]).args(features(name));
    build.arg("--target-dir").arg(&target);
    cargo::ignore_rust_version(&mut build)?;
    stock.configure(&mut build);
    run::shown(&mut build)?;
    Ok(target.join(format!("sbpf-solana-solana/release/lib{name}.so")))
}

fn by_solana(name: &str) -> Result<PathBuf> {
    let target = workspace::target().join("sbf-solana");
    let mut build = cargo::bare();
    build.args(["build-sbf", "--arch", "v3", "--manifest-path"]).arg(manifest(name)).args(features(name));
    build.arg("--sbf-out-dir").arg(&target).args(["--", "--ignore-rust-version"]);
    run::shown(&mut build).context("TRIMTAB_SBF=stock builds without cargo-build-sbf")?;
    Ok(target.join(format!("{name}.so")))
}

fn manifest(name: &str) -> PathBuf {
    let folder = if name == ARITHMETIC { "tests/programs" } else { "programs" };
    workspace::root().join(folder).join(name).join("Cargo.toml")
}

/// Logging the name of each instruction costs more than many an instruction does.
fn features(name: &str) -> &'static [&'static str] {
    if name == ARITHMETIC { &[] } else { &["--features", "no-log-ix-name"] }
}

/// An ELF file for SBPF v3 (the version is the flags word of the header).
fn check(file: &Path) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    match (bytes.get(..4), bytes.get(48)) {
        (Some(b"\x7fELF"), Some(3)) => Ok(()),
        (Some(b"\x7fELF"), version) => bail!("{}: SBPF version {version:?}, expected 3", file.display()),
        _ => bail!("{} is not a program: does the crate export an entrypoint?", file.display()),
    }
}

fn identity(toolchain: &Toolchain) -> Result<String> {
    let compiler = match toolchain {
        Toolchain::Solana => "solana".to_owned(),
        Toolchain::Stock(stock) => stock.identity(),
    };
    Ok(format!("{compiler} {} {}", cargo::rustc_version()?, include_str!("sbf.rs")))
}
