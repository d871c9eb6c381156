//! A decision onto the chain: one transaction, one address, never twice.
//!
//! The proposal's address follows from the decision's hash, so a second submission finds the first one and changes nothing.

use governor::{
    client::Gate,
    hash::Content,
    state::{Forecast, Move, Proposal, Provenance},
};

use crate::{
    accounts::{self, DecodeError},
    chain::{ChainError, Pubkey, SendError, Sender},
    keys::{Keypair, Signer},
    plan::Draft,
    store::Receipt,
};

/// Class of an oracle's proposals.
const CLASS_AI: u8 = 0;

/// A submission that did not happen, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    #[error("submit decision {decision}: {source}")]
    Send { decision: String, source: SendError },
    #[error(
        "submit decision {decision}: the proposal {proposal} exists with other content; somebody else uses the oracle's key"
    )]
    Conflict { decision: String, proposal: Pubkey },
    #[error(transparent)]
    Chain(#[from] ChainError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

impl SubmitError {
    /// True when the same submission may succeed a little later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Send { source, .. } => source.is_transient(),
            Self::Chain(error) => error.is_transient(),
            Self::Conflict { .. } | Self::Decode(_) => false,
        }
    }

    /// The programs' own error number, when a program refused.
    pub fn custom_code(&self) -> Option<u32> {
        match self {
            Self::Send { source, .. } => source.custom_code(),
            _ => None,
        }
    }
}

/// Proposes `draft`, or finds it proposed already.
pub async fn submit(
    sender: &Sender,
    council: &Pubkey,
    oracle: &Keypair,
    draft: &Draft,
) -> Result<Receipt, SubmitError> {
    let gate = Gate::of(*council);
    let proposal = gate.proposal(&draft.id.0);
    let decision = draft.id.to_string();
    if let Some(found) = existing(sender, &proposal).await? {
        return accept(found, &gate, oracle, draft, proposal);
    }
    let instruction = gate.propose(oracle.pubkey(), draft.id.0, arguments(draft));
    match sender.send(&[instruction], &[oracle]).await {
        Ok(landed) => {
            Ok(Receipt { decision, proposal: proposal.to_string(), signature: landed.signature, slot: landed.slot })
        }
        // It may have landed in a version that we took for lost.
        Err(source) => match existing(sender, &proposal).await? {
            Some(found) => accept(found, &gate, oracle, draft, proposal),
            None => Err(SubmitError::Send { decision, source }),
        },
    }
}

async fn existing(sender: &Sender, proposal: &Pubkey) -> Result<Option<Proposal>, SubmitError> {
    let account = sender.rpc.account(proposal).await?;
    Ok(account
        .filter(|account| account.owner == governor::ID)
        .map(|account| accounts::decode(proposal, Some(&account)))
        .transpose()?)
}

/// The same content by the same key is the same submission.
fn accept(
    found: Proposal,
    gate: &Gate,
    oracle: &Keypair,
    draft: &Draft,
    proposal: Pubkey,
) -> Result<Receipt, SubmitError> {
    let decision = draft.id.to_string();
    let arguments = arguments(draft);
    let content = Content {
        council: &gate.council,
        id: &draft.id.0,
        class: CLASS_AI,
        parent_version: draft.parent_version,
        config_seqno: found.life.config_seqno,
        moves: &arguments.moves,
        payload_hash: &[0; 32],
        provenance: &arguments.provenance,
    };
    if found.proposer != oracle.pubkey() || found.content_hash != content.hash() {
        return Err(SubmitError::Conflict { decision, proposal });
    }
    Ok(Receipt { decision, proposal: proposal.to_string(), signature: String::new(), slot: found.life.created_slot })
}

/// The instruction's arguments, in the program's own types.
pub fn arguments(draft: &Draft) -> governor::Draft {
    let from = &draft.provenance;
    let mut uri = [0; 64];
    let length = from.uri.len().min(uri.len());
    uri[..length].copy_from_slice(&from.uri.as_bytes()[..length]);
    let forecast = Forecast {
        metric: from.forecast.metric,
        _pad: [0; 7],
        horizon_secs: u64::try_from(from.forecast.after_end_secs).unwrap_or(0),
        baseline: from.forecast.baseline,
        p10: from.forecast.p10,
        p50: from.forecast.p50,
        p90: from.forecast.p90,
        p50_without: from.forecast.p50_without,
    };
    governor::Draft {
        class: CLASS_AI,
        parent_version: draft.parent_version,
        moves: draft.moves.iter().map(|change| Move::new(change.param, change.old, change.new)).collect(),
        provenance: Provenance {
            model_hash: from.model_hash.0,
            code_hash: from.code_hash.0,
            data_hash: from.data_hash.0,
            config_hash: from.config_hash.0,
            rationale_hash: from.rationale_hash.0,
            log_root: from.log_root.0,
            log_len: from.log_len,
            slot_from: from.slot_from,
            slot_to: from.slot_to,
            forecast,
            uri,
        },
    }
}

#[cfg(test)]
mod tests;
