//! LLVM 23, from Debian sid, in a private prefix with the libraries that it needs.
//!
//! It runs under its own loader and C library, which are newer than the machine's.
//! LLVM 22, which Rust 1.95 brings, cannot compile calls with more than five arguments for this target.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{apt, cache::Cache};
use crate::run;

const MAJOR: &str = "23";

/// The prefix.
pub struct Llvm(PathBuf);

pub fn part(cache: &Cache, apt: &apt::Lazy) -> Result<Llvm> {
    if std::env::consts::ARCH != "x86_64" {
        bail!(
            "building programs with stock Rust is checked on x86_64 only, this is {}; install Solana's tools so that `cargo build-sbf` works",
            std::env::consts::ARCH
        );
    }
    let dir = cache.part(&format!("llvm-{MAJOR}"), |dir| {
        let apt = apt.get()?;
        let library = format!("libllvm{MAJOR}");
        if apt.version(&library, "")?.is_none() {
            bail!("Debian sid has no {library} any more");
        }
        apt.unpack_with_dependencies(&library, dir)?;
        apt.unpack(&format!("llvm-{MAJOR}/sid"), dir)?;
        Llvm(dir.to_owned()).check()
    })?;
    Ok(Llvm(dir))
}

impl Llvm {
    pub fn libraries(&self) -> PathBuf {
        self.0.join("usr/lib/x86_64-linux-gnu")
    }

    /// Assemble textual IR.
    pub fn assemble(&self, source: &Path, bitcode: &Path) -> Result<()> {
        run::captured(self.assembler().arg(source).arg("-o").arg(bitcode)).map(drop)
    }

    /// It starts, so nothing that it needs is missing.
    fn check(&self) -> Result<()> {
        let version = run::captured(self.assembler().arg("--version"))?;
        match version.contains(&format!("LLVM version {MAJOR}.")) {
            true => Ok(()),
            false => bail!("llvm-as says {version:?}, expected version {MAJOR}"),
        }
    }

    fn assembler(&self) -> Command {
        let lib = self.libraries();
        let mut command = Command::new(lib.join("ld-linux-x86-64.so.2"));
        command.arg("--library-path").arg(&lib);
        command.arg(self.0.join(format!("usr/lib/llvm-{MAJOR}/bin/llvm-as")));
        command
    }
}
