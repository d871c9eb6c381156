//! Lists the sources of everything that a decision is computed by, so that `decision::code_hash` can name the code.
#![allow(clippy::disallowed_methods, reason = "cargo talks to build scripts through the environment")]

use std::{
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// Pure sources, and the data that are compiled in, relative to this package.
const ROOTS: [&str; 18] = [
    "../economics/src",
    "../twin/src",
    "../mind/src",
    "../policies",
    "../referee/src/ensemble.rs",
    "../scenarios/ensemble.toml",
    "src/hash.rs",
    "src/units.rs",
    "src/objectives.rs",
    "src/snapshot",
    "src/features",
    "src/detect",
    "src/forecast",
    "src/segment",
    "src/search",
    "src/gate",
    "src/decision",
    "src/plan",
];

/// Sources that an evaluation's result is computed by.
const EVALUATED: [&str; 5] = ["../economics/src", "../twin/src", "../referee/src", "../mind/src", "../policies"];

fn main() {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    write(&package, &ROOTS, "SOURCES", "sources.rs");
    write(&package, &EVALUATED, "EVALUATED", "evaluated.rs");
}

/// Writes a constant `name` with the name and bytes of every source under `roots`.
fn write(package: &Path, roots: &[&str], name: &str, into: &str) {
    let mut files = Vec::new();
    for root in roots {
        println!("cargo::rerun-if-changed={root}");
        gather(&package.join(root), &mut files);
    }
    files.sort();
    let mut list = format!("pub(super) const {name}: &[(&str, &[u8])] = &[\n");
    for file in &files {
        let name = file.strip_prefix(package).unwrap_or(file).to_string_lossy().replace('\\', "/");
        writeln!(list, "    ({name:?}, include_bytes!({:?})),", file.to_string_lossy()).expect("memory");
    }
    list.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join(into);
    fs::write(out, list).expect("the build directory is writable");
}

/// Reads the chain; what it gathered is in the snapshot, so a decision does not depend on it.
const IMPURE: &str = "src/snapshot/build";

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    if path.ends_with(IMPURE) {
        return;
    }
    if path.is_dir() {
        let entries = fs::read_dir(path).expect("the directory is readable");
        entries.for_each(|entry| gather(&entry.expect("the entry is readable").path(), files));
    } else {
        files.push(path.to_path_buf());
    }
}
