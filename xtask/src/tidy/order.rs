//! The oracle's modules stand in the order in which data flows: each uses only those before it.

use super::{File, Findings};

const CRATE: &str = "oracle/src/";

pub fn check(files: &[File]) -> Findings {
    let Some(lib) = files.iter().find(|file| file.path == format!("{CRATE}lib.rs")) else {
        return vec![];
    };
    let modules = modules(&lib.text);
    let mut findings = Findings::new();
    for file in files {
        let Some(own) = module_of(&file.path).and_then(|name| position(&modules, name)) else { continue };
        let late = uses(&file.text).into_iter().filter(|used| position(&modules, used).is_some_and(|at| at > own));
        findings.extend(late.map(|used| {
            format!("{}: uses `{used}`, which comes after `{}` in {CRATE}lib.rs", file.path, modules[own])
        }));
    }
    findings.sort();
    findings.dedup();
    findings
}

/// The names of `mod name;` lines, in their order.
fn modules(lib: &str) -> Vec<&str> {
    lib.lines().filter_map(module).collect()
}

fn module(line: &str) -> Option<&str> {
    let words = line.trim().strip_suffix(';')?;
    ["pub mod ", "mod ", "pub(crate) mod "].into_iter().find_map(|start| words.strip_prefix(start))
}

fn position(modules: &[&str], name: &str) -> Option<usize> {
    modules.iter().position(|module| *module == name)
}

/// `oracle/src/store/rows.rs` and `oracle/src/store.rs` belong to `store`; binaries and files of tests belong to none.
fn module_of(path: &str) -> Option<&str> {
    let mut parts = path.strip_prefix(CRATE)?.strip_suffix(".rs")?.split('/');
    let name = parts.next()?;
    let tests = parts.any(|part| part == "tests");
    (!tests).then_some(name)
}

/// The first names after `crate::`, also in `crate::{a, b::c}`. Tests and comments may name whatever they like.
fn uses(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = lines.join("\n");
    code.split("crate::").skip(1).flat_map(names).map(str::to_owned).collect()
}

fn names(rest: &str) -> Vec<&str> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![identifier(rest)];
    };
    let mut found = vec![];
    let (mut depth, mut fresh) = (0, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                found.push(identifier(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

fn identifier(text: &str) -> &str {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<File> {
        let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
        vec![
            file("oracle/src/lib.rs", "//! x\npub mod chain;\npub mod store;\nmod daemon;\n"),
            file("oracle/src/store/rows.rs", text),
        ]
    }

    #[test]
    fn a_module_may_use_itself_and_earlier_ones() {
        assert!(check(&files("use crate::{chain::Slot, store};\nuse crate::store::Row;\n")).is_empty());
    }

    #[test]
    fn a_module_may_not_use_a_later_one() {
        assert_eq!(check(&files("use crate::daemon::Loop;")).len(), 1);
        assert_eq!(check(&files("use crate::{\n    chain::{a, b},\n    daemon,\n};")).len(), 1);
    }

    #[test]
    fn tests_and_comments_may_name_anything() {
        assert!(
            check(&files("/// see [`crate::daemon`]\nfn a() {}\n#[cfg(test)]\nmod tests { use crate::daemon; }"))
                .is_empty()
        );
    }
}
