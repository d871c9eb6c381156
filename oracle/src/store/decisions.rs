//! Snapshots, decisions, receipts and effects.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    DecisionRow, Effect, Receipt, Store, StoreError,
    observations::{as_i64, as_u64},
};

/// How a person names a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionKey {
    Number(u64),
    /// The hash or its first digits, hex.
    Hash(String),
}

impl std::str::FromStr for DecisionKey {
    type Err = String;

    /// Up to five decimal digits are a number; anything longer is a hash.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() <= 5
            && let Ok(number) = text.parse()
        {
            return Ok(Self::Number(number));
        }
        let hex = text.len() >= 6 && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| Self::Hash(text.to_lowercase()))
            .ok_or_else(|| format!("found {text:?}, expected a decision's number or at least six digits of its hash"))
    }
}

const DECISION_COLUMNS: &str = "number, hash, parent, at, verdict, bytes, json";

impl Store {
    pub fn insert_snapshot(&self, hash: &str, at: i64, bytes: &[u8]) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO snapshots (hash, at, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![hash, at, bytes],
        )?;
        Ok(())
    }

    pub fn snapshot(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.lock().query_row("SELECT bytes FROM snapshots WHERE hash = ?1", [hash], |row| row.get(0)).optional()?)
    }

    pub fn insert_decision(&self, row: &DecisionRow) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO decisions (number, hash, parent, at, verdict, bytes, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (hash) DO NOTHING",
            params![as_i64(row.number), row.hash, row.parent, row.at, row.verdict, row.bytes, row.json],
        )?;
        Ok(())
    }

    /// Decisions, oldest first.
    pub fn decisions(&self) -> Result<Vec<DecisionRow>, StoreError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached(&format!("SELECT {DECISION_COLUMNS} FROM decisions ORDER BY number"))?;
        let rows = statement.query_map([], decision)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn decision(&self, key: &DecisionKey) -> Result<Option<DecisionRow>, StoreError> {
        let connection = self.lock();
        let found = match key {
            DecisionKey::Number(number) => connection.query_row(
                &format!("SELECT {DECISION_COLUMNS} FROM decisions WHERE number = ?1"),
                [as_i64(*number)],
                decision,
            ),
            DecisionKey::Hash(start) => connection.query_row(
                &format!("SELECT {DECISION_COLUMNS} FROM decisions WHERE substr(hash, 1, length(?1)) = ?1"),
                [start],
                decision,
            ),
        };
        Ok(found.optional()?)
    }

    pub fn insert_receipt(&self, receipt: &Receipt) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO receipts (decision, proposal, signature, slot) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            params![receipt.decision, receipt.proposal, receipt.signature, as_i64(receipt.slot)],
        )?;
        Ok(())
    }

    pub fn receipts(&self) -> Result<Vec<Receipt>, StoreError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached("SELECT decision, proposal, signature, slot FROM receipts ORDER BY slot")?;
        let rows = statement.query_map([], |row| {
            Ok(Receipt {
                decision: row.get(0)?,
                proposal: row.get(1)?,
                signature: row.get(2)?,
                slot: as_u64(row.get(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Records what became of a decision; a later measurement replaces the row.
    pub fn put_effect(&self, effect: &Effect) -> Result<(), StoreError> {
        let json = serde_json::to_string(effect)
            .map_err(|error| StoreError::Content { what: "an effect", detail: error.to_string() })?;
        self.lock().execute(
            "INSERT INTO effects (decision, outcome, at, json) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (decision) DO UPDATE SET outcome = excluded.outcome, at = excluded.at, json = excluded.json",
            params![effect.decision, effect.outcome, effect.at, json],
        )?;
        Ok(())
    }

    /// Effects, oldest first.
    pub fn effects(&self) -> Result<Vec<Effect>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT json FROM effects ORDER BY at, decision")?;
        let texts = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        texts
            .iter()
            .map(|text| {
                serde_json::from_str(text)
                    .map_err(|error| StoreError::Content { what: "an effect", detail: error.to_string() })
            })
            .collect()
    }
}

fn decision(row: &Row) -> rusqlite::Result<DecisionRow> {
    Ok(DecisionRow {
        number: as_u64(row.get(0)?),
        hash: row.get(1)?,
        parent: row.get(2)?,
        at: row.get(3)?,
        verdict: row.get(4)?,
        bytes: row.get(5)?,
        json: row.get(6)?,
    })
}
