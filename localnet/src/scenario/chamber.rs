//! The council: test keys that follow a script, or people who are asked.

use super::notes::Notes;
use crate::paths;
use crate::progress::Progress;
use crate::time::Time;
use anyhow::{Context, Result};
use oracle::accounts::ProposalFacts;
use oracle::chain::{Pubkey, Sender};
use oracle::config::Economy;
use oracle::governance::Governance;
use oracle::keys::{Keypair, local_key};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Seats that vote in the local genesis.
const MEMBERS: [&str; 3] = ["member-1", "member-2", "member-3"];
/// Holds no seat and no right; executes because anyone may.
const EXECUTOR: &str = "executor-000";

/// Answers proposals and executes what is due.
pub struct Chamber {
    governance: Governance,
    time: Time,
    members: Vec<Keypair>,
    executor: Keypair,
    /// Proposals answered so far.
    answered: u64,
    veto: u64,
    manual: Option<PathBuf>,
}

impl Chamber {
    /// `veto`: which proposal to stop, counted from 1. `manual`: the configuration to name to people, if they vote.
    pub fn open(sender: Sender, economy: &Economy, time: Time, veto: u64, manual: Option<PathBuf>) -> Result<Self> {
        let key = |name: &str| local_key(name).map(|key| key.keypair);
        let members = MEMBERS.iter().map(|name| key(name)).collect::<Result<_, _>>()?;
        let governance = Governance::new(sender, economy.council);
        Ok(Self { governance, time, members, executor: key(EXECUTOR)?, answered: 0, veto, manual })
    }

    /// Votes on a new proposal, or waits until people have.
    pub async fn answer(&mut self, proposal: &Pubkey, progress: &Progress, notes: &mut Notes) -> Result<()> {
        self.answered += 1;
        if let Some(config) = &self.manual {
            return self.ask(proposal, config, progress).await;
        }
        let threshold = usize::from(self.show(proposal).await?.threshold);
        for member in &self.members[..threshold] {
            let landed = self.governance.approve(member, proposal).await.context("a member's approval failed")?;
            notes.landed(&landed);
        }
        let facts = self.show(proposal).await?;
        progress.say(format!(
            "  council   approved proposal {} with {} of {} votes; it waits {}",
            facts.number,
            facts.approvals.len(),
            self.members.len(),
            hours(facts.delay_secs)
        ));
        if self.answered == self.veto {
            self.stop(proposal, &facts, progress, notes).await?;
        }
        Ok(())
    }

    /// Executes every proposal whose delay is over; if one ends within `patience` seconds, waits for it.
    pub async fn execute_due(&self, patience: i64, progress: &Progress, notes: &mut Notes) -> Result<()> {
        for facts in self.governance.list().await?.into_iter().filter(|facts| facts.state == "queued") {
            let now = self.time.now().await?;
            if facts.opens_at > now.unix + patience {
                continue;
            }
            self.time.pass_until(facts.opens_at).await?;
            let address: Pubkey = facts.address.parse().context("an address that is none")?;
            match self.governance.execute(&self.executor, &address).await {
                Ok(landed) => {
                    notes.landed(&landed);
                    progress.say(format!("  anyone    executed proposal {}: {}", facts.number, changes(&facts)));
                }
                Err(error) => progress.say(format!("  anyone    could not execute proposal {}: {error}", facts.number)),
            }
        }
        Ok(())
    }

    /// The needed number of vetoes from the other end of the table.
    async fn stop(
        &self,
        proposal: &Pubkey,
        facts: &ProposalFacts,
        progress: &Progress,
        notes: &mut Notes,
    ) -> Result<()> {
        let needed = usize::from(facts.veto_threshold);
        for member in self.members.iter().rev().take(needed) {
            let landed = self.governance.veto(member, proposal).await.context("a member's veto failed")?;
            notes.landed(&landed);
        }
        let state = self.show(proposal).await?.state;
        progress.say(format!("  council   changed its mind: {needed} vetoes while it waited, proposal {} is {state} (the script wants to show this)", facts.number));
        Ok(())
    }

    /// Tells people what to type and waits for their decision.
    async fn ask(&self, proposal: &Pubkey, config: &Path, progress: &Progress) -> Result<()> {
        let (trimtab, config) = (paths::trimtab(), config.display());
        let facts = self.show(proposal).await?;
        progress.say(format!("proposal {} waits for you: {}", facts.number, changes(&facts)));
        progress.say(format!("  look      {trimtab} gov show {} --config {config}", facts.number));
        for name in &MEMBERS[..usize::from(facts.threshold)] {
            progress
                .say(format!("  approve   {trimtab} gov approve {} --config {config} -k local:{name}", facts.number));
        }
        progress.say(format!(
            "  or stop   {trimtab} gov veto {} --config {config} -k local:member-1   (and local:member-2)",
            facts.number
        ));
        loop {
            let state = self.show(proposal).await?.state;
            if state != "active" {
                progress.say(format!("  council   proposal {} is {state}", facts.number));
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(700)).await;
        }
    }

    async fn show(&self, proposal: &Pubkey) -> Result<ProposalFacts> {
        self.governance.show(proposal).await.context("the proposal cannot be read")
    }
}

/// "emission_rate 80000 → 76000, …".
pub fn changes(facts: &ProposalFacts) -> String {
    let moves = facts.moves.iter().map(|change| format!("{} {} → {}", change.key, change.old, change.new));
    moves.collect::<Vec<_>>().join(", ")
}

fn hours(secs: u64) -> String {
    if secs >= 7_200 { format!("{} h", secs / 3_600) } else { format!("{secs} s") }
}
