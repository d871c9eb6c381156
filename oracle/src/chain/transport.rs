//! JSON-RPC over HTTP: timeouts, a cap on the size of answers, retries with backoff.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};

use super::{ChainError, Commitment, RpcFailure};

/// Bounds of one endpoint's calls.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One HTTP exchange.
    pub timeout: Duration,
    /// Largest answer that is read, bytes after decompression.
    pub max_bytes: usize,
    /// Further tries after the first one fails transiently.
    pub retries: u32,
    /// Wait before the first retry; doubles each time.
    pub backoff: Duration,
    /// Longest wait, also against a `Retry-After` of hours.
    pub max_backoff: Duration,
    /// Calls in flight at the same time.
    pub in_flight: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(20),
            max_bytes: 64 << 20,
            retries: 5,
            backoff: Duration::from_millis(150),
            max_backoff: Duration::from_secs(10),
            in_flight: 24,
        }
    }
}

/// One node, spoken to over JSON-RPC. Cheap to clone.
#[derive(Clone)]
pub struct Rpc {
    inner: Arc<Inner>,
    /// Commitment of reads that do not name another one.
    commitment: Commitment,
}

struct Inner {
    url: reqwest::Url,
    host: String,
    client: reqwest::Client,
    limits: Limits,
    permits: tokio::sync::Semaphore,
    calls: AtomicU64,
    retried: AtomicU64,
}

impl std::fmt::Debug for Rpc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rpc({})", self.inner.host)
    }
}

impl Rpc {
    /// Connects lazily to `url` (http or https); reads default to `confirmed`.
    pub fn new(url: &str) -> Result<Self, ChainError> {
        Self::with_limits(url, Limits::default())
    }

    pub fn with_limits(url: &str, limits: Limits) -> Result<Self, ChainError> {
        let parsed = parse_url(url)?;
        let host = host_of(&parsed);
        let client = reqwest::Client::builder()
            .timeout(limits.timeout)
            .connect_timeout(limits.timeout.min(Duration::from_secs(5)))
            .user_agent(concat!("trimtab/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|source| ChainError::Transport { host: host.clone(), source: source.without_url() })?;
        let permits = tokio::sync::Semaphore::new(limits.in_flight.max(1));
        let inner =
            Inner { url: parsed, host, client, limits, permits, calls: AtomicU64::new(0), retried: AtomicU64::new(0) };
        Ok(Self { inner: Arc::new(inner), commitment: Commitment::Confirmed })
    }

    /// The same connection with another default commitment.
    pub fn at(&self, commitment: Commitment) -> Self {
        Self { inner: self.inner.clone(), commitment }
    }

    pub fn commitment(&self) -> Commitment {
        self.commitment
    }

    /// Host and port, safe to show; the URL itself may carry a provider's secret.
    pub fn host(&self) -> &str {
        &self.inner.host
    }

    /// The whole URL, for configuration files; never for messages.
    pub fn url(&self) -> &str {
        self.inner.url.as_str()
    }

    /// True for 127.0.0.0/8, ::1 and `localhost`.
    pub fn is_loopback(&self) -> bool {
        is_loopback_url(&self.inner.url)
    }

    /// (calls made, of which retries), for `/metrics`.
    pub fn counters(&self) -> (u64, u64) {
        (self.inner.calls.load(Ordering::Relaxed), self.inner.retried.load(Ordering::Relaxed))
    }

    /// Calls `method`, retrying transient failures within the limits.
    pub async fn call(&self, method: &'static str, params: Value) -> Result<Value, ChainError> {
        let limits = self.inner.limits;
        let mut wait = limits.backoff;
        let mut left = limits.retries;
        loop {
            let error = match self.call_once(method, &params).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            if !error.is_transient() || left == 0 {
                return Err(error);
            }
            left -= 1;
            self.inner.retried.fetch_add(1, Ordering::Relaxed);
            let pause = error.retry_after().unwrap_or(wait).min(limits.max_backoff);
            tracing::debug!(method, host = %self.inner.host, %error, ?pause, "call failed, will retry");
            tokio::time::sleep(pause).await;
            wait = (wait * 2).min(limits.max_backoff);
        }
    }

    async fn call_once(&self, method: &'static str, params: &Value) -> Result<Value, ChainError> {
        let _permit = self.inner.permits.acquire().await;
        let id = self.inner.calls.fetch_add(1, Ordering::Relaxed);
        let host = || self.inner.host.clone();
        let transport = |source: reqwest::Error| ChainError::Transport { host: host(), source: source.without_url() };
        let body = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        let response = self.inner.client.post(self.inner.url.clone()).json(&body).send().await.map_err(transport)?;
        let status = response.status();
        if status.as_u16() == 429 {
            return Err(ChainError::RateLimited { host: host(), method, retry_after: retry_after(&response) });
        }
        let bytes = read_capped(response, self.inner.limits.max_bytes).await.map_err(|failed| match failed {
            Some(source) => transport(source),
            None => ChainError::TooLarge { host: host(), method, limit: self.inner.limits.max_bytes },
        })?;
        let answer: Result<Value, _> = serde_json::from_slice(&bytes);
        match answer {
            Ok(answer) if answer.get("error").is_some() || status.is_success() => {
                self.unwrap_answer(method, id, answer)
            }
            _ if !status.is_success() => Err(ChainError::Status { host: host(), method, status: status.as_u16() }),
            Ok(_) => Err(ChainError::Malformed { host: host(), method, detail: "no result".into() }),
            Err(error) => Err(ChainError::Malformed { host: host(), method, detail: error.to_string() }),
        }
    }

    fn unwrap_answer(&self, method: &'static str, id: u64, mut answer: Value) -> Result<Value, ChainError> {
        if let Some(error) = answer.get("error").filter(|error| !error.is_null()) {
            return Err(self.rpc_error(method, error));
        }
        if answer.get("id").and_then(Value::as_u64) != Some(id) {
            return Err(self.malformed(method, "the answer belongs to another request"));
        }
        match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(self.malformed(method, "neither result nor error")),
        }
    }

    fn rpc_error(&self, method: &'static str, error: &Value) -> ChainError {
        let data = error.get("data");
        let logs = data.and_then(|data| data.get("logs")).and_then(Value::as_array);
        ChainError::Rpc(Box::new(RpcFailure {
            host: self.inner.host.clone(),
            method,
            code: error.get("code").and_then(Value::as_i64).unwrap_or(0),
            message: error.get("message").and_then(Value::as_str).unwrap_or("no message").chars().take(500).collect(),
            logs: logs.into_iter().flatten().filter_map(|line| line.as_str().map(String::from)).collect(),
            failure: data.and_then(|data| data.get("err")).filter(|err| !err.is_null()).cloned(),
        }))
    }

    pub(crate) fn malformed(&self, method: &'static str, detail: impl Into<String>) -> ChainError {
        ChainError::Malformed { host: self.inner.host.clone(), method, detail: detail.into() }
    }
}

/// Parses an RPC URL without ever echoing more than its scheme and host.
fn parse_url(url: &str) -> Result<reqwest::Url, ChainError> {
    let bad = |reason: String| {
        let shown: String = url.split(['?', '@']).next().unwrap_or_default().chars().take(60).collect();
        ChainError::BadUrl { url_shown: shown, reason }
    };
    let parsed = reqwest::Url::parse(url).map_err(|error| bad(error.to_string()))?;
    match parsed.scheme() {
        "http" | "https" if parsed.host_str().is_some() => Ok(parsed),
        other => Err(bad(format!("its scheme is {other:?}"))),
    }
}

fn host_of(url: &reqwest::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_string(), |port| format!("{host}:{port}"))
}

/// The websocket beside an RPC endpoint by Solana's convention: the next port, or the same host over TLS.
pub fn websocket_beside(url: &str) -> Option<String> {
    let mut parsed = reqwest::Url::parse(url).ok()?;
    let scheme = if parsed.scheme() == "https" { "wss" } else { "ws" };
    if let Some(port) = parsed.port() {
        parsed.set_port(Some(port.checked_add(1)?)).ok()?;
    }
    parsed.set_scheme(scheme).ok()?;
    Some(parsed.to_string())
}

/// True when `url` names this machine.
pub fn is_loopback(url: &str) -> bool {
    reqwest::Url::parse(url).is_ok_and(|url| is_loopback_url(&url))
}

fn is_loopback_url(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn retry_after(response: &reqwest::Response) -> Option<Duration> {
    let seconds = response.headers().get("retry-after")?.to_str().ok()?.trim().parse::<f64>().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(3600.0)))
}

/// Reads a body up to `limit` bytes; `Err(None)` when it is longer.
pub(crate) async fn read_capped(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Vec<u8>, Option<reqwest::Error>> {
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(None);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Some)? {
        if bytes.len() + chunk.len() > limit {
            return Err(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
