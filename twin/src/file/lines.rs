//! Where a key stands in a file, for people.

use super::FileError;

/// Refuses what `key` says in the `nth` table of that name (from 0; an empty name is the top of the file).
pub(super) fn refuse<T>(text: &str, table: &str, nth: usize, key: &str, reason: String) -> Result<T, FileError> {
    Err(error(text, table, nth, key, reason))
}

pub(super) fn error(text: &str, table: &str, nth: usize, key: &str, reason: String) -> FileError {
    FileError { line: line_of(text, table, nth, key), reason: format!("{key}: {reason}") }
}

/// Line of the key, else of its table, else the first.
fn line_of(text: &str, table: &str, nth: usize, key: &str) -> usize {
    let (mut seen, mut inside, mut header) = (0, table.is_empty(), 1);
    for (number, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line.trim())) {
        if line.starts_with('[') {
            let name = line.trim_start_matches('[').split(']').next().unwrap_or("").trim();
            inside = name == table && seen == nth;
            header = if inside { number } else { header };
            seen += usize::from(name == table);
        } else if inside && line.split_once('=').is_some_and(|(found, _)| found.trim().trim_matches('"') == key) {
            return number;
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_its_own_table() {
        let text = "days = 3\n[demand]\ndrift = 1\n[[shock]]\nsize = 1\n[[shock]]\n# two\nsize = 2\n";
        assert_eq!(line_of(text, "", 0, "days"), 1);
        assert_eq!(line_of(text, "demand", 0, "drift"), 3);
        assert_eq!(line_of(text, "shock", 1, "size"), 8);
        assert_eq!(line_of(text, "shock", 1, "hours"), 6);
    }
}
