//! The daemon: one loop that looks, decides when it is time, and stops when told to.

use std::{future::Future, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;

use super::{Oracle, OracleError, health_router};
use crate::chain::{Commitment, Hint, spawn_hint};

/// Requests answered at the same time.
const MAX_REQUESTS: usize = 64;

/// Longest time for one of them.
const REQUEST_TIME: Duration = Duration::from_secs(15);

/// Longest pause after rounds that fail one after the other.
const MAX_PAUSE: Duration = Duration::from_secs(60);

/// Runs until `stop` completes; serves health, metrics and `pages` meanwhile.
///
/// A round in progress when `stop` comes is finished first: it may hold a half-sent transaction.
pub async fn run(
    mut oracle: Oracle,
    pages: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), OracleError> {
    let address = oracle.config.oracle.listen.clone();
    let listener = tokio::net::TcpListener::bind(&address)
        .await
        .map_err(|source| OracleError::Listen { address: address.clone(), source })?;
    let router = pages
        .merge(health_router(oracle.health()))
        .layer(middleware::from_fn_with_state(Arc::new(Semaphore::new(MAX_REQUESTS)), guard));
    let (stopping, stopped) = tokio::sync::watch::channel(false);
    let mut closing = stopped.clone();
    let server = tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(async move { drop(closing.wait_for(|stop| *stop).await) })
            .await
    });
    tracing::info!(%address, oracle = %oracle.address(), data = %oracle.config.oracle.data_dir.display(), "oracle runs");
    let signal = tokio::spawn(async move {
        stop.await;
        stopping.send_replace(true);
    });
    oracle.serve(stopped).await;
    oracle.health.stopping();
    tracing::info!("stopping");
    signal.abort();
    // A client that never hangs up does not keep the daemon alive.
    let _ = tokio::time::timeout(Duration::from_secs(3), server).await;
    Ok(())
}

/// Answers 503 at once when too many requests are open, and gives up on one that takes too long: pages never starve the oracle.
async fn guard(State(permits): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_permit) = permits.try_acquire() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "busy, try again\n").into_response();
    };
    match tokio::time::timeout(REQUEST_TIME, next.run(request)).await {
        Ok(response) => response,
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "took too long\n").into_response(),
    }
}

impl Oracle {
    async fn serve(&mut self, mut stopped: tokio::sync::watch::Receiver<bool>) {
        let addresses = self.ingest.watched().map(|(_, address)| address).to_vec();
        let mut hint = self.config.rpc.ws.clone().map_or_else(Hint::silent, |url| spawn_hint(url, addresses));
        let poll = Duration::from_secs(self.config.oracle.poll_secs);
        let mut failures: u32 = 0;
        while !*stopped.borrow() {
            self.health.websocket(hint.is_connected());
            match self.step().await {
                Ok(()) => failures = 0,
                Err(error) => {
                    failures = failures.saturating_add(1);
                    self.health.failed(&error.to_string());
                    tracing::error!(transient = error.is_transient(), "failed to {error}");
                }
            }
            let pause = (poll * 2_u32.saturating_pow(failures.min(6))).min(MAX_PAUSE.max(poll));
            tokio::select! {
                _ = stopped.wait_for(|stop| *stop) => return,
                () = wait(&mut hint, pause, failures) => {}
            }
        }
    }

    /// One look; a decision where one is due.
    async fn step(&mut self) -> Result<(), OracleError> {
        // The final clock, as in snapshots: the newest one runs ahead of what a decision can know.
        let now = self.sender.rpc.at(Commitment::Finalized).clock().await?.unix;
        if now >= self.next_decision_at() {
            let round = self.once().await?;
            let (number, hash) = (round.decision.number, round.hash.short());
            match (&round.receipt, &round.submit_error) {
                (Some(receipt), _) => tracing::info!(number, hash, proposal = receipt.proposal, "proposed"),
                (None, Some(error)) => tracing::warn!(number, hash, "failed to {error}"),
                (None, None) => tracing::info!(number, hash, reason = round.decision.rationale, "held"),
            }
            return Ok(());
        }
        self.ingest().await?;
        for receipt in self.submit_pending().await? {
            tracing::info!(decision = receipt.decision, proposal = receipt.proposal, "proposed after all");
        }
        for effect in self.follow().await? {
            tracing::info!("{effect}");
        }
        Ok(())
    }

    /// Chain time, so that a jumping clock of this machine neither hurries nor delays it, and a restart does not decide again.
    fn next_decision_at(&self) -> i64 {
        let every = i64::try_from(self.config.oracle.decide_every_secs).unwrap_or(i64::MAX);
        self.log.records().last().map_or(i64::MIN, |last| last.at.unix.saturating_add(every))
    }
}

/// After a failure the whole pause; else the next touch ends it, but never at once, so that a busy chain is read in batches.
async fn wait(hint: &mut Hint, pause: Duration, failures: u32) {
    if failures > 0 {
        return tokio::time::sleep(pause).await;
    }
    let least = Duration::from_millis(500).min(pause);
    tokio::time::sleep(least).await;
    hint.wait(pause - least).await;
}
