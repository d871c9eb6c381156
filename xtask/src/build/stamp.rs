//! Stamps: a step whose inputs and outputs are those of the last time is not done again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::workspace;

/// Everything that the programs are made of.
const SOURCES: [&str; 5] = ["Cargo.toml", "Cargo.lock", "economics", "programs", "tests/programs"];

/// The state in which a step was last done.
pub struct Stamp {
    file: PathBuf,
    inputs: String,
    outputs: Vec<PathBuf>,
}

impl Stamp {
    /// `identity`: what the result depends on beside the source, such as compiler flags.
    pub fn new(name: &str, identity: &str, outputs: Vec<PathBuf>) -> Result<Self> {
        let mut hash = Sha256::new();
        hash.update(identity);
        for source in SOURCES {
            add(&mut hash, &workspace::root().join(source))?;
        }
        let file = workspace::memory().join(name);
        Ok(Self { file, inputs: hex::encode(hash.finalize()), outputs })
    }

    /// Nothing has changed, and what was made is still there as it was.
    pub fn is_current(&self) -> bool {
        let recorded = fs::read_to_string(&self.file).ok();
        recorded.is_some() && recorded == self.text().ok()
    }

    pub fn record(&self) -> Result<()> {
        fs::create_dir_all(workspace::memory())?;
        Ok(fs::write(&self.file, self.text()?)?)
    }

    fn text(&self) -> Result<String> {
        let mut hash = Sha256::new();
        for output in &self.outputs {
            add(&mut hash, output)?;
        }
        Ok(format!("{} {}\n", self.inputs, hex::encode(hash.finalize())))
    }
}

/// Add a file, or all files below a folder, by name and content.
fn add(hash: &mut Sha256, path: &Path) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)?.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        return entries.iter().try_for_each(|entry| add(hash, entry));
    }
    let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    hash.update(path.as_os_str().as_encoded_bytes());
    hash.update((content.len() as u64).to_le_bytes());
    hash.update(content);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(path: &Path) -> Vec<u8> {
        let mut hash = Sha256::new();
        add(&mut hash, path).expect("readable");
        hash.finalize().to_vec()
    }

    #[test]
    fn moving_a_byte_between_files_changes_the_digest() {
        let dir = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("temporary folder");
        fs::write(dir.join("a"), "xy").expect("write");
        fs::write(dir.join("b"), "z").expect("write");
        let before = digest(&dir);
        fs::write(dir.join("a"), "x").expect("write");
        fs::write(dir.join("b"), "yz").expect("write");
        assert_ne!(before, digest(&dir));
        fs::remove_dir_all(dir).expect("clean up");
    }
}
