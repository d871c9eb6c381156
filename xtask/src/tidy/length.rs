//! Files of Rust are about 100 lines; from 300 on one asks why, from 500 on they are split.

use super::{File, Findings};

const ASK: usize = 300;
const SPLIT: usize = 500;

pub fn check(file: &File) -> Findings {
    let lines = file.text.lines().count();
    match file.path.ends_with(".rs") {
        true if lines > SPLIT => vec![format!("{}: {lines} lines, at most {SPLIT}", file.path)],
        true if lines > ASK => {
            eprintln!("      note: {}: {lines} lines; more than {ASK} should have a reason", file.path);
            vec![]
        }
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_501_lines_is_refused_and_one_of_500_is_not() {
        let file = |lines: usize| File { path: "a.rs".into(), text: "x\n".repeat(lines) };
        assert_eq!(check(&file(501)).len(), 1);
        assert!(check(&file(500)).is_empty());
    }
}
