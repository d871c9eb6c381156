//! Market sources: plain HTTP JSON, a declared mapping, exact decimals.

use std::time::Duration;

use serde_json::Value;

use super::{Ingest, IngestError};
use crate::{
    chain::read_capped,
    config::{MarketSource, TimeUnit},
    store::MarketRow,
};

/// One exchange with a market source.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// Largest answer of a market source, bytes.
const MAX_BYTES: usize = 1 << 20;

/// A market answer that cannot be used, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MarketError {
    #[error("ask market source {name}: {reason}")]
    Http { name: String, reason: String },
    #[error("read {field} of market source {name}: nothing at {pointer}")]
    Missing { name: String, field: &'static str, pointer: String },
    #[error("read {field} of market source {name}: found {found}, expected a decimal number that is not negative")]
    NotANumber { name: String, field: &'static str, found: String },
    #[error("use the price of market source {name}: it is zero")]
    NoPrice { name: String },
}

impl Ingest {
    /// Asks every source once; a failing source is named, not fatal: the gate notices stale data.
    pub(super) async fn markets_round(&self) -> Result<(usize, Vec<String>), IngestError> {
        let (mut stored, mut errors) = (0, Vec::new());
        for source in &self.markets {
            match self.ask(source).await {
                Ok(row) => {
                    self.store.insert_market(&row)?;
                    stored += 1;
                }
                Err(error) => errors.push(error.to_string()),
            }
        }
        Ok((stored, errors))
    }

    async fn ask(&self, source: &MarketSource) -> Result<MarketRow, MarketError> {
        let fail = |reason: String| MarketError::Http { name: source.name.clone(), reason };
        // The URL may carry a key, so it is not repeated in errors.
        let plain = |error: reqwest::Error| fail(error.without_url().to_string());
        let response = self.http.get(&source.url).send().await.map_err(plain)?.error_for_status().map_err(plain)?;
        let bytes = read_capped(response, MAX_BYTES)
            .await
            .map_err(|failed| failed.map_or_else(|| fail("its answer is too large".into()), plain))?;
        let body = serde_json::from_slice(&bytes).map_err(|error| fail(format!("its answer is not JSON: {error}")))?;
        normalise_price(source, &body)
    }
}

/// Maps a source's answer to units of 1e-6 and UTC seconds.
pub fn normalise_price(source: &MarketSource, body: &Value) -> Result<MarketRow, MarketError> {
    let name = || source.name.clone();
    let read = |field: &'static str, pointer: &str| {
        let found = body.pointer(pointer).ok_or_else(|| MarketError::Missing {
            name: name(),
            field,
            pointer: pointer.into(),
        })?;
        let text = found.as_str().map_or_else(|| found.to_string(), String::from);
        let shown: String = text.chars().take(40).collect();
        micro_decimal(&text).ok_or(MarketError::NotANumber { name: name(), field, found: shown })
    };
    let price = read("the price", &source.price)?;
    let time = read("the time", &source.observed_at)? / 1_000_000;
    if price == 0 {
        return Err(MarketError::NoPrice { name: name() });
    }
    let observed_at = match source.time_unit {
        TimeUnit::Seconds => time,
        TimeUnit::Milliseconds => time / 1000,
    };
    Ok(MarketRow {
        observed_at,
        source: name(),
        price_micro: price,
        volume: read("the volume", &source.volume)?.unsigned_abs(),
        liquidity: read("the liquidity", &source.liquidity)?.unsigned_abs(),
    })
}

/// `"1.0234567"` → 1 023 456: exact, digits beyond the sixth are cut; `None` for signs, exponents, blanks and what does not fit.
pub fn micro_decimal(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || text.ends_with('.') {
        return None;
    }
    let fraction: String = fraction.chars().chain(std::iter::repeat('0')).take(6).collect();
    whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(fraction.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn source() -> MarketSource {
        toml::from_str("name = \"m\"\nurl = \"http://127.0.0.1\"").unwrap()
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(micro_decimal("1.0234"), Some(1_023_400));
        assert_eq!(micro_decimal("0.0000019"), Some(1));
        assert_eq!(micro_decimal("42"), Some(42_000_000));
        for wrong in ["", ".5", "1.", "-1", "1e3", " 1", "NaN", "99999999999999999999"] {
            assert_eq!(micro_decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_declared_mapping_is_followed() {
        let mut source = source();
        source.price = "/data/0/p".into();
        source.time_unit = TimeUnit::Milliseconds;
        let body =
            json!({ "data": [{ "p": 2.5 }], "volume": "10", "liquidity": "7.5", "observed_at": 1_700_000_000_123_u64 });
        let row = normalise_price(&source, &body).unwrap();
        assert_eq!(
            (row.price_micro, row.volume, row.liquidity, row.observed_at),
            (2_500_000, 10_000_000, 7_500_000, 1_700_000_000)
        );
    }

    #[test]
    fn poisoned_answers_are_refused_by_field() {
        let good = json!({ "price": "1", "volume": "1", "liquidity": "1", "observed_at": 5 });
        let with = |key: &str, value: Value| {
            let mut body = good.clone();
            body[key] = value;
            normalise_price(&source(), &body)
        };
        assert!(matches!(with("price", json!("0")), Err(MarketError::NoPrice { .. })));
        assert!(matches!(with("price", json!("-3")), Err(MarketError::NotANumber { .. })));
        assert!(matches!(with("volume", json!(null)), Err(MarketError::NotANumber { .. })));
        assert!(matches!(with("observed_at", json!([])), Err(MarketError::NotANumber { .. })));
        assert!(matches!(normalise_price(&source(), &json!({})), Err(MarketError::Missing { .. })));
    }
}
