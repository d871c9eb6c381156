//! `target/xtask/bin/cargo-build-sbf`: lets `anchor build` work where Solana's own compiler cannot be had.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::workspace;

const MARK: &str = "# made by `cargo xtask setup`";

/// Write the script. It is used by putting its folder first on the PATH:
/// `PATH="$PWD/target/xtask/bin:$PATH" anchor build`.
pub fn write() -> Result<PathBuf> {
    let dir = workspace::memory().join("bin");
    fs::create_dir_all(&dir)?;
    let file = dir.join("cargo-build-sbf");
    fs::write(&file, script(workspace::root()))?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755))?;
    Ok(file)
}

/// Anchor calls it once with `--version`, then as `cargo-build-sbf build-sbf --tools-version …` in a program's folder.
fn script(root: &Path) -> String {
    format!(
        "#!/bin/sh\n{MARK}\ncase \" $* \" in *\" --version \"*) echo 'cargo-build-sbf 0.1.0 (stock Rust, by cargo xtask)'; exit 0 ;; esac\nfolder=$PWD\ncd '{}' && TRIMTAB_SBF=stock exec cargo xtask build-sbf \"$folder\"\n",
        root.display()
    )
}

/// Is `file` such a script?
pub fn is_ours(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.contains(MARK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_knows_itself() {
        assert!(script(Path::new("/somewhere")).contains(MARK));
    }
}
