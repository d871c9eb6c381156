//! The linker: `sbpf-linker`, compiled here from the registry's source, which cargo checks against its checksum.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::cache::Cache;
use crate::{cargo, run};

const VERSION: &str = "0.2.6";

/// The executable.
pub fn part(cache: &Cache) -> Result<PathBuf> {
    let dir = cache.part(&format!("sbpf-linker-{VERSION}"), |dir| {
        eprintln!("      compiling sbpf-linker {VERSION}");
        let mut install = cargo::bare();
        install.args(["install", "--locked", "sbpf-linker", "--version", VERSION, "--no-track", "--root"]);
        install.arg(dir).arg("--target-dir").arg(dir.join("build"));
        // The package asks rustup for a compiler of its own; naming ours keeps it from doing so.
        install.env("RUSTC", cargo::sysroot()?.join("bin/rustc")).env_remove("RUSTFLAGS");
        run::shown(&mut install).context("sbpf-linker cannot be installed: is there a network?")?;
        Ok(std::fs::remove_dir_all(dir.join("build"))?)
    })?;
    Ok(dir.join("bin/sbpf-linker"))
}
