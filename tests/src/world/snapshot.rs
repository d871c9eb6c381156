//! Files that a test compares with; `TRIMTAB_BLESS=1` writes them instead.

use std::{env, fs, path::PathBuf};

/// Whether the run writes its snapshots instead of checking them.
pub fn blessing() -> bool {
    env::var("TRIMTAB_BLESS").is_ok_and(|value| value == "1")
}

/// Fails unless `tests/snapshots/NAME` is exactly `found`.
#[track_caller]
pub fn snapshot(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name);
    if blessing() {
        fs::write(&path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    for (place, (old, new)) in expected.lines().zip(found.lines()).enumerate() {
        assert_eq!(old, new, "{} line {} changed; if it is meant: cargo xtask bless", path.display(), place + 1);
    }
    assert_eq!(expected, found, "{} changed; if it is meant: cargo xtask bless", path.display());
}
