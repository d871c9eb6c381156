//! One oracle per data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

use super::OracleError;

/// Holds the folder until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    pub fn take(folder: &Path) -> Result<Self, OracleError> {
        let fail = |source| OracleError::Folder { path: folder.into(), source };
        std::fs::create_dir_all(folder).map_err(fail)?;
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock")).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OracleError::Locked { path: folder.into() }),
            Err(TryLockError::Error(source)) => Err(fail(source)),
        }
    }
}
