//! `/healthz`, `/readyz` and `/metrics`.

use std::{
    fmt::Write,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::{Router, extract::State, http::StatusCode, routing::get};

use crate::{chain::Rpc, decision::Decision, ingest::IngestReport, store::Store};

/// Without a successful look at the chain for this long the oracle is not ready.
const STALE: Duration = Duration::from_secs(120);

/// What the daemon tells about itself.
pub struct Health {
    rpc: Rpc,
    store: Arc<Store>,
    facts: Mutex<Facts>,
}

#[derive(Default)]
struct Facts {
    ingested: Option<Instant>,
    rounds: u64,
    failures: u64,
    last_error: Option<String>,
    rolled_back: u64,
    policy_version: u64,
    decisions: u64,
    holds: u64,
    decided_at: i64,
    flags: usize,
    websocket: bool,
    stopping: bool,
}

impl Health {
    pub fn new(rpc: Rpc, store: Arc<Store>) -> Self {
        Self { rpc, store, facts: Mutex::default() }
    }

    pub fn ingested(&self, report: &IngestReport) {
        let mut facts = self.facts();
        facts.ingested = Some(Instant::now());
        facts.rounds += 1;
        facts.rolled_back += report.chain.rolled_back as u64;
        facts.policy_version = report.mirror.policy_version;
        facts.last_error = None;
    }

    pub fn decided(&self, decision: &Decision) {
        let mut facts = self.facts();
        facts.decisions += 1;
        facts.holds += u64::from(!decision.verdict.is_propose());
        facts.decided_at = decision.at.unix;
    }

    /// How many flags of the newest decision call for people.
    pub fn flagged(&self, flags: usize) {
        self.facts().flags = flags;
    }

    pub fn failed(&self, error: &str) {
        let mut facts = self.facts();
        facts.failures += 1;
        facts.last_error = Some(error.into());
    }

    pub fn websocket(&self, connected: bool) {
        self.facts().websocket = connected;
    }

    pub fn stopping(&self) {
        self.facts().stopping = true;
    }

    /// Why the oracle is not ready; `None` when it is.
    pub fn not_ready(&self) -> Option<String> {
        let facts = self.facts();
        match facts.ingested {
            _ if facts.stopping => Some("stopping".into()),
            None => Some(facts.last_error.clone().unwrap_or_else(|| "the chain has not been read yet".into())),
            Some(at) if at.elapsed() > STALE => Some(format!(
                "the chain was read {} s ago: {}",
                at.elapsed().as_secs(),
                facts.last_error.as_deref().unwrap_or("no error")
            )),
            Some(_) => None,
        }
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prometheus text format.
    fn metrics(&self) -> String {
        let counts = self.store.counts().unwrap_or_default();
        let (calls, retries) = self.rpc.counters();
        let facts = self.facts();
        let age = facts.ingested.map_or(-1.0, |at| at.elapsed().as_secs_f64());
        let rows: [(&str, &str, &str, f64); 16] = [
            ("trimtab_rpc_calls_total", "counter", "JSON-RPC calls", calls as f64),
            ("trimtab_rpc_retries_total", "counter", "JSON-RPC calls that were retries", retries as f64),
            ("trimtab_rounds_total", "counter", "successful looks at the chain", facts.rounds as f64),
            ("trimtab_round_failures_total", "counter", "rounds that failed", facts.failures as f64),
            ("trimtab_ingest_age_seconds", "gauge", "time since the last successful look, -1 before the first", age),
            ("trimtab_rolled_back_total", "counter", "transactions that the chain dropped", facts.rolled_back as f64),
            ("trimtab_observations", "gauge", "stored observations", counts.observations as f64),
            ("trimtab_provisional", "gauge", "observations that are not final", counts.provisional as f64),
            ("trimtab_market_points", "gauge", "stored market points", counts.market as f64),
            ("trimtab_decisions_total", "counter", "decisions since start", facts.decisions as f64),
            ("trimtab_holds_total", "counter", "decisions since start that held", facts.holds as f64),
            ("trimtab_decided_at", "gauge", "chain time of the last decision, unix seconds", facts.decided_at as f64),
            ("trimtab_flags", "gauge", "flags of the last decision that call for people", facts.flags as f64),
            ("trimtab_policy_version", "gauge", "version of the policy on chain", facts.policy_version as f64),
            (
                "trimtab_websocket_up",
                "gauge",
                "1 while the websocket is connected",
                f64::from(u8::from(facts.websocket)),
            ),
            ("trimtab_proposals", "gauge", "decisions that became proposals", counts.receipts as f64),
        ];
        rows.iter().fold(String::new(), |mut text, (name, kind, help, value)| {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
            text
        })
    }
}

/// The three endpoints; merge it with the pages' router.
pub fn health_router(health: Arc<Health>) -> Router {
    let ready = |State(health): State<Arc<Health>>| async move {
        match health.not_ready() {
            None => (StatusCode::OK, "ready\n".to_string()),
            Some(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
        }
    };
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(|State(health): State<Arc<Health>>| async move { health.metrics() }))
        .with_state(health)
}
