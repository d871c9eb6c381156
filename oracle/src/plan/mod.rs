//! From a decision to the arguments of the governor's `propose`.

use serde::{Deserialize, Serialize};

use crate::{hash::Hash, search::EffectForecast, snapshot::Change};

/// Hashes and forecast that travel with a class ai proposal; same fields as the governor's `Provenance`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    pub model_hash: Hash,
    pub code_hash: Hash,
    /// Hash of the snapshot.
    pub data_hash: Hash,
    /// Hash of the objectives.
    pub config_hash: Hash,
    /// Hash of the rationale's text.
    pub rationale_hash: Hash,
    /// RFC 6962 root and size of the decision log, this decision included.
    pub log_root: Hash,
    pub log_len: u64,
    pub slot_from: u64,
    pub slot_to: u64,
    pub forecast: EffectForecast,
    /// Where the record can be read, at most 64 bytes.
    pub uri: String,
}

/// A proposal that only needs an address, a signature and a fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Hash of the decision, the last seed of the proposal's address.
    pub id: Hash,
    pub parent_version: u64,
    pub config_seqno: u64,
    pub moves: Vec<Change>,
    pub provenance: Provenance,
}

use crate::decision::Decision;

/// Bytes of the URI on chain.
pub const URI_BYTES: usize = 64;

/// The decision cannot become a proposal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    #[error("propose decision {0}: it holds")]
    Holds(u64),
    #[error("propose decision {0}: it has no forecast")]
    NoForecast(u64),
    #[error("use the URI `{uri}`: it has {found} bytes, expected at most {URI_BYTES}")]
    UriTooLong { found: usize, uri: String },
}

/// The arguments of `propose` for a decision that is the `log_len`-th record of a log with this root.
pub fn draft(decision: &Decision, log_root: Hash, log_len: u64, uri: &str) -> Result<Draft, DraftError> {
    if !decision.verdict.is_propose() || decision.moves.is_empty() {
        return Err(DraftError::Holds(decision.number));
    }
    let forecast = decision.plan.effect.clone().ok_or(DraftError::NoForecast(decision.number))?;
    if uri.len() > URI_BYTES {
        return Err(DraftError::UriTooLong { found: uri.len(), uri: uri.into() });
    }
    Ok(Draft {
        id: decision.hash(),
        parent_version: decision.policy_version,
        config_seqno: decision.config_seqno,
        moves: decision.moves.clone(),
        provenance: Provenance {
            model_hash: decision.model_hash,
            code_hash: decision.code_hash,
            data_hash: decision.snapshot_hash,
            config_hash: decision.config_hash,
            rationale_hash: rationale_hash(&decision.rationale),
            log_root,
            log_len,
            slot_from: decision.slot_from,
            slot_to: decision.slot_to,
            forecast,
            uri: uri.into(),
        },
    })
}

/// `sha256` of the rationale's UTF-8 bytes.
pub fn rationale_hash(text: &str) -> Hash {
    Hash::of("", &[text.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        decision::{Inputs, decide},
        objectives::Objectives,
        snapshot::example,
    };

    fn proposing() -> Decision {
        let mut objectives = Objectives::default();
        objectives.targets.net_inflation = 0.0;
        objectives.weights.net_inflation = 20.0;
        let snapshot = example::economy(25, 60, 1);
        let decision = decide(&Inputs {
            number: 1,
            parent: Hash::ZERO,
            snapshot: &snapshot,
            before: None,
            objectives: &objectives,
            forced_holds: 0,
            seed: 5,
        });
        assert!(decision.verdict.is_propose(), "{:?}", decision.verdict);
        decision
    }

    #[test]
    fn a_proposal_is_named_after_its_decision_and_carries_its_hashes() {
        let decision = proposing();
        let draft = draft(&decision, Hash::of("root", &[]), 4, "file:decisions.log#1").unwrap();
        assert_eq!(draft.id, decision.hash());
        assert_eq!(draft.moves, decision.moves);
        assert_eq!(draft.provenance.data_hash, decision.snapshot_hash);
        let forecast = &draft.provenance.forecast;
        let metric = economics::score::admit(forecast.metric, forecast.after_end_secs.unsigned_abs()).unwrap();
        assert_eq!(forecast.name, metric.name(), "the chain takes it");
        assert!(draft.provenance.forecast.p10 <= draft.provenance.forecast.p50);
    }

    #[test]
    fn a_hold_and_a_long_uri_make_no_proposal() {
        let mut decision = proposing();
        assert!(matches!(
            draft(&decision, Hash::ZERO, 1, &"x".repeat(65)),
            Err(DraftError::UriTooLong { found: 65, .. })
        ));
        decision.verdict = crate::gate::Verdict::Hold { reasons: vec!["doubt".into()] };
        assert_eq!(draft(&decision, Hash::ZERO, 1, ""), Err(DraftError::Holds(1)));
    }
}
