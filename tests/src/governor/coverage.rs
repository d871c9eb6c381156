//! Every refusal of the gate is provoked somewhere in these tests.

const ERRORS: &str = include_str!("../../../programs/governor/src/error.rs");
/// Guards behind other guards: no sequence of instructions reaches them.
const UNREACHABLE: &[&str] = &["Arithmetic", "InvariantBroken"];

/// Names and numbers of the program's errors, read from its source.
pub fn errors() -> Vec<(u32, &'static str)> {
    let declared = ERRORS.lines().filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "));
    declared.filter_map(|(name, number)| Some((number.parse().ok()?, name))).collect()
}

/// The text of every test of this program.
fn tests() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/governor");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.is_file()).map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn every_error_is_provoked_by_a_test() {
    let tests = tests();
    let missing: Vec<_> = errors()
        .into_iter()
        .filter(|(_, name)| !UNREACHABLE.contains(name))
        .filter(|(_, name)| !tests.iter().any(|test| contains(test, &format!("GovernorError::{name}"))))
        .collect();
    assert!(missing.is_empty(), "no test provokes {missing:?}");
}

#[test]
fn error_numbers_are_unique_and_in_the_programs_range() {
    let mut numbers: Vec<_> = errors().into_iter().map(|(number, _)| number).collect();
    assert!(numbers.len() > 60 && numbers.iter().all(|number| matches!(number, 6_000..6_100 | 6_300..6_400)));
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
