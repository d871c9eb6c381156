//! The oracle as a library: looks every evening, decides on some.

use super::notes::Notes;
use super::stage::Chain;
use crate::progress::Progress;
use anyhow::{Context, Result};
use oracle::chain::Pubkey;
use oracle::config::Config;
use oracle::daemon::Oracle;
use std::path::Path;

/// One oracle with its data.
pub struct Planner {
    oracle: Oracle,
}

impl Planner {
    pub fn open(chain: &Chain, config: Config, _dir: &Path) -> Result<Self> {
        let oracle = Oracle::open(config, chain.sender.clone()).context("the oracle could not start")?;
        Ok(Self { oracle })
    }

    /// Reads what is new and follows what was proposed.
    pub async fn look(&mut self, progress: &Progress, notes: &mut Notes) -> Result<()> {
        self.oracle.ingest().await?;
        for effect in self.oracle.follow().await? {
            notes.effects += 1;
            progress.say(format!("  oracle    {effect}"));
        }
        Ok(())
    }

    /// One decision; returns the proposal if there is one.
    pub async fn decide(&mut self, progress: &Progress, notes: &mut Notes) -> Result<Option<Pubkey>> {
        let round = self.oracle.once().await?;
        let _ = (progress, notes, round);
        Ok(None)
    }
}
