//! `docs/attacks.md` names the tests of every attack, and each of them exists.

use std::{fs, path::PathBuf};

const TABLE: &str = include_str!("../../../docs/attacks.md");
/// Cases per section: a floor, so that none is lost.
const CASES: [(&str, usize); 3] =
    [("The gate", 31), ("The oracle's proposals", 10), ("Solana, as far as the gate is concerned", 14)];

/// Rows of the table under a heading: the case, and what shows it.
fn rows(heading: &str) -> Vec<(&'static str, &'static str)> {
    let section = TABLE.split("\n## ").find(|section| section.starts_with(heading)).expect("the section exists");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    rows.filter(|(case, _)| *case != "case").collect()
}

/// The names between backticks.
fn names(cell: &'static str) -> Vec<&'static str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Whether the source has a test of this name that runs.
fn exists(name: &str) -> bool {
    let Some((module, test)) = name.rsplit_once("::") else { return false };
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = match module.strip_prefix("economics::") {
        Some(rest) => root.join("../economics/tests/rules").join(rest.replace("::", "/")),
        None => root.join("src").join(module.replace("::", "/")),
    };
    let sources = [path.with_extension("rs"), path.join("mod.rs")];
    let lines: Vec<String> = sources
        .iter()
        .filter_map(|source| fs::read_to_string(source).ok())
        .flat_map(|text| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>())
        .collect();
    let head = format!("fn {test}(");
    lines.windows(2).any(|pair| pair[0] == "#[test]" && pair[1].starts_with(&head))
}

#[test]
fn every_attack_has_its_tests() {
    for (heading, cases) in CASES {
        let rows = rows(heading);
        assert!(rows.len() >= cases, "{heading}: {} of {cases} cases", rows.len());
        for (case, shown_by) in rows {
            let tests = names(shown_by);
            assert!(!tests.is_empty(), "nothing shows: {case}");
            let missing: Vec<_> = tests.iter().filter(|name| !exists(name)).collect();
            assert!(missing.is_empty(), "{case}: no such test: {missing:?}");
        }
    }
}

#[test]
fn a_test_that_does_not_exist_is_noticed() {
    assert!(exists("governor::attacks::every_attack_has_its_tests"));
    assert!(exists("economics::lifecycle::no_number_makes_it_panic"));
    for name in ["governor::attacks::no_such_test", "governor::attacks::rows", "governor::nowhere::x", "x"] {
        assert!(!exists(name), "{name}");
    }
}
