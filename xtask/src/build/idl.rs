//! `idl/*.json`: the programs' interfaces, as their own test binaries print them.
//!
//! Anchor puts the printing into tests whose names begin with [`PRINTER`]; its own command line runs those and
//! does to the output what [`super::interface`] does.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{interface, stamp::Stamp};
use crate::workspace::{self, PROGRAMS};
use crate::{cargo, run};

const PRINTER: &str = "__anchor_private_print_idl";

/// Write the descriptions, if any program has changed.
pub fn generate() -> Result<()> {
    let outputs = PROGRAMS.iter().map(|name| output(name)).collect();
    let identity = concat!(include_str!("idl.rs"), include_str!("interface.rs"));
    let stamp = Stamp::new("idl", identity, outputs)?;
    if stamp.is_current() {
        return Ok(());
    }
    fs::create_dir_all(workspace::root().join("idl"))?;
    for (name, printer) in printers()? {
        let text = interface::assemble(&print(&printer)?).with_context(|| format!("interface of {name}"))?;
        fs::write(output(&name), text)?;
    }
    stamp.record()
}

/// The committed file.
pub fn output(name: &str) -> PathBuf {
    workspace::root().join("idl").join(format!("{name}.json"))
}

/// Compile the test binaries that print, in one cargo call.
fn printers() -> Result<Vec<(String, PathBuf)>> {
    let mut build = cargo::native("test")?;
    build.args(["--lib", "--no-run", "--message-format=json-render-diagnostics"]);
    for name in PROGRAMS {
        build.args(["-p", name, "--features", &format!("{name}/idl-build")]);
    }
    let messages = run::shown_but_for_output(&mut build)?;
    let found: Vec<_> = messages.lines().filter_map(printer).collect();
    if found.len() != PROGRAMS.len() {
        bail!("expected a test binary of each of {PROGRAMS:?}, found {found:?}");
    }
    Ok(found)
}

/// Name and executable, if this message of cargo's tells of a program's test binary.
fn printer(message: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(message).ok()?;
    let name = message["target"]["name"].as_str()?;
    let executable = message["executable"].as_str()?;
    PROGRAMS.contains(&name).then(|| (name.to_owned(), executable.into()))
}

fn print(printer: &PathBuf) -> Result<String> {
    let mut command = Command::new(printer);
    command.args([PRINTER, "--show-output", "--quiet", "--test-threads=1"]).stderr(Stdio::inherit());
    run::captured(&mut command)
}
