use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};

use super::*;
use crate::{
    chain::{
        Pubkey, SignatureInfo,
        testnode::{node, ok},
    },
    config::{OracleConfig, RpcConfig},
};

/// What the scripted chain holds.
#[derive(Clone, Default)]
struct Chain {
    /// Newest first, for the mint's address.
    listed: Vec<SignatureInfo>,
    final_slot: u64,
    /// Signatures that the history does not know any more.
    forgotten: Vec<String>,
}

struct Bench {
    chain: Arc<Mutex<Chain>>,
    ingest: Ingest,
    store: Arc<Store>,
    folder: PathBuf,
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn key(byte: u8) -> Pubkey {
    Pubkey::new_from_array([byte; 32])
}

fn economy() -> Economy {
    Economy { council: key(1), policy: key(2), issuer: key(3), mint: key(4), pool: key(5) }
}

async fn bench(name: &str) -> Bench {
    let chain = Arc::new(Mutex::new(Chain::default()));
    let script = chain.clone();
    let (rpc, _) = node(move |_, request| ok(&request, answer(&script.lock().unwrap(), &request))).await;
    let folder = std::env::temp_dir().join(format!("trimtab-ingest-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let store = Arc::new(Store::open(&folder.join("db")).unwrap());
    let config = Config {
        rpc: RpcConfig { urls: vec![], ws: None, max_price: 0 },
        economy: economy(),
        market: vec![],
        oracle: OracleConfig::default(),
    };
    Bench { chain, ingest: Ingest::new(&config, rpc, None, store.clone()), store, folder }
}

fn answer(chain: &Chain, request: &Value) -> Value {
    match request["method"].as_str().unwrap() {
        "getSlot" => json!(chain.final_slot),
        "getProgramAccounts" => json!([]),
        "getSignaturesForAddress" if request["params"][0] == key(4).to_string() => page(chain, &request["params"][1]),
        "getSignaturesForAddress" => json!([]),
        "getTransaction" => transaction(chain, request["params"][0].as_str().unwrap()),
        "getSignatureStatuses" => {
            let known = |signature: &Value| !chain.forgotten.iter().any(|gone| signature == gone);
            let status = |signature: &Value| {
                if known(signature) {
                    json!({ "slot": 1, "err": null, "confirmationStatus": "confirmed" })
                } else {
                    Value::Null
                }
            };
            json!({ "value": request["params"][0].as_array().unwrap().iter().map(status).collect::<Vec<_>>() })
        }
        other => panic!("{other}"),
    }
}

/// Newest first, between `before` and `until`, two per page although a thousand are asked for.
fn page(chain: &Chain, options: &Value) -> Value {
    let position = |field: &str| chain.listed.iter().position(|row| options[field] == json!(row.signature));
    let (start, end) = (position("before").map_or(0, |at| at + 1), position("until").unwrap_or(chain.listed.len()));
    let row = |row: &SignatureInfo| json!({ "signature": row.signature, "slot": row.slot, "err": null, "blockTime": 7, "confirmationStatus": if row.finalized { "finalized" } else { "confirmed" } });
    json!(chain.listed[start..end].iter().take(2).map(row).collect::<Vec<_>>())
}

/// Every transaction stakes 90 of 100 base units and says so.
fn transaction(chain: &Chain, signature: &str) -> Value {
    let slot = chain.listed.iter().find(|row| row.signature == signature).map_or(0, |row| row.slot);
    let event = staking::events::Staked {
        pool: key(5),
        owner: key(8),
        requested: 100,
        credited: 90,
        active_from: 0,
        locked_until: 0,
        staked: 90,
        unix: 1234,
        slot,
        tier: 0,
        _pad: [0; 7],
    };
    let data = BASE64.encode(anchor_lang::Event::data(&event));
    let program = staking::ID.to_string();
    let balance = |index: usize, owner: u8, amount: u64| json!({ "accountIndex": index, "mint": key(4).to_string(), "owner": key(owner).to_string(), "uiTokenAmount": { "amount": amount.to_string() } });
    json!({
        "slot": slot, "blockTime": 7, "transaction": { "signatures": [signature], "message": { "accountKeys": [key(8).to_string()] } },
        "meta": {
            "err": null, "logMessages": [format!("Program {program} invoke [1]"), format!("Program data: {data}"), format!("Program {program} success")],
            "preTokenBalances": [balance(0, 8, 100), balance(1, 5, 0)], "postTokenBalances": [balance(0, 8, 0), balance(1, 5, 90)],
        },
    })
}

fn listed(signature: &str, slot: u64, finalized: bool) -> SignatureInfo {
    SignatureInfo { signature: signature.into(), slot, failed: false, block_time: Some(7), finalized }
}

#[tokio::test]
async fn a_round_stores_events_and_transfers_once_and_moves_the_cursor_to_the_last_final_one() {
    let bench = bench("round").await;
    *bench.chain.lock().unwrap() = Chain {
        listed: vec![listed("c", 9, false), listed("b", 5, true), listed("a", 4, true)],
        final_slot: 6,
        forgotten: vec![],
    };
    let first = bench.ingest.chain_round().await.unwrap();
    assert_eq!((first.new, first.promoted, first.rolled_back), (3, 0, 0));
    let counts = bench.store.counts().unwrap();
    assert_eq!((counts.transactions, counts.observations, counts.provisional), (3, 6, 2));
    assert_eq!(bench.store.cursor("mint").unwrap().unwrap().signature, "b");
    let again = bench.ingest.chain_round().await.unwrap();
    assert_eq!((again.new, bench.store.counts().unwrap()), (0, counts));
    let staked = &bench.store.observations_of("staked").unwrap()[0];
    assert_eq!((staked.unix, staked.payload["credited"].as_u64(), staked.source.as_str()), (1234, Some(90), "staking"));
    let transfer = &bench.store.observations_of("transfer").unwrap()[0];
    assert_eq!((transfer.payload["amount"].as_u64(), transfer.payload["fee"].as_u64()), (Some(100), Some(10)));
}

#[tokio::test]
async fn what_becomes_final_is_promoted_and_what_the_chain_drops_is_rolled_back() {
    let bench = bench("final").await;
    *bench.chain.lock().unwrap() =
        Chain { listed: vec![listed("dropped", 9, false), listed("kept", 8, false)], final_slot: 6, forgotten: vec![] };
    bench.ingest.chain_round().await.unwrap();
    *bench.chain.lock().unwrap() =
        Chain { listed: vec![listed("kept", 8, true)], final_slot: 10, forgotten: vec!["dropped".into()] };
    let round = bench.ingest.chain_round().await.unwrap();
    assert_eq!((round.promoted, round.rolled_back), (1, 1));
    let counts = bench.store.counts().unwrap();
    assert_eq!((counts.transactions, counts.observations, counts.provisional), (1, 2, 0));
}

#[tokio::test]
async fn a_lagging_node_that_still_knows_a_transaction_does_not_make_us_forget_it() {
    let bench = bench("lagging").await;
    *bench.chain.lock().unwrap() = Chain { listed: vec![listed("a", 8, false)], final_slot: 6, forgotten: vec![] };
    bench.ingest.chain_round().await.unwrap();
    *bench.chain.lock().unwrap() = Chain { listed: vec![], final_slot: 10, forgotten: vec![] };
    let round = bench.ingest.chain_round().await.unwrap();
    assert_eq!((round.promoted, round.rolled_back), (0, 0));
    assert_eq!(bench.store.counts().unwrap().provisional, 2);
}

#[tokio::test]
async fn events_of_another_economy_are_not_stored() {
    let mut bench = bench("foreign").await;
    bench.ingest.economy.pool = key(77);
    bench.chain.lock().unwrap().listed = vec![listed("a", 1, true)];
    bench.ingest.chain_round().await.unwrap();
    assert!(bench.store.observations_of("staked").unwrap().is_empty());
}

/// A node whose every account holds `lamports`.
async fn rich(lamports: u64) -> Rpc {
    let account =
        json!({ "lamports": lamports, "owner": key(9).to_string(), "data": ["", "base64"], "executable": false });
    node(move |_, request| ok(&request, json!({ "context": { "slot": 1 }, "value": vec![account.clone(); request["params"][0].as_array().unwrap().len()] }))).await.0
}

#[tokio::test]
async fn a_second_node_that_says_otherwise_is_noticed() {
    let mut bench = bench("second").await;
    bench.ingest.rpc = rich(5).await;
    assert_eq!(bench.ingest.second_agrees().await.unwrap(), None);
    bench.ingest.second = Some(rich(5).await);
    assert_eq!(bench.ingest.second_agrees().await.unwrap(), Some(true));
    bench.ingest.second = Some(rich(6).await);
    assert_eq!(bench.ingest.second_agrees().await.unwrap(), Some(false));
}
