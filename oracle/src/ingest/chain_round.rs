//! Transactions of the watched addresses.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::PoisonError,
};

use futures_util::{StreamExt, TryStreamExt, stream};

use super::{Ingest, IngestError, payload, transfers};
use crate::{
    accounts::{read_events, read_pools},
    chain::{Commitment, Pubkey, SignatureInfo, TransactionRecord},
    store::{Cursor, Observation},
};

/// Signatures asked for per page; no node gives more.
const PAGE: usize = 1000;

/// Transactions fetched at the same time.
const CONCURRENT: usize = 16;

/// What a round did with transactions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChainReport {
    /// Transactions recorded for the first time.
    pub new: usize,
    pub promoted: usize,
    pub rolled_back: usize,
    /// Transactions whose log the node had cut off; their events may be missing.
    pub truncated: usize,
}

impl Ingest {
    /// Reads what is new, then settles what became final.
    pub async fn chain_round(&self) -> Result<ChainReport, IngestError> {
        // Taken first: everything final up to here is listed by the calls that follow.
        let final_slot = self.rpc.slot(Commitment::Finalized).await?;
        let mut listed: BTreeMap<String, SignatureInfo> = BTreeMap::new();
        let mut cursors = Vec::new();
        for (name, address) in self.sources(&self.known_pools().await?) {
            let cursor = self.store.cursor(&name)?;
            let rows = self.list(&address, cursor.as_ref()).await?;
            let newest_final = rows.iter().find(|row| row.finalized && row.slot <= final_slot);
            cursors.extend(newest_final.map(|row| (name, Cursor { slot: row.slot, signature: row.signature.clone() })));
            for row in rows {
                listed.entry(row.signature.clone()).and_modify(|known| known.finalized |= row.finalized).or_insert(row);
            }
        }
        let mut report = self.record(&listed).await?;
        (report.promoted, report.rolled_back) = self.settle(&listed, final_slot).await?;
        // Cursors move last: a round that dies before this line is repeated, and changes nothing the second time.
        cursors.iter().try_for_each(|(name, cursor)| self.store.set_cursor(name, cursor))?;
        Ok(report)
    }

    /// The economy's staking pools as last found.
    async fn known_pools(&self) -> Result<Vec<Pubkey>, IngestError> {
        let known = self.pools.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if known.is_empty() { self.find_pools().await } else { Ok(known) }
    }

    /// Looks for the economy's staking pools; the standard one is always among them.
    async fn find_pools(&self) -> Result<Vec<Pubkey>, IngestError> {
        let found = read_pools(&self.rpc, &self.economy.policy, &self.economy.mint).await?;
        let further = found.into_iter().map(|it| it.address).filter(|address| *address != self.economy.pool);
        let pools: Vec<Pubkey> = std::iter::once(self.economy.pool).chain(further).collect();
        self.pools.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&pools);
        Ok(pools)
    }

    /// Addresses to read, with the names of their cursors.
    fn sources(&self, pools: &[Pubkey]) -> Vec<(String, Pubkey)> {
        let further = pools.iter().filter(|address| **address != self.economy.pool);
        let always = self.watched().into_iter().map(|(name, address)| (name.to_owned(), address));
        always.chain(further.map(|address| (format!("pool {address}"), *address))).collect()
    }

    /// Every signature newer than the cursor, newest first.
    async fn list(&self, address: &Pubkey, cursor: Option<&Cursor>) -> Result<Vec<SignatureInfo>, IngestError> {
        let until = cursor.map(|cursor| cursor.signature.as_str());
        let mut rows: Vec<SignatureInfo> = Vec::new();
        loop {
            let before = rows.last().map(|row| row.signature.clone());
            let page = self.rpc.signatures(address, before.as_deref(), until, PAGE, Commitment::Confirmed).await?;
            // Only an empty page is the end: nodes give fewer rows than asked. One that ignores `before` would never end.
            let fresh = page.first().is_some_and(|row| rows.iter().all(|known| known.signature != row.signature));
            if !fresh {
                return Ok(rows);
            }
            rows.extend(page);
        }
    }

    /// Fetches and records what the store does not have, oldest first.
    async fn record(&self, listed: &BTreeMap<String, SignatureInfo>) -> Result<ChainReport, IngestError> {
        let mut missing = Vec::new();
        for row in listed.values() {
            if !self.store.has_transaction(&row.signature)? {
                missing.push(row.clone());
            }
        }
        missing.sort_by_key(|row| row.slot);
        // Looked for again where something happened: a pool that was just opened is known before its events are read.
        let pools = &if missing.is_empty() { self.known_pools().await? } else { self.find_pools().await? };
        let mut report = ChainReport::default();
        let fetches = missing.into_iter().map(|row| async move { self.fetch(&row).await.map(|record| (row, record)) });
        let mut fetched = stream::iter(fetches).buffered(CONCURRENT);
        while let Some((row, record)) = fetched.try_next().await? {
            let complete = self.store_record(&row, record.as_ref(), pools)?;
            report.new += 1;
            report.truncated += usize::from(!complete);
        }
        Ok(report)
    }

    /// `None` for a transaction that failed: nothing happened in it.
    async fn fetch(&self, row: &SignatureInfo) -> Result<Option<TransactionRecord>, IngestError> {
        if row.failed {
            return Ok(None);
        }
        let record = self.rpc.transaction(&row.signature, Commitment::Confirmed).await?;
        let record = record.ok_or_else(|| IngestError::Missing { signature: row.signature.clone() })?;
        Ok(Some(record).filter(|record| record.err.is_none()))
    }

    /// Records events and transfers; whether the log was complete.
    fn store_record(
        &self,
        row: &SignatureInfo,
        record: Option<&TransactionRecord>,
        pools: &[Pubkey],
    ) -> Result<bool, IngestError> {
        let Some(record) = record else {
            self.store.insert_transaction(&row.signature, row.slot, row.finalized, &[])?;
            return Ok(true);
        };
        let (events, complete) = read_events(&record.logs);
        let mut observations: Vec<Observation> =
            events.iter().filter_map(|logged| payload::observation(logged, &self.economy, pools, record)).collect();
        // Programs tell the chain's clock; a transaction without events of ours has the block's time only.
        let unix = observations.first().map_or(record.block_time.unwrap_or(0), |row| row.unix);
        observations.extend(transfers::observations(record, &self.economy.mint, unix));
        observations.iter_mut().for_each(|observation| observation.finalized = row.finalized);
        self.store.insert_transaction(&row.signature, record.slot, row.finalized, &observations)?;
        Ok(complete)
    }

    /// Promotes what became final and forgets what finality passed by.
    async fn settle(
        &self,
        listed: &BTreeMap<String, SignatureInfo>,
        final_slot: u64,
    ) -> Result<(usize, usize), IngestError> {
        let provisional = self.store.provisional_up_to(final_slot)?;
        let (mut promoted, unknown): (Vec<String>, Vec<String>) =
            provisional.into_iter().partition(|signature| listed.get(signature).is_some_and(|row| row.finalized));
        // Not listed any more, or listed without finality: the node's history decides.
        let statuses = if unknown.is_empty() { vec![] } else { self.rpc.signature_statuses(&unknown, true).await? };
        let mut dropped = BTreeSet::new();
        for (signature, status) in unknown.into_iter().zip(statuses) {
            match status {
                Some(status) if status.reached == Commitment::Finalized => promoted.push(signature),
                Some(_) => {}
                None => {
                    dropped.insert(signature);
                }
            }
        }
        self.store.promote(&promoted)?;
        let dropped: Vec<String> = dropped.into_iter().collect();
        self.store.roll_back(&dropped)?;
        Ok((promoted.len(), dropped.len()))
    }
}
