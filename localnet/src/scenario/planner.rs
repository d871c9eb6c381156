//! The oracle as a library: looks every evening, decides on some.

use super::notes::Notes;
use super::stage::Chain;
use crate::progress::Progress;
use anyhow::{Context, Result};
use oracle::chain::{Landed, Pubkey};
use oracle::config::Config;
use oracle::daemon::{Oracle, Round};
use oracle::gate::Verdict;
use oracle::store::Effect;

/// One oracle with its data.
pub struct Planner {
    oracle: Oracle,
}

impl Planner {
    pub fn open(chain: &Chain, config: Config) -> Result<Self> {
        let oracle = Oracle::open(config, chain.sender.clone()).context("the oracle could not start")?;
        Ok(Self { oracle })
    }

    pub fn oracle(&self) -> &Oracle {
        &self.oracle
    }

    /// Reads what is new and follows what was proposed.
    pub async fn look(&mut self, progress: &Progress) -> Result<()> {
        self.oracle.ingest().await?;
        tell_effects(&self.oracle.follow().await?, progress);
        Ok(())
    }

    /// One decision; returns the proposal if there is one.
    pub async fn decide(&mut self, progress: &Progress, notes: &mut Notes) -> Result<Option<Pubkey>> {
        let round = self.oracle.once().await?;
        tell_effects(&round.effects, progress);
        progress.say(decision_line(&round));
        if let Some(error) = &round.submit_error {
            progress.say(format!("  oracle    could not submit: {error}"));
        }
        let Some(receipt) = round.receipt else { return Ok(None) };
        notes.landed(&Landed { signature: receipt.signature, slot: receipt.slot });
        Ok(Some(receipt.proposal.parse().context("a receipt without address")?))
    }
}

fn decision_line(round: &Round) -> String {
    let decision = &round.decision;
    match &decision.verdict {
        Verdict::Propose => {
            let moves = decision.moves.iter().map(|change| format!("{} {} → {}", change.key, change.old, change.new));
            format!("  oracle    decision {} proposes {}", decision.number, moves.collect::<Vec<_>>().join(", "))
        }
        Verdict::Hold { reasons } => format!("  oracle    decision {} holds: {}", decision.number, brief(reasons)),
    }
}

/// The first two reasons; the dashboard has them all.
fn brief(reasons: &[String]) -> String {
    let shown = reasons.iter().take(2).cloned().collect::<Vec<_>>().join("; ");
    match reasons.len() {
        0..=2 => shown,
        all => format!("{shown}; and {} more", all - 2),
    }
}

/// Only what was measured and was once proposed; the rest is in the database.
fn tell_effects(effects: &[Effect], progress: &Progress) {
    for effect in effects.iter().filter(|effect| effect.proposal.is_some()) {
        progress.say(format!("  effect    {effect}"));
    }
}
