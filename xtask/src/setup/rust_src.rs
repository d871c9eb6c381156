//! The source of the standard library, of exactly the installed compiler's version, edited for Solana.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{apt, cache::Cache, overlay};
use crate::{cargo, progress, run};

/// The cache's part with `library/` in it.
pub fn part(cache: &Cache, apt: &apt::Lazy) -> Result<PathBuf> {
    let rust = cargo::rustc_version()?;
    cache.part(&format!("rust-src-{rust}-{}", overlay::identity()), |dir| {
        let unpacked = dir.join("package");
        let library = source(&rust, &unpacked, apt)?;
        progress::quietly("copying and editing the standard library", || {
            run::captured(Command::new("cp").arg("-rL").arg(&library).arg(dir.join("library")))?;
            overlay::apply(&dir.join("library"), &rust)
        })?;
        match unpacked.exists() {
            true => Ok(std::fs::remove_dir_all(unpacked)?),
            false => Ok(()),
        }
    })
}

/// Where the unmodified `library/` is: with the compiler, else in Debian's package, else rustup brings it.
fn source(rust: &str, unpacked: &Path, apt: &apt::Lazy) -> Result<PathBuf> {
    let installed = cargo::sysroot()?.join("lib/rustlib/src/rust/library");
    if installed.join("std/src/lib.rs").is_file() {
        return Ok(installed);
    }
    let from_debian = debian(rust, unpacked, apt);
    if let Ok(library) = from_debian {
        return Ok(library);
    }
    if run::on_path("rustup").is_some() {
        let add = || run::captured(Command::new("rustup").args(["component", "add", "rust-src"])).map(drop);
        progress::quietly("rustup component add rust-src", add).context(MISSING)?;
        return Ok(installed);
    }
    from_debian.context(MISSING)
}

const MISSING: &str = "the source of the standard library (rust-src) is in neither the compiler's folder, nor Debian's packages, nor rustup";

fn debian(rust: &str, unpacked: &Path, apt: &apt::Lazy) -> Result<PathBuf> {
    let apt = apt.get()?;
    let Some(version) = apt.version("rust-src", rust)? else {
        bail!("Debian has no rust-src {rust}");
    };
    std::fs::create_dir_all(unpacked)?;
    apt.unpack(&format!("rust-src={version}"), unpacked)?;
    Ok(unpacked.join(format!("usr/src/rustc-{rust}/library")))
}
