//! A node on loopback that answers as a test says.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Bytes, response::IntoResponse, routing::post};
use serde_json::{Value, json};

use super::{Limits, Rpc};

/// A node that answers the n-th request with `answer(n, request)`; the counter tells how often it was asked.
pub(crate) async fn node<A, R>(answer: A) -> (Rpc, Arc<AtomicUsize>)
where
    A: Fn(usize, Value) -> R + Clone + Send + Sync + 'static,
    R: IntoResponse + 'static,
{
    let count = Arc::new(AtomicUsize::new(0));
    let seen = count.clone();
    let handler = move |body: Bytes| {
        let (answer, seen) = (answer.clone(), seen.clone());
        async move { answer(seen.fetch_add(1, Ordering::SeqCst), serde_json::from_slice(&body).unwrap()) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(handler))).await });
    let limits = Limits {
        retries: 3,
        backoff: Duration::from_millis(5),
        max_backoff: Duration::from_millis(20),
        max_bytes: 20_000,
        timeout: Duration::from_millis(400),
        ..Limits::default()
    };
    (Rpc::with_limits(&format!("http://{address}/?api-key=SECRET"), limits).unwrap(), count)
}

/// A right answer.
pub(crate) fn ok(request: &Value, result: Value) -> String {
    json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }).to_string()
}
