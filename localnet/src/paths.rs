//! Where the repository keeps what a play needs, and where a play keeps what it makes.

use crate::WrongInput;
use anyhow::{Context, Result, bail};
use oracle::daemon::DataLock;
use std::path::{Path, PathBuf};

/// The bytecode that `cargo xtask build` makes.
pub fn programs() -> PathBuf {
    root().join("target/deploy")
}

/// Keys whose addresses are compiled into the programs.
pub fn program_keys() -> PathBuf {
    root().join("migrations/local-test-keys")
}

/// Genesis profiles.
pub fn genesis() -> PathBuf {
    root().join("migrations/0001-economy.toml")
}

/// How a person calls `trimtab` from here: the binary beside this one if there is one.
pub fn trimtab() -> String {
    let beside = std::env::current_exe().ok().map(|exe| exe.with_file_name("trimtab")).filter(|file| file.is_file());
    let here = std::env::current_dir().unwrap_or_default();
    beside.map_or_else(|| "trimtab".into(), |file| file.strip_prefix(here).unwrap_or(&file).display().to_string())
}

/// The folder of a play that nobody named: emptied at the next one.
pub fn scratch(name: &str) -> PathBuf {
    root().join("target/localnet").join(name)
}

/// Makes `dir` ready for a play: creates it, or clears what an earlier play left there.
///
/// Files that no play wrote are never removed; where there are any, it refuses.
pub fn ready(dir: &Path) -> Result<()> {
    if let Ok(entries) = std::fs::read_dir(dir) {
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !OURS.contains(&name.as_str()) {
                bail!(WrongInput(format!(
                    "{} holds {name}, which no play wrote: name an empty or a new folder with --out",
                    dir.display()
                )));
            }
        }
    } else if dir.exists() {
        bail!(WrongInput(format!("{} is a file, expected a folder for --out", dir.display())));
    }
    if dir.join("lock").exists() {
        DataLock::take(dir).map_err(|error| WrongInput(format!("failed to {error}")))?;
    }
    for path in OURS.iter().map(|name| dir.join(name)).filter(|path| path.exists()) {
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed.with_context(|| format!("{} is in the way", path.display()))?;
    }
    std::fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))
}

/// What plays write.
const OURS: [&str; 12] = [
    "summary.json",
    "trimtab.toml",
    "trimtab.sqlite",
    "trimtab.sqlite-shm",
    "trimtab.sqlite-wal",
    "lock",
    "decisions.log",
    "decisions.torn",
    "snapshots",
    "objectives",
    "objectives.toml",
    "report",
];

/// The workspace in which this was built.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::ready;

    #[test]
    fn a_folder_with_foreign_files_is_refused_and_left_alone() {
        let dir = std::env::temp_dir().join(format!("trimtab-ready-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("summary.json"), "{}").unwrap();
        ready(&dir).unwrap();
        assert!(!dir.join("summary.json").exists());
        std::fs::write(dir.join("thesis.tex"), "years of work").unwrap();
        std::fs::write(dir.join("summary.json"), "{}").unwrap();
        assert!(ready(&dir).unwrap_err().downcast_ref::<crate::WrongInput>().is_some());
        assert!(dir.join("thesis.tex").exists() && dir.join("summary.json").exists());
        std::fs::remove_dir_all(dir).unwrap();
    }
}
