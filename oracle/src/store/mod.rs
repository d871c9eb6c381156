//! SQLite: what was observed, decided and measured. Append-mostly, one writer, any number of readers.
//!
//! Every insert is idempotent, so a round that was cut off anywhere can simply run again.
//! WAL with full synchronisation: neither `kill -9` nor a power cut leaves half a transaction.

mod decisions;
mod observations;
mod rows;
mod schema;
mod state;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

pub use decisions::DecisionKey;
pub use rows::*;
pub use schema::SCHEMA_VERSION;

/// A database that cannot be used, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("open database {path}: {source}; check the folder and its permissions")]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error(
        "use database {path}: its schema is version {found}, this program knows up to {known}; use the newer trimtab that wrote it"
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error(
        "use database {path}: it is damaged ({detail}); restore a copy, or move it away and let the oracle read the chain again"
    )]
    Damaged { path: PathBuf, detail: String },
    #[error("use the database: {0}")]
    Sql(#[from] rusqlite::Error),
    #[error("read {what} from the database: {detail}")]
    Content { what: &'static str, detail: String },
}

impl StoreError {
    /// True when the same call may succeed a little later: another process holds the database.
    pub fn is_transient(&self) -> bool {
        let busy = |error: &rusqlite::Error| {
            matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
            )
        };
        match self {
            Self::Sql(error) | Self::Open { source: error, .. } => busy(error),
            Self::Newer { .. } | Self::Damaged { .. } | Self::Content { .. } => false,
        }
    }
}

/// One connection to the database.
pub struct Store {
    connection: Mutex<Connection>,
    path: PathBuf,
}

impl Store {
    /// Opens or creates the database for writing and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            // The next call reports what is wrong with the folder.
            let _ = std::fs::create_dir_all(folder);
        }
        let store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        store.check_intact()?;
        schema::migrate(&mut store.lock(), path)?;
        Ok(store)
    }

    /// Opens an existing database for reading only: pages and commands use this beside the writer.
    pub fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        schema::refuse_newer(&store.lock(), path)?;
        Ok(store)
    }

    /// A second, read-only connection to the same file.
    pub fn reader(&self) -> Result<Self, StoreError> {
        Self::open_reader(&self.path)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connect(path: &Path, mode: OpenFlags) -> Result<Self, StoreError> {
        let fail = |source| StoreError::Open { path: path.into(), source };
        let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fail)?;
        connection.busy_timeout(Duration::from_secs(10)).map_err(fail)?;
        Ok(Self { connection: Mutex::new(connection), path: path.into() })
    }

    fn check_intact(&self) -> Result<(), StoreError> {
        let connection = self.lock();
        let verdict = connection
            .pragma_update(None, "journal_mode", "WAL")
            .and_then(|()| connection.pragma_update(None, "synchronous", "FULL"))
            .and_then(|()| connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)));
        match verdict {
            Ok(text) if text == "ok" => Ok(()),
            Ok(detail) => Err(StoreError::Damaged { path: self.path.clone(), detail }),
            Err(error)
                if matches!(
                    error.sqlite_error_code(),
                    Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt)
                ) =>
            {
                Err(StoreError::Damaged { path: self.path.clone(), detail: error.to_string() })
            }
            Err(source) => Err(StoreError::Open { path: self.path.clone(), source }),
        }
    }

    /// A panic while the lock was held cannot leave half a transaction: SQLite rolls it back.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
