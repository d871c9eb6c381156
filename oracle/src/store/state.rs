//! What the chain's accounts say, mirrored: periods, parameter changes, proposals, and small facts.

use rusqlite::{OptionalExtension, params};

use super::{
    ParamChange, PeriodRow, Store, StoreError,
    observations::{as_i64, as_u64},
};
use crate::accounts::{Brakes, Call, ProposalFacts};

/// Key of the brakes among the single values.
const BRAKES: &str = "brakes";
/// The same of the call for people.
const CALL: &str = "call";

impl Store {
    /// Keeps closed periods for ever; the chain's ring holds 64.
    pub fn insert_periods(&self, rows: &[PeriodRow]) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        for row in rows {
            transaction.execute(
                "INSERT INTO periods (ix, start, end, supply, minted, burned, fees, staked, stakers, rewards_paid, treasury)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (ix) DO NOTHING",
                params![
                    as_i64(row.index), row.start, row.end, as_i64(row.supply), as_i64(row.minted), as_i64(row.burned), as_i64(row.fees),
                    as_i64(row.staked), as_i64(row.stakers), as_i64(row.rewards_paid), as_i64(row.treasury)
                ],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Closed periods, oldest first.
    pub fn periods(&self) -> Result<Vec<PeriodRow>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT ix, start, end, supply, minted, burned, fees, staked, stakers, rewards_paid, treasury FROM periods ORDER BY ix")?;
        let rows = statement.query_map([], |row| {
            let number = |at: usize| row.get(at).map(as_u64);
            Ok(PeriodRow {
                index: number(0)?,
                start: row.get(1)?,
                end: row.get(2)?,
                supply: number(3)?,
                minted: number(4)?,
                burned: number(5)?,
                fees: number(6)?,
                staked: number(7)?,
                stakers: number(8)?,
                rewards_paid: number(9)?,
                treasury: number(10)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn insert_param_change(&self, row: &ParamChange) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO params (version, at, key, old, new) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![as_i64(row.version), row.at, row.key, row.old, row.new],
        )?;
        Ok(())
    }

    /// Changes of parameters, oldest first.
    pub fn param_changes(&self) -> Result<Vec<ParamChange>, StoreError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached("SELECT version, at, key, old, new FROM params ORDER BY version, key")?;
        let rows = statement.query_map([], |row| {
            Ok(ParamChange {
                version: as_u64(row.get(0)?),
                at: row.get(1)?,
                key: row.get(2)?,
                old: row.get(3)?,
                new: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Mirrors a proposal as it stands on chain.
    pub fn put_proposal(&self, facts: &ProposalFacts) -> Result<(), StoreError> {
        let json = serde_json::to_string(facts)
            .map_err(|error| StoreError::Content { what: "a proposal", detail: error.to_string() })?;
        self.lock().execute(
            "INSERT INTO proposals (address, number, state, json) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (address) DO UPDATE SET number = excluded.number, state = excluded.state, json = excluded.json",
            params![facts.address, as_i64(facts.number), facts.state, json],
        )?;
        Ok(())
    }

    /// Proposals as last seen, newest first.
    pub fn proposals(&self) -> Result<Vec<ProposalFacts>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT json FROM proposals ORDER BY number DESC")?;
        let texts = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        texts
            .iter()
            .map(|text| {
                serde_json::from_str(text)
                    .map_err(|error| StoreError::Content { what: "a proposal", detail: error.to_string() })
            })
            .collect()
    }

    /// Mirrors the guardian's pause and the alarm.
    pub fn put_brakes(&self, brakes: &Brakes) -> Result<(), StoreError> {
        let json = serde_json::to_string(brakes)
            .map_err(|error| StoreError::Content { what: "the brakes", detail: error.to_string() })?;
        self.set_meta(BRAKES, &json)
    }

    /// Pause and alarm as last seen; none where nobody has looked yet.
    pub fn brakes(&self) -> Result<Brakes, StoreError> {
        let Some(text) = self.meta(BRAKES)? else { return Ok(Brakes::default()) };
        serde_json::from_str(&text)
            .map_err(|error| StoreError::Content { what: "the brakes", detail: error.to_string() })
    }

    /// Keeps what people are asked to look at; nothing when nothing is strange.
    pub fn put_call(&self, call: Option<&Call>) -> Result<(), StoreError> {
        let json = serde_json::to_string(&call)
            .map_err(|error| StoreError::Content { what: "the call for people", detail: error.to_string() })?;
        self.set_meta(CALL, &json)
    }

    /// What people are asked to look at now.
    pub fn call(&self) -> Result<Option<Call>, StoreError> {
        let Some(text) = self.meta(CALL)? else { return Ok(None) };
        serde_json::from_str(&text)
            .map_err(|error| StoreError::Content { what: "the call for people", detail: error.to_string() })
    }

    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.lock().query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?)
    }

    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, value],
        )?;
        Ok(())
    }
}
