//! Where things are.

use std::path::{Path, PathBuf};

/// The programs, in the order of their dependencies; the last shows how another protocol reads a policy.
pub const PROGRAMS: [&str; 4] = ["governor", "issuer", "staking", "example_consumer"];

/// A program of the test suite: 128-bit arithmetic, to check the toolchain itself.
pub const ARITHMETIC: &str = "arithmetic";

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace")
}

/// Cargo's build folder, which may have been moved by `CARGO_TARGET_DIR`.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Programs as they are deployed. Solana's tools look here, whatever the build folder is.
pub fn deploy() -> PathBuf {
    root().join("target/deploy")
}

/// What xtask itself remembers between calls.
pub fn memory() -> PathBuf {
    target().join("xtask")
}
