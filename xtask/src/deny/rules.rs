//! The parts of `deny.toml` that are checked without cargo-deny. Its form is fixed: one list item per line.

use std::collections::BTreeMap;

#[derive(Default)]
pub struct Rules {
    pub licences: Vec<String>,
    /// Licences of packages that name none themselves.
    pub clarified: BTreeMap<String, String>,
    pub banned: Vec<String>,
    /// Packages of which only one version may be there.
    pub once: Vec<String>,
    pub registries: Vec<String>,
}

impl Rules {
    pub fn parse(text: &str) -> Self {
        let mut rules = Self::default();
        let (mut section, mut key, mut named) = ("", "", "");
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            if let Some(title) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                section = title.trim_matches(['[', ']']);
                key = "";
                continue;
            }
            if let Some((left, _)) = line.split_once(" = ").filter(|(left, _)| !left.contains(['{', '"'])) {
                key = left;
            }
            let quoted: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
            let all = || quoted.iter().map(|word| (*word).to_owned());
            match (section, key) {
                ("licenses", "allow") => rules.licences.extend(all()),
                ("sources", "allow-registry") => rules.registries.extend(all()),
                ("bans", "deny") if line.contains("deny-multiple-versions") => rules.once.extend(all()),
                ("bans", "deny") => rules.banned.extend(all()),
                ("licenses.clarify", "crate") => named = quoted.first().copied().unwrap_or_default(),
                ("licenses.clarify", "expression") => drop(rules.clarified.insert(named.to_owned(), all().collect())),
                _ => {}
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_this_repository_are_understood() {
        let rules = Rules::parse(include_str!("../../../deny.toml"));
        assert!(rules.licences.contains(&"Apache-2.0 WITH LLVM-exception".to_owned()));
        assert!(rules.once.contains(&"tokio".to_owned()));
        assert!(rules.banned.contains(&"native-tls".to_owned()) && !rules.banned.contains(&"tokio".to_owned()));
        assert_eq!(rules.registries.len(), 1);
        assert_eq!(rules.clarified["solana-config-interface"], "Apache-2.0");
    }
}
