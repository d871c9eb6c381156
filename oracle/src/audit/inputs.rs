//! What decisions were made from, each in a file named by its hash.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use super::AuditError;
use crate::{
    decision::Decision,
    hash::{Hash, canonical},
    objectives::Objectives,
    snapshot::Snapshot,
};

pub(super) fn snapshot_path(dir: &Path, hash: Hash) -> PathBuf {
    dir.join("snapshots").join(format!("{hash}.borsh"))
}

pub(super) fn objectives_path(dir: &Path, hash: Hash) -> PathBuf {
    dir.join("objectives").join(format!("{hash}.toml"))
}

/// Writes both inputs of a decision, durably, before its record is written.
pub(super) fn save(dir: &Path, snapshot: &Snapshot, objectives: &Objectives) -> Result<(), AuditError> {
    let text = toml::to_string(objectives).expect("objectives are tables of numbers and text");
    put(&snapshot_path(dir, snapshot.hash()), &canonical(snapshot))?;
    put(&objectives_path(dir, objectives.hash()), text.as_bytes())
}

/// Reads a record's snapshot and checks that it is what the record names.
pub(super) fn load_snapshot(dir: &Path, decision: &Decision) -> Result<Snapshot, AuditError> {
    let path = snapshot_path(dir, decision.snapshot_hash);
    let snapshot: Option<Snapshot> = borsh::from_slice(&get(&path)?).ok();
    let snapshot = snapshot.filter(|found| found.hash() == decision.snapshot_hash);
    snapshot.ok_or(AuditError::Input { number: decision.number, what: "snapshot", path })
}

/// Reads both inputs and checks that they are what the record names.
pub(super) fn load(dir: &Path, decision: &Decision) -> Result<(Snapshot, Objectives), AuditError> {
    let number = decision.number;
    let snapshot = load_snapshot(dir, decision)?;
    let path = objectives_path(dir, decision.config_hash);
    let text = String::from_utf8(get(&path)?).unwrap_or_default();
    let objectives = Objectives::parse(&text).ok().filter(|found| found.hash() == decision.config_hash);
    let objectives = objectives.ok_or(AuditError::Input { number, what: "objectives", path })?;
    Ok((snapshot, objectives))
}

/// Write beside, sync, rename, sync the folder: after a crash the file is whole or absent.
fn put(path: &Path, bytes: &[u8]) -> Result<(), AuditError> {
    if path.exists() {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let partial = path.with_extension("partial");
    let written = fs::create_dir_all(folder)
        .and_then(|()| File::create(&partial))
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&partial, path))
        .and_then(|()| sync_folder(folder));
    written.map_err(|source| AuditError::Io { path: path.into(), source })
}

/// Makes a new name in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(super) fn get(path: &Path) -> Result<Vec<u8>, AuditError> {
    fs::read(path).map_err(|source| AuditError::Io { path: path.into(), source })
}
