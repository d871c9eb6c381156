//! Whoever changes the public surface tells the reader of the change log.

use std::process::Command;

use anyhow::Result;

use super::Findings;
use crate::{run, workspace};

const CHANGELOG: &str = "CHANGELOG.md";

/// Compare with the branch that the work is meant for; without one, with the last commit.
pub fn check() -> Result<Findings> {
    let base = git(&["merge-base", "HEAD", "origin/main"]).unwrap_or_else(|_| "HEAD".to_owned());
    let Ok(changed) = git(&["diff", "--name-only", base.trim()]) else {
        return Ok(vec![]); // a repository without commits
    };
    Ok(missing(&changed.lines().collect::<Vec<_>>()))
}

fn missing(changed: &[&str]) -> Findings {
    let snapshot = changed.iter().find(|path| is_snapshot(path));
    match snapshot {
        Some(path) if !changed.contains(&CHANGELOG) => {
            vec![format!("{path}: changed, but {CHANGELOG} has no line about it")]
        }
        _ => vec![],
    }
}

fn is_snapshot(path: &str) -> bool {
    path.starts_with("idl/") || path.contains("/snapshots/") || path.ends_with("/cli/help.txt")
}

fn git(arguments: &[&str]) -> Result<String> {
    run::captured(Command::new("git").args(arguments).current_dir(workspace::root()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_snapshot_needs_a_line_in_the_change_log() {
        assert_eq!(missing(&["idl/governor.json"]).len(), 1);
        assert!(missing(&["idl/governor.json", "CHANGELOG.md"]).is_empty());
        assert!(missing(&["oracle/src/lib.rs"]).is_empty());
    }
}
