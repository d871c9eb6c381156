//! The one folder outside the repository: shared by clones, made of parts that are whole or absent.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder, locked against a second `setup` for as long as this value lives.
pub struct Cache {
    root: PathBuf,
    _lock: File,
}

impl Cache {
    /// `${XDG_CACHE_HOME:-~/.cache}/trimtab`.
    pub fn path() -> Result<PathBuf> {
        let named = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute());
        let base = named.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
        Ok(base.context("neither XDG_CACHE_HOME nor HOME is set: there is no place for the cache")?.join("trimtab"))
    }

    /// Lock the folder. Waits for another clone that is setting up at this moment.
    /// The lock belongs to the process, so one that was killed holds nothing.
    pub fn lock() -> Result<Self> {
        Self::lock_at(Self::path()?)
    }

    fn lock_at(root: PathBuf) -> Result<Self> {
        fs::create_dir_all(&root).with_context(|| format!("cannot create {}", root.display()))?;
        let lock = File::create(root.join("lock"))?;
        if lock.try_lock().is_err() {
            eprintln!("      waiting for another set-up in {}", root.display());
            lock.lock()?;
        }
        Ok(Self { root, _lock: lock })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The part called `name`, made by `make` in an empty folder if it is not there yet.
    pub fn part(&self, name: &str, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let whole = self.root.join(name);
        if !whole.is_dir() {
            let partial = self.scratch(name)?;
            make(&partial)?;
            fs::rename(&partial, &whole).with_context(|| format!("cannot move {name} into place"))?;
        }
        Ok(whole)
    }

    /// An empty folder for work in progress; what interrupted runs left there is removed.
    /// The name is this process's own: a child that outlived a killed run writes elsewhere.
    pub fn scratch(&self, name: &str) -> Result<PathBuf> {
        let stem = format!("{name}.partial-");
        for entry in fs::read_dir(&self.root)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(&stem) {
                fs::remove_dir_all(entry.path())
                    .with_context(|| format!("cannot remove {}", entry.path().display()))?;
            }
        }
        let dir = self.root.join(format!("{stem}{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        Ok(dir)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(name: &str) -> Cache {
        let root = std::env::temp_dir().join(format!("xtask-cache-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        Cache::lock_at(root).expect("a cache in the temporary folder")
    }

    #[test]
    fn a_part_that_failed_is_made_again_from_nothing() {
        let cache = cache("failed");
        let failed = cache.part("llvm", |dir| {
            fs::write(dir.join("half"), "")?;
            anyhow::bail!("killed")
        });
        assert!(failed.is_err());
        assert!(!cache.root().join("llvm").exists());
        let made = cache.part("llvm", |dir| Ok(fs::write(dir.join("all"), "")?)).expect("second try");
        assert!(made.join("all").exists() && !made.join("half").exists());
        fs::remove_dir_all(cache.root()).expect("clean up");
    }

    #[test]
    fn a_part_that_is_there_is_not_made_again() {
        let cache = cache("twice");
        cache.part("llvm", |_| Ok(())).expect("first");
        cache.part("llvm", |_| panic!("made twice")).expect("second");
        fs::remove_dir_all(cache.root()).expect("clean up");
    }
}
