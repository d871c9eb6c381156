//! The schema and its versions.

use std::path::Path;

use rusqlite::Connection;

use super::StoreError;

/// Version that this program writes.
pub const SCHEMA_VERSION: i64 = 1;

/// Step `n` brings version `n` to `n + 1`; steps are never edited, only added.
const STEPS: [&str; 1] = ["
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE transactions (signature TEXT PRIMARY KEY, slot INTEGER NOT NULL, finalized INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX transactions_provisional ON transactions (slot) WHERE finalized = 0;
    CREATE TABLE observations (
        slot INTEGER NOT NULL, signature TEXT NOT NULL, ix INTEGER NOT NULL, unix INTEGER NOT NULL, source TEXT NOT NULL,
        kind TEXT NOT NULL, payload TEXT NOT NULL, finalized INTEGER NOT NULL, PRIMARY KEY (source, signature, ix)) STRICT;
    CREATE INDEX observations_kind ON observations (kind, slot);
    CREATE INDEX observations_slot ON observations (slot);
    CREATE INDEX observations_signature ON observations (signature);
    CREATE TABLE cursors (source TEXT PRIMARY KEY, slot INTEGER NOT NULL, signature TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE market (
        observed_at INTEGER NOT NULL, source TEXT NOT NULL, price_micro INTEGER NOT NULL, volume INTEGER NOT NULL,
        liquidity INTEGER NOT NULL, PRIMARY KEY (source, observed_at)) STRICT;
    CREATE TABLE snapshots (hash TEXT PRIMARY KEY, at INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE decisions (
        number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, at INTEGER NOT NULL, verdict TEXT NOT NULL,
        bytes BLOB NOT NULL, json TEXT NOT NULL) STRICT;
    CREATE TABLE receipts (decision TEXT PRIMARY KEY, proposal TEXT NOT NULL, signature TEXT NOT NULL, slot INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE effects (decision TEXT PRIMARY KEY, outcome TEXT NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
    CREATE TABLE periods (
        ix INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL, supply INTEGER NOT NULL, minted INTEGER NOT NULL,
        burned INTEGER NOT NULL, fees INTEGER NOT NULL, staked INTEGER NOT NULL, stakers INTEGER NOT NULL,
        rewards_paid INTEGER NOT NULL, treasury INTEGER NOT NULL) STRICT;
    CREATE TABLE params (
        version INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, old INTEGER NOT NULL, new INTEGER NOT NULL,
        PRIMARY KEY (version, key)) STRICT;
    CREATE TABLE proposals (address TEXT PRIMARY KEY, number INTEGER NOT NULL, state TEXT NOT NULL, json TEXT NOT NULL) STRICT;
"];

/// Applies the missing steps, each in a transaction of its own.
pub fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let found = refuse_newer(connection, path)?;
    for (step, sql) in STEPS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", step as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// The schema's version, unless it is newer than this program.
pub fn refuse_newer(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > SCHEMA_VERSION {
        return Err(StoreError::Newer { path: path.into(), found, known: SCHEMA_VERSION });
    }
    Ok(found)
}
