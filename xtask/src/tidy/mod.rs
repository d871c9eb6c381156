//! `tidy`: rules of the source tree that no compiler checks.

mod keys;
mod length;
mod links;
mod order;
mod proofs;
mod snapshots;
mod words;

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{run, workspace};

/// A text file of the repository.
pub struct File {
    /// Relative to the root, with `/`.
    pub path: String,
    pub text: String,
}

/// What is wrong, beginning with where.
pub type Findings = Vec<String>;

pub fn check() -> Result<()> {
    let files = files()?;
    let mut findings = Findings::new();
    for file in &files {
        findings.extend(length::check(file));
        findings.extend(words::check(file));
        findings.extend(links::check(file));
        findings.extend(keys::check(file));
    }
    findings.extend(order::check(&files));
    findings.extend(proofs::check(&files));
    findings.extend(snapshots::check()?);
    match findings.is_empty() {
        true => Ok(()),
        false => bail!("{} rules broken:\n{}", findings.len(), findings.join("\n")),
    }
}

/// Every text file that git knows or would add.
fn files() -> Result<Vec<File>> {
    let mut list = Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).current_dir(workspace::root());
    let names = run::captured(&mut list)?;
    let read = |path: &str| {
        let text = fs::read_to_string(workspace::root().join(path)).ok()?;
        Some(File { path: path.to_owned(), text })
    };
    Ok(names.split('\0').filter(|name| !name.is_empty()).filter_map(read).collect())
}
