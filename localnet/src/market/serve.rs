//! `GET /price`: the market as an outside source would serve it.

use anyhow::{Context, Result};
use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One observation of the market.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// Price of one token, micro quote units.
    pub price_micro: u64,
    /// Traded since the day began, micro quote units.
    pub volume_micro: u64,
    /// Quote currency in the pool, micro units.
    pub liquidity_micro: u64,
    /// When the market saw this, Unix seconds on the chain's clock.
    pub observed_at: i64,
}

/// Serves the last published quote until dropped.
pub struct MarketServer {
    quote: Arc<Mutex<Quote>>,
    url: String,
    task: JoinHandle<()>,
}

impl MarketServer {
    /// Listens on a free loopback port.
    pub async fn start(first: Quote) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no free port for the market")?;
        let url = format!("http://{}/price", listener.local_addr()?);
        let quote = Arc::new(Mutex::new(first));
        let pages = Router::new().route("/price", get(price)).with_state(quote.clone());
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, pages).await {
                eprintln!("the market server ended: {error}");
            }
        });
        Ok(Self { quote, url, task })
    }

    /// Address of the price, for the oracle's configuration.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Replaces what is served. During an outage nobody calls this, so the quote grows old.
    pub fn publish(&self, quote: Quote) {
        *self.quote.lock().expect("no holder of this lock can panic") = quote;
    }
}

impl Drop for MarketServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn price(State(quote): State<Arc<Mutex<Quote>>>) -> Json<Value> {
    let quote = *quote.lock().expect("no holder of this lock can panic");
    Json(json!({
        "price": decimal(quote.price_micro),
        "volume": decimal(quote.volume_micro),
        "liquidity": decimal(quote.liquidity_micro),
        "observed_at": quote.observed_at,
    }))
}

/// Micro units as a decimal number without loss.
fn decimal(micro: u64) -> String {
    format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn micro_units_print_without_loss() {
        assert_eq!(decimal(1_023_400), "1.023400");
        assert_eq!(decimal(7), "0.000007");
    }
}
