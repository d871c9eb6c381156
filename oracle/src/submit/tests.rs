use std::sync::{Arc, Mutex};

use anchor_lang::Discriminator;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use bytemuck::Zeroable;
use serde_json::{Value, json};

use super::*;
use crate::{
    chain::testnode::{node, ok},
    hash::Hash,
    keys::local_key,
    plan::Provenance as DraftProvenance,
    search::EffectForecast,
    snapshot::Change,
};

const COUNCIL: Pubkey = Pubkey::new_from_array([3; 32]);

fn draft() -> Draft {
    Draft {
        id: Hash([7; 32]),
        parent_version: 4,
        config_seqno: 1,
        moves: vec![Change { param: 1, key: "fee_bps".into(), old: 100, new: 120 }],
        provenance: DraftProvenance {
            model_hash: Hash([1; 32]),
            code_hash: Hash([2; 32]),
            data_hash: Hash([3; 32]),
            config_hash: Hash([4; 32]),
            rationale_hash: Hash([5; 32]),
            log_root: Hash([6; 32]),
            log_len: 9,
            slot_from: 1,
            slot_to: 2,
            forecast: EffectForecast {
                metric: 1,
                name: "staked_share".into(),
                horizon_secs: 90,
                after_end_secs: 60,
                baseline: 1,
                p10: 2,
                p50: 3,
                p90: 4,
                p50_without: 5,
            },
            uri: "file:decisions.log#9".into(),
        },
    }
}

/// The account that the program makes of `draft`.
fn proposal(oracle: &Keypair, draft: &Draft) -> Proposal {
    let arguments = arguments(draft);
    let mut proposal = Proposal::zeroed();
    proposal.council = COUNCIL;
    proposal.proposer = oracle.pubkey();
    proposal.life.config_seqno = 1;
    proposal.life.created_slot = 55;
    let content = Content {
        council: &COUNCIL,
        id: &draft.id.0,
        class: CLASS_AI,
        parent_version: draft.parent_version,
        config_seqno: 1,
        moves: &arguments.moves,
        payload_hash: &[0; 32],
        provenance: &arguments.provenance,
    };
    proposal.content_hash = content.hash();
    proposal
}

/// A chain that holds `held` at the proposal's address and refuses everything with `refusal`.
async fn chain(held: Option<Proposal>, refusal: u32) -> (Sender, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    let (rpc, _) = node(move |_, request| {
        let method = request["method"].as_str().unwrap().to_string();
        seen.lock().unwrap().push(method.clone());
        let result = match method.as_str() {
            "getMultipleAccounts" => json!({ "context": { "slot": 1 }, "value": [held.as_ref().map_or(Value::Null, account)] }),
            "getLatestBlockhash" => json!({ "value": { "blockhash": "11111111111111111111111111111111", "lastValidBlockHeight": 10 } }),
            "simulateTransaction" => json!({ "value": { "err": { "InstructionError": [1, { "Custom": refusal }] }, "logs": [], "unitsConsumed": 5 } }),
            other => panic!("{other}"),
        };
        ok(&request, result)
    })
    .await;
    (Sender::new(rpc), asked)
}

fn account(proposal: &Proposal) -> Value {
    let data = [Proposal::DISCRIMINATOR, bytemuck::bytes_of(proposal)].concat();
    json!({ "lamports": 1, "owner": governor::ID.to_string(), "data": [BASE64.encode(data), "base64"], "executable": false })
}

#[tokio::test]
async fn a_decision_that_is_on_chain_already_is_not_sent_again() {
    let oracle = local_key("oracle").unwrap().keypair;
    let (sender, asked) = chain(Some(proposal(&oracle, &draft())), 0).await;
    let receipt = submit(&sender, &COUNCIL, &oracle, &draft()).await.unwrap();
    assert_eq!((receipt.slot, receipt.signature.as_str()), (55, ""));
    assert_eq!(receipt.proposal, Gate::of(COUNCIL).proposal(&draft().id.0).to_string());
    assert_eq!(*asked.lock().unwrap(), ["getMultipleAccounts"]);
}

#[tokio::test]
async fn another_content_at_the_same_address_is_a_conflict() {
    let oracle = local_key("oracle").unwrap().keypair;
    let mut other = draft();
    other.moves[0].new = 125;
    let (sender, _) = chain(Some(proposal(&oracle, &other)), 0).await;
    let error = submit(&sender, &COUNCIL, &oracle, &draft()).await.unwrap_err();
    assert!(matches!(error, SubmitError::Conflict { .. }) && !error.is_transient(), "{error}");
}

#[tokio::test]
async fn the_same_content_by_another_key_is_a_conflict() {
    let oracle = local_key("oracle").unwrap().keypair;
    let (sender, _) = chain(Some(proposal(&local_key("stranger-1").unwrap().keypair, &draft())), 0).await;
    assert!(matches!(submit(&sender, &COUNCIL, &oracle, &draft()).await, Err(SubmitError::Conflict { .. })));
}

#[tokio::test]
async fn a_refusal_by_the_program_is_final_and_named() {
    let oracle = local_key("oracle").unwrap().keypair;
    let (sender, _) = chain(None, governor::GovernorError::StaleOldValue as u32).await;
    let error = submit(&sender, &COUNCIL, &oracle, &draft()).await.unwrap_err();
    assert_eq!(error.custom_code(), Some(6065));
    assert!(error.to_string().contains("StaleOldValue") && !error.is_transient(), "{error}");
}

#[test]
fn a_long_uri_is_cut_and_a_short_one_padded() {
    let mut long = draft();
    long.provenance.uri = "x".repeat(80);
    assert_eq!(arguments(&long).provenance.uri, [b'x'; 64]);
    assert!(arguments(&draft()).provenance.uri.ends_with(&[0]));
}
