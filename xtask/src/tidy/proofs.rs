//! Tests that a page names as proof exist: `module::a_sentence_with_at_least_three_gaps`.

use super::{File, Findings};

/// Underscores from which a name is a sentence, and so a test.
const SENTENCE: usize = 3;

pub fn check(files: &[File]) -> Findings {
    let pages = files.iter().filter(|file| file.path.ends_with(".md"));
    pages.flat_map(|page| cited(&page.text).into_iter().filter_map(|proof| missing(page, proof, files))).collect()
}

fn missing(page: &File, (module, name): (&str, &str), files: &[File]) -> Option<String> {
    let places = [format!("/{module}.rs"), format!("/{module}/mod.rs")];
    let line = format!("fn {name}(");
    let is_there = |file: &File| places.iter().any(|place| file.path.ends_with(place)) && file.text.contains(&line);
    let exists = files.iter().any(is_there);
    (!exists).then(|| format!("{}: there is no test `{module}::{name}`", page.path))
}

/// Pairs of module and test in code spans.
fn cited(text: &str) -> Vec<(&str, &str)> {
    let spans = text.split('`').skip(1).step_by(2);
    let pair = |span: &str| -> bool { span.matches("::").count() == 1 };
    let word = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    spans
        .filter(|span| pair(span))
        .filter_map(|span| span.split_once("::"))
        .filter(|(module, name)| word(module) && word(name) && name.matches('_').count() >= SENTENCE)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_test_that_does_not_exist_is_found_and_other_code_is_left_alone() {
        let page = "`votes::nobody_votes_twice_here` and `economics::config::check` and `Council::live` and `a::b`";
        let test = file("tests/src/governor/votes.rs", "fn nobody_votes_twice_here() {}");
        assert_eq!(check(&[file("docs/gate.md", page)]).len(), 1);
        assert!(check(&[file("docs/gate.md", page), test]).is_empty());
    }
}
