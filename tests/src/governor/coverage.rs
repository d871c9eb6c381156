//! Every refusal of the gate is provoked somewhere in these tests.

const ERRORS: &str = include_str!("../../../programs/governor/src/error.rs");
const TESTS: &[&str] = &[
    include_str!("ends.rs"),
    include_str!("execute.rs"),
    include_str!("foreign.rs"),
    include_str!("genesis.rs"),
    include_str!("moves.rs"),
    include_str!("nonce.rs"),
    include_str!("powers.rs"),
    include_str!("propose.rs"),
    include_str!("ratchet.rs"),
    include_str!("seats.rs"),
    include_str!("thresholds.rs"),
    include_str!("action.rs"),
    include_str!("scorecard.rs"),
    include_str!("treasury.rs"),
    include_str!("upgrade.rs"),
    include_str!("voice.rs"),
    include_str!("votes.rs"),
];

/// Guards behind other guards: no sequence of instructions reaches them.
const UNREACHABLE: &[&str] = &["Arithmetic", "InvariantBroken"];

/// Names and numbers of the program's errors, read from its source.
pub fn errors() -> Vec<(u32, &'static str)> {
    let declared = ERRORS.lines().filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "));
    declared.filter_map(|(name, number)| Some((number.parse().ok()?, name))).collect()
}

#[test]
fn every_error_is_provoked_by_a_test() {
    let missing: Vec<_> = errors()
        .into_iter()
        .filter(|(_, name)| !UNREACHABLE.contains(name))
        .filter(|(_, name)| !TESTS.iter().any(|test| contains(test, &format!("GovernorError::{name}"))))
        .collect();
    assert!(missing.is_empty(), "no test provokes {missing:?}");
}

#[test]
fn error_numbers_are_unique_and_in_the_programs_range() {
    let mut numbers: Vec<_> = errors().into_iter().map(|(number, _)| number).collect();
    assert!(numbers.len() > 60 && numbers.iter().all(|number| (6_000..6_100).contains(number)));
    numbers.dedup();
    assert_eq!(numbers.len(), errors().len());
    assert!(numbers.is_sorted());
}

/// Whether `text` contains `name` as a whole word.
fn contains(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let after = text[at + name.len()..].chars().next();
        !after.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}
