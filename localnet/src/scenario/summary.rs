//! `summary.json`: what the chain and the log say after the last day.

use super::notes::Notes;
use anyhow::{Context, Result};
use oracle::accounts::{self, MintState, ProposalFacts, text};
use oracle::audit;
use oracle::chain::Sender;
use oracle::config::Economy;
use oracle::daemon;
use oracle::governance::Governance;
use oracle::keys::{Signer, local_key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Values of all parameters by key.
pub type Values = BTreeMap<String, i64>;

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub days: u64,
    /// Transactions that landed and succeeded, setting up included.
    pub transactions: u64,
    pub proposals: Counts,
    pub parameters: Parameters,
    /// Base units.
    pub supply: u64,
    /// Minted by emission, base units; the genesis supply is not in it.
    pub minted: u64,
    pub burned: u64,
    pub staked: u64,
    /// Every record of the log hashes to its name, and each names the one before.
    pub decisions_verified: bool,
    /// The log roots in all proposals on chain are those of this log.
    pub chain_root_matches: bool,
    pub decisions: u64,
    /// Proposals that went all the way: executed, and their effect measured at the horizon.
    pub cycles: u64,
    /// Why the oracle held back, by how often.
    pub hold_reasons: BTreeMap<String, u64>,
    /// Refused transactions by reason.
    pub refused: BTreeMap<String, u64>,
    /// Seconds per phase.
    pub seconds: BTreeMap<String, f64>,
}

/// How the oracle's proposals ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub proposed: u64,
    pub executed: u64,
    /// Vetoed while waiting, or rejected while being voted on.
    pub vetoed: u64,
    /// Decisions that the oracle's own gate held back.
    pub held: u64,
    pub expired: u64,
    pub open: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    pub before: Values,
    pub after: Values,
}

/// Every parameter's value now.
pub async fn values(sender: &Sender, economy: &Economy) -> Result<Values> {
    let policy = Governance::new(sender.clone(), economy.council).policy().await?;
    let params = policy.params.iter().take(usize::from(policy.params_len));
    Ok(params.map(|param| (text(&param.key), param.value)).collect())
}

/// Reads everything anew from the chain and from the log in `dir`.
pub async fn read(
    sender: &Sender,
    economy: &Economy,
    dir: &Path,
    days: u64,
    before: Values,
    notes: &Notes,
) -> Result<Summary> {
    let governance = Governance::new(sender.clone(), economy.council);
    let proposals: Vec<ProposalFacts> = governance.list().await?.into_iter().filter(|facts| facts.by_oracle).collect();
    let found = sender.rpc.accounts(&[economy.mint, economy.issuer]).await?;
    let mint = MintState::decode(&economy.mint, found[0].as_ref())?;
    let issuer: issuer::state::Issuer = accounts::decode(&economy.issuer, found[1].as_ref())?;
    let pools = accounts::read_pools(&sender.rpc, &economy.policy, &economy.mint).await?;
    let pools = pools.iter().filter(|it| it.stakes_what_it_pays());
    let oracle = local_key("oracle")?.keypair.pubkey();
    let log = audit::Log::open(dir).context("the decision log cannot be read")?;
    let verified = daemon::verify(dir, Some((&sender.rpc, economy, Some(&oracle)))).await;
    let (held, hold_reasons) = holds(&log);
    Ok(Summary {
        days,
        transactions: notes.transactions,
        proposals: Counts { held, ..count(&proposals) },
        parameters: Parameters { before, after: values(sender, economy).await? },
        supply: mint.supply,
        minted: issuer.ledger.gauge_minted.iter().sum(),
        burned: issuer.ledger.burned,
        staked: pools.map(|it| it.pool.state.totals.staked).sum(),
        decisions_verified: verified.is_ok(),
        chain_root_matches: verified.is_ok_and(|verified| verified.compared > 0 && verified.mismatch.is_none()),
        decisions: log.records().len() as u64,
        cycles: cycles(dir)?,
        hold_reasons,
        refused: notes.refused.clone(),
        seconds: notes
            .phases
            .iter()
            .map(|(phase, time)| (phase.to_string(), (time.as_secs_f64() * 10.0).round() / 10.0))
            .collect(),
    })
}

fn count(proposals: &[ProposalFacts]) -> Counts {
    let state = |names: &[&str]| proposals.iter().filter(|facts| names.contains(&facts.state.as_str())).count() as u64;
    Counts {
        proposed: proposals.len() as u64,
        executed: state(&["executed"]),
        vetoed: state(&["vetoed", "rejected"]),
        held: 0,
        expired: state(&["expired", "stale", "cancelled"]),
        open: state(&["active", "queued"]),
    }
}

fn cycles(dir: &Path) -> Result<u64> {
    let effects = daemon::open_reader(dir)?.effects()?;
    Ok(effects.iter().filter(|effect| effect.outcome == "executed" && effect.measured.is_some()).count() as u64)
}

/// Decisions held back, and the checks that failed in them by how often.
fn holds(log: &audit::Log) -> (u64, BTreeMap<String, u64>) {
    let held: Vec<_> = log.records().iter().filter(|record| !record.verdict.is_propose()).collect();
    let mut reasons = BTreeMap::new();
    for check in held.iter().flat_map(|record| &record.checks).filter(|check| !check.passed) {
        *reasons.entry(check.name.clone()).or_default() += 1;
    }
    (held.len() as u64, reasons)
}
