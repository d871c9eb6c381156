//! Rules for dependencies: `deny.toml`, by cargo-deny where it is installed, else by what `cargo metadata` says.

mod rules;
mod spdx;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde_json::Value;

use rules::Rules;

use crate::{cargo, metadata, run, workspace};

pub fn check() -> Result<()> {
    let packages = metadata::packages(&["--locked"])?;
    if run::on_path("cargo-deny").is_some() {
        return run::shown(cargo::bare().args(["deny", "--all-features", "check"]));
    }
    let rules = Rules::parse(&std::fs::read_to_string(workspace::root().join("deny.toml"))?);
    let mut findings = Vec::new();
    for package in &packages {
        findings.extend(licence(package, &rules));
        findings.extend(source(package, &rules));
        findings.extend(banned(package, &rules));
    }
    findings.extend(duplicates(&packages, &rules));
    if !findings.is_empty() {
        bail!("dependencies against the rules of deny.toml:\n{}", findings.join("\n"));
    }
    eprintln!("      {} packages: licences, bans and sources are as deny.toml says", packages.len());
    eprintln!("      advisories were NOT checked: cargo-deny is not installed (`cargo install --locked cargo-deny`)");
    Ok(())
}

fn text<'a>(package: &'a Value, key: &str) -> &'a str {
    package[key].as_str().unwrap_or_default()
}

fn licence(package: &Value, rules: &Rules) -> Option<String> {
    let name = text(package, "name");
    let stated = rules.clarified.get(name).map_or(text(package, "license"), String::as_str);
    match spdx::allowed(stated, &rules.licences) {
        true => None,
        false => Some(format!("{name} {}: licence `{stated}`", text(package, "version"))),
    }
}

/// Packages without a source are those of the workspace.
fn source(package: &Value, rules: &Rules) -> Option<String> {
    let source = package["source"].as_str()?;
    let known =
        source.strip_prefix("registry+").is_some_and(|registry| rules.registries.iter().any(|it| it == registry));
    (!known).then(|| format!("{}: comes from {source}", text(package, "name")))
}

fn banned(package: &Value, rules: &Rules) -> Option<String> {
    let name = text(package, "name");
    rules.banned.iter().any(|it| it == name).then(|| format!("{name}: banned"))
}

fn duplicates(packages: &[Value], rules: &Rules) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(text(package, "name")).or_default().push(text(package, "version"));
    }
    let once = rules.once.iter().filter_map(|name| versions.get_key_value(name.as_str()));
    once.filter(|(_, found)| found.len() > 1)
        .map(|(name, found)| format!("{name}: {found:?}, only one may be"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules() -> Rules {
        Rules::parse(
            "[licenses]\nallow = [\"MIT\"]\n[bans]\ndeny = [\n { crate = \"a\", deny-multiple-versions = true },\n { crate = \"b\" },\n]\n[sources]\nallow-registry = [\"https://r.example\"]\n",
        )
    }

    #[test]
    fn a_package_of_a_foreign_licence_or_source_is_found() {
        let package = json!({"name": "x", "version": "1", "license": "GPL-3.0", "source": "git+https://g.example"});
        assert!(licence(&package, &rules()).is_some());
        assert!(source(&package, &rules()).is_some());
        let package = json!({"name": "x", "version": "1", "license": "MIT", "source": "registry+https://r.example"});
        assert!(licence(&package, &rules()).is_none());
        assert!(source(&package, &rules()).is_none());
    }

    #[test]
    fn banned_packages_and_second_versions_are_found() {
        let package = |name: &str, version: &str| json!({"name": name, "version": version});
        assert!(banned(&package("b", "1"), &rules()).is_some());
        assert!(banned(&package("a", "1"), &rules()).is_none());
        assert_eq!(
            duplicates(&[package("a", "1"), package("a", "2"), package("c", "1"), package("c", "2")], &rules()).len(),
            1
        );
    }
}
