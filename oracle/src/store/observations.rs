//! Transactions, what was observed in them, and how far each address was read.

use rusqlite::{OptionalExtension, Row, params};

use super::{Counts, Cursor, MarketRow, Observation, Store, StoreError};

impl Store {
    /// Records a transaction with everything observed in it; a second time changes nothing, except that finality is kept.
    pub fn insert_transaction(
        &self,
        signature: &str,
        slot: u64,
        finalized: bool,
        observations: &[Observation],
    ) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT INTO transactions (signature, slot, finalized) VALUES (?1, ?2, ?3)
             ON CONFLICT (signature) DO UPDATE SET finalized = max(finalized, excluded.finalized)",
            params![signature, as_i64(slot), finalized],
        )?;
        for row in observations {
            transaction.execute(
                "INSERT INTO observations (slot, signature, ix, unix, source, kind, payload, finalized) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (source, signature, ix) DO UPDATE SET finalized = max(finalized, excluded.finalized)",
                params![as_i64(row.slot), row.signature, row.index, row.unix, row.source, row.kind, row.payload.to_string(), row.finalized],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Whether the transaction was recorded before.
    pub fn has_transaction(&self, signature: &str) -> Result<bool, StoreError> {
        Ok(self.lock().query_row(
            "SELECT EXISTS (SELECT 1 FROM transactions WHERE signature = ?1)",
            [signature],
            |row| row.get(0),
        )?)
    }

    /// Marks transactions as final.
    pub fn promote(&self, signatures: &[String]) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        for signature in signatures {
            transaction.execute("UPDATE transactions SET finalized = 1 WHERE signature = ?1", [signature])?;
            transaction.execute("UPDATE observations SET finalized = 1 WHERE signature = ?1", [signature])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Provisional transactions up to `slot`, oldest first.
    pub fn provisional_up_to(&self, slot: u64) -> Result<Vec<String>, StoreError> {
        let connection = self.lock();
        let mut statement = connection
            .prepare("SELECT signature FROM transactions WHERE finalized = 0 AND slot <= ?1 ORDER BY slot")?;
        let rows = statement.query_map([as_i64(slot)], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets transactions that the chain dropped, with everything observed in them.
    pub fn roll_back(&self, signatures: &[String]) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        for signature in signatures {
            transaction.execute("DELETE FROM observations WHERE signature = ?1 AND finalized = 0", [signature])?;
            transaction.execute("DELETE FROM transactions WHERE signature = ?1 AND finalized = 0", [signature])?;
        }
        transaction.commit()?;
        Ok(())
    }

    pub fn cursor(&self, source: &str) -> Result<Option<Cursor>, StoreError> {
        let read = |row: &Row| Ok(Cursor { slot: as_u64(row.get(0)?), signature: row.get(1)? });
        Ok(self.lock().query_row("SELECT slot, signature FROM cursors WHERE source = ?1", [source], read).optional()?)
    }

    /// Moves a cursor forward; it never moves back.
    pub fn set_cursor(&self, source: &str, cursor: &Cursor) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO cursors (source, slot, signature) VALUES (?1, ?2, ?3)
             ON CONFLICT (source) DO UPDATE SET slot = excluded.slot, signature = excluded.signature WHERE excluded.slot >= slot",
            params![source, as_i64(cursor.slot), cursor.signature],
        )?;
        Ok(())
    }

    /// Every observation since `unix`, oldest first.
    pub fn observations_since(&self, unix: i64) -> Result<Vec<Observation>, StoreError> {
        self.select_observations("unix >= ?1 ORDER BY slot, signature, source, ix", params![unix])
    }

    /// Observations of one kind, oldest first.
    pub fn observations_of(&self, kind: &str) -> Result<Vec<Observation>, StoreError> {
        self.select_observations("kind = ?1 ORDER BY slot, signature, source, ix", params![kind])
    }

    /// The newest `limit` observations, newest first.
    pub fn latest_observations(&self, limit: u32) -> Result<Vec<Observation>, StoreError> {
        self.select_observations("1 ORDER BY slot DESC, signature, source, ix DESC LIMIT ?1", params![limit])
    }

    fn select_observations(&self, tail: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Observation>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT slot, signature, ix, unix, source, kind, payload, finalized FROM observations WHERE {tail}"
        ))?;
        let rows = statement.query_map(values, |row| {
            let payload: String = row.get(6)?;
            let payload = serde_json::from_str(&payload).unwrap_or(serde_json::Value::Null);
            Ok(Observation {
                slot: as_u64(row.get(0)?),
                signature: row.get(1)?,
                index: row.get(2)?,
                unix: row.get(3)?,
                source: row.get(4)?,
                kind: row.get(5)?,
                payload,
                finalized: row.get(7)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Records a market point; the same source and second a second time changes nothing.
    pub fn insert_market(&self, row: &MarketRow) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO market (observed_at, source, price_micro, volume, liquidity) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![row.observed_at, row.source, row.price_micro, as_i64(row.volume), as_i64(row.liquidity)],
        )?;
        Ok(())
    }

    /// Market points since `unix`, oldest first.
    pub fn market_since(&self, unix: i64) -> Result<Vec<MarketRow>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT observed_at, source, price_micro, volume, liquidity FROM market WHERE observed_at >= ?1 ORDER BY observed_at, source")?;
        let rows = statement.query_map([unix], |row| {
            Ok(MarketRow {
                observed_at: row.get(0)?,
                source: row.get(1)?,
                price_micro: row.get(2)?,
                volume: as_u64(row.get(3)?),
                liquidity: as_u64(row.get(4)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn counts(&self) -> Result<Counts, StoreError> {
        let connection = self.lock();
        let count = |table: &str| {
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).map(as_u64)
        };
        Ok(Counts {
            transactions: count("transactions")?,
            observations: count("observations")?,
            provisional: count("observations WHERE finalized = 0")?,
            market: count("market")?,
            decisions: count("decisions")?,
            receipts: count("receipts")?,
            effects: count("effects")?,
        })
    }
}

/// SQLite's integers are signed; the bits are kept.
pub(super) fn as_i64(value: u64) -> i64 {
    value.cast_signed()
}

pub(super) fn as_u64(value: i64) -> u64 {
    value.cast_unsigned()
}
