//! The machine's own package sources: which mirror it uses for Debian.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The mirror of the Debian archive that this machine is set up to use.
pub fn mirror() -> Result<String> {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if field(&release, "ID") != Some("debian") {
        bail!(
            "this machine is not Debian, where LLVM 23 is taken from; install Solana's tools so that `cargo build-sbf` works"
        );
    }
    let codename = field(&release, "VERSION_CODENAME").context("/etc/os-release names no VERSION_CODENAME")?;
    let sources = sources(Path::new("/etc/apt"))?;
    let found = sources.iter().find_map(|(name, text)| match name.ends_with(".sources") {
        true => from_deb822(text, codename),
        false => from_list(text, codename),
    });
    found.with_context(|| format!("no apt source offers suite {codename}, component main"))
}

/// Every file that apt reads, main list first.
fn sources(apt: &Path) -> Result<Vec<(String, String)>> {
    let mut files = vec![apt.join("sources.list")];
    let mut parts: Vec<_> = fs::read_dir(apt.join("sources.list.d"))
        .map(|dir| dir.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    parts.sort();
    files.extend(parts);
    let read = |file: &std::path::PathBuf| Some((file.to_string_lossy().into_owned(), fs::read_to_string(file).ok()?));
    Ok(files.iter().filter_map(read).collect())
}

/// `KEY=value` or `KEY="value"` of os-release.
fn field<'a>(release: &'a str, key: &str) -> Option<&'a str> {
    let value = release.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))?;
    Some(value.trim_matches('"'))
}

/// The first address of the first paragraph that offers `codename` and `main`.
fn from_deb822(text: &str, codename: &str) -> Option<String> {
    text.split("\n\n").find_map(|paragraph| {
        let has = |key: &str, word: &str| values(paragraph, key).contains(&word);
        let offered = has("Types", "deb") && has("Suites", codename) && has("Components", "main");
        let disabled = has("Enabled", "no");
        (offered && !disabled).then(|| values(paragraph, "URIs").first().map(|uri| (*uri).to_owned()))?
    })
}

fn values<'a>(paragraph: &'a str, key: &str) -> Vec<&'a str> {
    let line = paragraph.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    line.unwrap_or_default().split_whitespace().collect()
}

/// The address of the first line `deb [options] URI codename … main …`.
fn from_list(text: &str, codename: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let line = line.trim().strip_prefix("deb ")?.trim_start();
        let line = match line.strip_prefix('[') {
            Some(options) => options.split_once(']')?.1,
            None => line,
        };
        let mut words = line.split_whitespace();
        let uri = words.next()?;
        let offered = words.next() == Some(codename) && words.any(|component| component == "main");
        offered.then(|| uri.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEB822: &str = "Types: deb\n# a comment\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\n\nTypes: deb\nURIs: http://mirror.example/debian-security\nSuites: bookworm-security\nComponents: main\n";

    #[test]
    fn deb822_sources_give_the_archive_not_the_security_updates() {
        assert_eq!(from_deb822(DEB822, "bookworm").as_deref(), Some("http://mirror.example/debian"));
        assert_eq!(from_deb822(DEB822, "bookworm-security").as_deref(), Some("http://mirror.example/debian-security"));
        assert_eq!(from_deb822(DEB822, "trixie"), None);
    }

    #[test]
    fn a_disabled_paragraph_is_passed_over() {
        let text = format!("Enabled: no\n{DEB822}");
        assert_eq!(from_deb822(&text, "bookworm"), None);
    }

    #[test]
    fn one_line_sources_are_read_with_and_without_options() {
        let text = "# deb http://old.example bookworm main\ndeb-src http://src.example bookworm main\ndeb [arch=amd64 signed-by=/k] http://a.example/debian bookworm main contrib\n";
        assert_eq!(from_list(text, "bookworm").as_deref(), Some("http://a.example/debian"));
        assert_eq!(from_list("deb http://b.example trixie main", "trixie").as_deref(), Some("http://b.example"));
    }

    #[test]
    fn other_vendors_suites_are_passed_over() {
        assert_eq!(from_list("deb http://cloud.example/apt cloud-sdk-bookworm main", "bookworm"), None);
        assert_eq!(from_list("deb http://docker.example bookworm stable", "bookworm"), None);
    }

    #[test]
    fn os_release_values_lose_their_quotes() {
        assert_eq!(field("ID=debian\nVERSION_CODENAME=\"bookworm\"", "VERSION_CODENAME"), Some("bookworm"));
    }
}
