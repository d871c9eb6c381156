//! Words and addresses that do not belong into the tree.

use super::{File, Findings};

/// Split so that this file does not contain them.
const UNFINISHED: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimpl", "emented!("),
    concat!("dbg", "!("),
];
const IGNORED: &str = concat!("#[ign", "ore");

/// Names that say nothing about a file's duty.
const VAGUE: [&str; 6] = ["utils", "util", "helpers", "common", "manager", "misc"];

/// Hosts that text and code may name. Anything else may be somebody's private mirror.
const HOSTS: &[&str] = &[
    "127.0.0.1",
    "localhost",
    "0.0.0.0",
    "github.com",
    "docs.rs",
    "doc.rust-lang.org",
    "www.w3.org",
    "arxiv.org",
    "doi.org",
    "www.apache.org",
    "api.devnet.solana.com",
    "api.testnet.solana.com",
    "api.mainnet-beta.solana.com",
    "spl.solana.com",
    "docs.solana.com",
    "solana.com",
    "www.rfc-editor.org",
    "datatracker.ietf.org",
    "en.wikipedia.org",
    "keepachangelog.com",
    "semver.org",
    "embarkstudios.github.io",
    "www.anchor-lang.com",
    "eips.ethereum.org",
];

pub fn check(file: &File) -> Findings {
    let mut findings = Findings::new();
    let stem = file.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    if file.path.ends_with(".rs") && VAGUE.contains(&stem) {
        findings.push(format!("{}: name the file after its duty", file.path));
    }
    for (index, line) in file.text.lines().enumerate() {
        let found = [unfinished(line), machine(line), host(line)];
        findings.extend(found.into_iter().flatten().map(|what| format!("{}:{}: {what}", file.path, index + 1)));
    }
    findings
}

fn unfinished(line: &str) -> Option<String> {
    let word = UNFINISHED.iter().find(|word| line.contains(**word));
    let ignored = line.trim_start().starts_with(IGNORED).then_some(&IGNORED);
    word.or(ignored).map(|word| format!("`{word}` stands for something unfinished"))
}

/// Paths that exist on one machine only.
fn machine(line: &str) -> Option<String> {
    let path = [concat!("/wo", "rk/"), concat!("/ro", "ot/")].into_iter().find(|path| line.contains(path))?;
    Some(format!("`{path}` is a path of one machine"))
}

fn host(line: &str) -> Option<String> {
    let strange = ["http://", "https://", "ws://", "wss://"].into_iter().flat_map(|scheme| line.split(scheme).skip(1));
    strange
        .map(host_of)
        .find(|host| !is_known(host))
        .map(|host| format!("host `{host}` is not in the list of xtask/src/tidy/words.rs"))
}

fn host_of(rest: &str) -> &str {
    rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).next().unwrap_or_default()
}

fn is_known(host: &str) -> bool {
    // An empty name is a pattern such as `http://{address}`.
    let example =
        host.ends_with(".example") || host == "example" || host.ends_with(".invalid") || host.ends_with(".test");
    host.is_empty() || example || !host.contains('.') || HOSTS.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(line: &str) -> Findings {
        check(&File { path: "src/a.rs".into(), text: line.into() })
    }

    #[test]
    fn unfinished_work_is_found() {
        assert_eq!(findings(concat!("// TO", "DO: later")).len(), 1);
        assert_eq!(findings(concat!("    #[ign", "ore]")).len(), 1);
        assert!(findings("// done").is_empty());
    }

    #[test]
    fn unknown_hosts_are_found_and_patterns_are_not() {
        assert_eq!(findings(concat!("see https:", "//mirror.internal.net/x")).len(), 1);
        assert!(findings("see https://github.com/x and http://{host}/ and http://rpc.example:80").is_empty());
    }

    #[test]
    fn vague_names_are_found() {
        assert_eq!(check(&File { path: "src/utils.rs".into(), text: String::new() }).len(), 1);
    }
}
