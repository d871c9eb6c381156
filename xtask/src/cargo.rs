//! Cargo, called so that every command of xtask shares one set of compiled dependencies.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{metadata, run, workspace};

/// The compiler that everything here was checked with.
pub const CHECKED_RUST: &str = "1.95.0";

/// `cargo SUB` in the workspace, for the machine itself.
///
/// The features of dependencies are those of the whole workspace, whichever package is named.
/// Otherwise `-p` would compile a hundred crates again that differ in one feature.
pub fn native(sub: &str) -> Result<Command> {
    let mut cargo = bare();
    cargo.arg(sub);
    if rustc_version()?.starts_with("1.95.") {
        // Unification is not stable in this release; the variable lets cargo, and only cargo, accept the flag.
        cargo.env("__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS", "nightly");
        cargo.env("CARGO_RESOLVER_FEATURE_UNIFICATION", "workspace");
        cargo.arg("-Zfeature-unification");
    }
    ignore_rust_version(&mut cargo)?;
    Ok(cargo)
}

/// Some dependencies declare a newer compiler than they need. Only where that matters is the check switched off.
pub fn ignore_rust_version(cargo: &mut Command) -> Result<()> {
    if version(&rustc_version()?) < metadata::newest_rust_version()? {
        cargo.arg("--ignore-rust-version");
    }
    Ok(())
}

/// Cargo without what the `cargo run` around xtask has set for xtask.
/// Build scripts of some crates (ring) run again when those variables change.
pub fn bare() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root());
    let own = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PRIMARY_PACKAGE", "CARGO"];
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if own.contains(&&*text) || text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_BIN_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// The version of the compiler that cargo uses, such as `1.95.0`.
pub fn rustc_version() -> Result<String> {
    let text = run::captured(Command::new("rustc").arg("--version"))?;
    Ok(text.split_whitespace().nth(1).unwrap_or_default().to_owned())
}

/// The folder of the compiler that cargo uses.
pub fn sysroot() -> Result<PathBuf> {
    let text = run::captured(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(text.trim()))
}

/// `1.95.0-beta.1` → (1, 95, 0); what is missing counts as 0.
pub fn version(text: &str) -> (u64, u64, u64) {
    let mut parts = text.split(['.', '-']).map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(version("1.95.0") < version("1.97.1"));
        assert!(version("1.95") == version("1.95.0"));
        assert!(version("1.100.0-nightly") > version("1.97.1"));
    }
}
