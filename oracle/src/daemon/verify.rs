//! The decision log against itself and against what proposals carried onto the chain.

use std::path::Path;

use governor::state::Proposal;

use super::{OracleError, open_reader};
use crate::{
    accounts::{self, kind_filter},
    audit::{self, Log, Report},
    chain::{Pubkey, Rpc},
    config::Economy,
    hash::Hash,
};

/// What was compared, and with what result.
#[derive(Clone, Debug)]
pub struct Verified {
    pub report: Report,
    /// Roots that proposals carry: read from the chain, or from the database's copy of it.
    pub from_chain: bool,
    pub compared: usize,
    /// The first that does not match.
    pub mismatch: Option<Mismatch>,
}

/// A proposal whose root is not that of our log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    pub proposal: String,
    pub log_len: u64,
    pub on_chain: Hash,
    /// `None`: our log is shorter than the proposal says.
    pub ours: Option<Hash>,
}

/// A log's root as a proposal carries it.
struct Carried {
    proposal: String,
    log_len: u64,
    root: Hash,
}

/// Recomputes hash chain, inputs and Merkle root, and compares the roots of every proposal by this oracle.
///
/// Without the oracle's address every proposal of an oracle counts: right where the council has one oracle.
pub async fn verify(
    data_dir: &Path,
    chain: Option<(&Rpc, &Economy, Option<&Pubkey>)>,
) -> Result<Verified, OracleError> {
    let report = audit::verify(data_dir)?;
    let log = Log::open(data_dir)?;
    let carried = match chain {
        Some((rpc, economy, oracle)) => from_chain(rpc, economy, oracle).await?,
        None => from_database(data_dir)?,
    };
    let ours = |carried: &Carried| log.merkle_root_of(carried.log_len);
    let wrong = carried.iter().find(|carried| ours(carried) != Some(carried.root));
    let mismatch = wrong.map(|carried| Mismatch {
        proposal: carried.proposal.clone(),
        log_len: carried.log_len,
        on_chain: carried.root,
        ours: ours(carried),
    });
    Ok(Verified { report, from_chain: chain.is_some(), compared: carried.len(), mismatch })
}

async fn from_chain(rpc: &Rpc, economy: &Economy, oracle: Option<&Pubkey>) -> Result<Vec<Carried>, OracleError> {
    let mut of_oracle = vec![kind_filter::<Proposal>(), (8, economy.council.to_bytes().to_vec())];
    of_oracle.extend(oracle.map(|key| (40, key.to_bytes().to_vec())));
    let found = rpc.program_accounts(&governor::ID, &of_oracle).await?;
    let read = |(address, account): &(Pubkey, crate::chain::Account)| {
        let proposal: Proposal = accounts::decode(address, Some(account)).map_err(crate::ingest::IngestError::from)?;
        Ok(Carried {
            proposal: address.to_string(),
            log_len: proposal.provenance.log_len,
            root: Hash(proposal.provenance.log_root),
        })
    };
    found
        .iter()
        .map(read)
        .filter(|carried: &Result<Carried, OracleError>| carried.as_ref().map_or(true, |carried| carried.log_len > 0))
        .collect()
}

fn from_database(data_dir: &Path) -> Result<Vec<Carried>, OracleError> {
    if !data_dir.join(super::DATABASE).exists() {
        return Ok(vec![]);
    }
    let proposals = open_reader(data_dir)?.proposals()?;
    let carried = |facts: crate::accounts::ProposalFacts| {
        let from = facts.provenance.filter(|from| facts.by_oracle && from.log_len > 0)?;
        Some(Carried { proposal: facts.address, log_len: from.log_len, root: from.log_root.parse().ok()? })
    };
    Ok(proposals.into_iter().filter_map(carried).collect())
}
