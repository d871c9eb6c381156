//! What `cargo metadata` says about the dependencies.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{cargo, run, workspace};

/// All packages of the lock file, as cargo describes them. `--locked` as an option refuses a lock file that is not complete.
pub fn packages(options: &[&str]) -> Result<Vec<Value>> {
    let mut command = cargo::bare();
    command.args(["metadata", "--format-version", "1"]).args(options);
    let text = run::captured(&mut command)?;
    let mut metadata: Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    match metadata["packages"].take() {
        Value::Array(packages) => Ok(packages),
        _ => anyhow::bail!("cargo metadata lists no packages"),
    }
}

/// The newest compiler that any dependency declares; remembered until the lock file changes.
pub fn newest_rust_version() -> Result<(u64, u64, u64)> {
    let lock = fs::read(workspace::root().join("Cargo.lock"))?;
    let memory = workspace::memory().join(format!("rust-version-{}", &hex::encode(Sha256::digest(lock))[..16]));
    if let Ok(text) = fs::read_to_string(&memory) {
        return Ok(cargo::version(text.trim()));
    }
    let newest = packages(&[])?
        .iter()
        .filter_map(|package| package["rust_version"].as_str())
        .max_by_key(|text| cargo::version(text))
        .unwrap_or("1.0")
        .to_owned();
    fs::create_dir_all(workspace::memory())?;
    fs::write(memory, &newest)?;
    Ok(cargo::version(&newest))
}
