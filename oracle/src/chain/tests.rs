use std::{sync::atomic::Ordering, time::Duration};

use axum::http::StatusCode;
use serde_json::json;

use super::{
    testnode::{node, ok},
    *,
};

#[tokio::test]
async fn a_rate_limit_is_waited_out() {
    let (rpc, calls) = node(|n, request| match n {
        0 | 1 => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "0")], String::new()),
        _ => (StatusCode::OK, [("retry-after", "0")], ok(&request, json!(7))),
    })
    .await;
    assert_eq!(rpc.slot(Commitment::Confirmed).await.unwrap(), 7);
    assert_eq!(calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_rate_limit_that_never_ends_is_reported_as_transient() {
    let (rpc, calls) = node(|_, _| StatusCode::TOO_MANY_REQUESTS).await;
    let error = rpc.slot(Commitment::Confirmed).await.unwrap_err();
    assert!(matches!(error, ChainError::RateLimited { .. }) && error.is_transient());
    assert_eq!(calls.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_huge_answer_is_cut_off_and_not_asked_for_again() {
    let (rpc, calls) = node(|_, _| "x".repeat(50_000)).await;
    let error = rpc.slot(Commitment::Confirmed).await.unwrap_err();
    assert!(matches!(error, ChainError::TooLarge { limit: 20_000, .. }), "{error}");
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_answer_that_is_not_json_is_refused() {
    let (rpc, _) = node(|_, _| "<html>gateway</html>").await;
    assert!(matches!(rpc.slot(Commitment::Confirmed).await, Err(ChainError::Malformed { .. })));
}

#[tokio::test]
async fn an_answer_to_another_request_is_refused() {
    let (rpc, _) = node(|_, _| json!({ "jsonrpc": "2.0", "id": 999_999, "result": 7 }).to_string()).await;
    assert!(matches!(rpc.slot(Commitment::Confirmed).await, Err(ChainError::Malformed { .. })));
}

#[tokio::test]
async fn half_a_list_of_accounts_is_refused() {
    let (rpc, _) = node(|_, request| ok(&request, json!({ "context": { "slot": 1 }, "value": [null] }))).await;
    let keys = [Pubkey::new_from_array([1; 32]), Pubkey::new_from_array([2; 32])];
    assert!(matches!(rpc.accounts(&keys).await, Err(ChainError::Malformed { .. })));
}

#[tokio::test]
async fn a_transaction_other_than_the_one_asked_for_is_refused() {
    let (rpc, _) = node(|_, request| ok(&request, json!({ "slot": 1, "transaction": { "signatures": ["other"], "message": { "accountKeys": [] } }, "meta": {} }))).await;
    assert!(matches!(rpc.transaction("wanted", Commitment::Confirmed).await, Err(ChainError::Malformed { .. })));
}

#[tokio::test]
async fn a_silent_node_times_out_as_transient() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let limits = Limits { retries: 0, timeout: Duration::from_millis(50), ..Limits::default() };
    let error = Rpc::with_limits(&url, limits).unwrap().slot(Commitment::Confirmed).await.unwrap_err();
    assert!(matches!(error, ChainError::Transport { .. }) && error.is_transient());
}

#[tokio::test]
async fn no_message_shows_the_secret_in_the_url() {
    let (rpc, _) = node(|_, _| StatusCode::BAD_GATEWAY).await;
    let error = rpc.slot(Commitment::Confirmed).await.unwrap_err();
    assert!(!format!("{error} {error:?} {rpc:?}").contains("SECRET"));
    let unreachable =
        Rpc::with_limits("http://127.0.0.1:1/?api-key=SECRET", Limits { retries: 0, ..Limits::default() }).unwrap();
    let error = unreachable.slot(Commitment::Confirmed).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("SECRET"), "{error:?}");
}

#[tokio::test]
async fn an_error_of_a_program_is_named() {
    let (rpc, _) = node(|_, request| match request["method"].as_str() {
        Some("getLatestBlockhash") => ok(&request, json!({ "value": { "blockhash": "11111111111111111111111111111111", "lastValidBlockHeight": 10 } })),
        _ => ok(&request, json!({ "value": { "err": { "InstructionError": [1, { "Custom": 6051 }] }, "logs": [format!("Program {} failed: custom program error: 0x17a3", governor::ID)], "unitsConsumed": 5 } })),
    })
    .await;
    let payer = crate::keys::local_key("payer").unwrap().keypair;
    let error = Sender::new(rpc).send(&[compute_price(1)], &[&payer]).await.unwrap_err();
    assert_eq!(error.custom_code(), Some(6051));
    let text = error.to_string();
    assert!(text.contains("governor refused with ClassDisabled (6051)") && !error.is_transient(), "{text}");
}

#[tokio::test]
async fn a_dead_blockhash_is_signed_anew_only_when_the_history_does_not_know_the_old_signature() {
    let (rpc, _) = node(|_, request| {
        let result = match request["method"].as_str() {
            Some("getLatestBlockhash") => {
                json!({ "value": { "blockhash": "11111111111111111111111111111111", "lastValidBlockHeight": 10 } })
            }
            Some("simulateTransaction") => json!({ "value": { "err": null, "logs": [], "unitsConsumed": 5 } }),
            Some("getBlockHeight") => json!(11),
            Some("sendTransaction") => json!("signature"),
            Some("getSignatureStatuses") if request["params"][1]["searchTransactionHistory"] == true => {
                json!({ "value": [{ "slot": 9, "err": null, "confirmationStatus": "confirmed" }] })
            }
            Some("getSignatureStatuses") => json!({ "value": [null] }),
            _ => json!([]),
        };
        ok(&request, result)
    })
    .await;
    let payer = crate::keys::local_key("payer").unwrap().keypair;
    let landed = Sender::new(rpc).send(&[compute_price(1)], &[&payer]).await.unwrap();
    assert_eq!(landed.slot, 9);
}

#[tokio::test]
async fn a_transaction_that_never_lands_ends_as_expired() {
    let (rpc, calls) = node(|_, request| {
        let result = match request["method"].as_str() {
            Some("getLatestBlockhash") => {
                json!({ "value": { "blockhash": "11111111111111111111111111111111", "lastValidBlockHeight": 10 } })
            }
            Some("simulateTransaction") => json!({ "value": { "err": null, "logs": [], "unitsConsumed": 5 } }),
            Some("getBlockHeight") => json!(11),
            Some("sendTransaction") => json!("signature"),
            Some("getSignatureStatuses") => json!({ "value": [null] }),
            _ => json!([]),
        };
        ok(&request, result)
    })
    .await;
    let payer = crate::keys::local_key("payer").unwrap().keypair;
    let error = Sender::new(rpc).send(&[compute_price(1)], &[&payer]).await.unwrap_err();
    assert!(matches!(error, SendError::Expired { attempts: 20 }) && error.is_transient());
    assert!(calls.load(Ordering::SeqCst) > 9);
}

#[test]
fn urls_that_cannot_work_are_refused_with_what_was_expected() {
    for url in ["", "localhost:8899", "ftp://a/b", "http://"] {
        let error = Rpc::new(url).unwrap_err();
        assert!(
            matches!(error, ChainError::BadUrl { .. }) && error.to_string().contains("expected http"),
            "{url}: {error}"
        );
    }
}

#[test]
fn the_websocket_is_on_the_next_port_or_the_same_host() {
    assert_eq!(websocket_beside("http://127.0.0.1:8899").as_deref(), Some("ws://127.0.0.1:8900/"));
    assert_eq!(websocket_beside("https://api.devnet.solana.com").as_deref(), Some("wss://api.devnet.solana.com/"));
    assert_eq!(websocket_beside("nothing"), None);
}

#[test]
fn only_this_machine_counts_as_loopback() {
    assert!(is_loopback("http://127.0.0.1:8899") && is_loopback("http://localhost:1") && is_loopback("http://[::1]:1"));
    assert!(!is_loopback("http://127.0.0.1.evil.example") && !is_loopback("https://api.devnet.solana.com"));
}

#[test]
fn errors_of_all_three_programs_have_names_and_meanings() {
    let code = |error: anchor_lang::Error| match error {
        anchor_lang::Error::Custom(code) => code,
        other => panic!("{other:?}"),
    };
    let errors = [
        (governor::ID, code(governor::GovernorError::DurableNonce.into()), "DurableNonce"),
        (issuer::ID, code(issuer::IssuerError::FeePending.into()), "FeePending"),
        (staking::ID, code(staking::StakingError::UnstakePending.into()), "UnstakePending"),
    ];
    for (program, code, name) in errors {
        assert_eq!(error_name(&program, code), Some(name), "{code}");
        assert!(error_message(&program, code).is_some_and(|text| text.len() > 10), "{name}");
    }
}
