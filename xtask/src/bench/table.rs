//! `docs/compute-units.md`: the committed costs, for reading.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace;

const HEAD: &str = "# Compute units and sizes\n\nWritten by `cargo xtask bench --record` from compute-units.json; `cargo xtask ci` fails when a figure changes.\nEach figure is a transaction with that instruction alone, on the bytecode that is deployed.\n";

/// Write the page.
pub fn write() -> Result<()> {
    Ok(fs::write(page(), current()?)?)
}

/// Fail if the page tells other figures than the JSON file.
pub fn check() -> Result<()> {
    match fs::read_to_string(page()).is_ok_and(|text| Ok(text) == current().map_err(drop)) {
        true => Ok(()),
        false => bail!(
            "docs/compute-units.md is not what docs/compute-units.json says; please run `cargo xtask bench --record`"
        ),
    }
}

fn page() -> PathBuf {
    workspace::root().join("docs/compute-units.md")
}

fn current() -> Result<String> {
    let file = workspace::root().join("docs/compute-units.json");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(render(&serde_json::from_str(&text)?))
}

fn render(costs: &Value) -> String {
    let mut text = HEAD.to_owned();
    for (program, rows) in costs["compute_units"].as_object().into_iter().flatten() {
        let bytes = &costs["program_bytes"][program];
        text += &format!("\n## {program} ({bytes} bytes)\n\n| instruction | compute units |\n|---|---:|\n");
        for (name, units) in rows.as_object().into_iter().flatten() {
            text += &format!("| {name} | {units} |\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_program_has_its_size_and_its_rows() {
        let text = render(&json!({"program_bytes": {"governor": 9}, "compute_units": {"governor": {"veto": 120}}}));
        assert!(text.contains("## governor (9 bytes)") && text.contains("| veto | 120 |"), "{text}");
    }
}
