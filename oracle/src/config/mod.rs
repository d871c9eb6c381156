//! `trimtab.toml`: which cluster, which economy, which sources, which key.
//!
//! Unknown keys are refused, so that a misspelt one is noticed.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use solana_program::pubkey::Pubkey;

/// A configuration that cannot be used, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "read configuration {path}: {source}; write one with `trimtab migrate --config-out {path}` or name another with --config"
    )]
    Read { path: PathBuf, source: std::io::Error },
    #[error("understand configuration {path}: {reason}")]
    Parse { path: PathBuf, reason: String },
    #[error("use configuration {path}: {reason}")]
    Invalid { path: PathBuf, reason: String },
    #[error("write configuration {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub rpc: RpcConfig,
    pub economy: Economy,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub market: Vec<MarketSource>,
    #[serde(default)]
    pub oracle: OracleConfig,
}

/// Where the chain is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RpcConfig {
    /// One JSON-RPC endpoint, or two of different providers that must agree.
    pub urls: Vec<String>,
    /// Websocket endpoint; without it the oracle polls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ws: Option<String>,
    /// Largest price of a transaction, micro-lamports per compute unit.
    #[serde(default = "default_max_price")]
    pub max_price: u64,
}

/// Addresses of one economy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Economy {
    #[serde(with = "address")]
    pub council: Pubkey,
    #[serde(with = "address")]
    pub policy: Pubkey,
    #[serde(with = "address")]
    pub issuer: Pubkey,
    #[serde(with = "address")]
    pub mint: Pubkey,
    #[serde(with = "address")]
    pub pool: Pubkey,
}

/// A market source: plain HTTP JSON, and where in it each number stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketSource {
    pub name: String,
    pub url: String,
    /// JSON pointers (RFC 6901).
    #[serde(default = "default_price")]
    pub price: String,
    #[serde(default = "default_volume")]
    pub volume: String,
    #[serde(default = "default_liquidity")]
    pub liquidity: String,
    #[serde(default = "default_observed_at")]
    pub observed_at: String,
    /// What the source's time counts: `s` or `ms` since 1970 UTC.
    #[serde(default)]
    pub time_unit: TimeUnit,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeUnit {
    #[default]
    #[serde(rename = "s")]
    Seconds,
    #[serde(rename = "ms")]
    Milliseconds,
}

/// How the oracle runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OracleConfig {
    /// Database, decision log, lock.
    pub data_dir: PathBuf,
    /// Key file of the oracle's seat, or `local:NAME` on this machine's own chains.
    pub keypair: String,
    /// Goals and limits; built-in ones when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objectives: Option<PathBuf>,
    /// Where health, metrics and dashboard listen.
    pub listen: String,
    /// Seconds between decisions.
    pub decide_every_secs: u64,
    /// Longest pause between two looks at the chain, seconds.
    pub poll_secs: u64,
    /// Rationale's address that goes into the proposal; `{id}` becomes the decision's hash.
    pub uri: String,
}

impl Default for OracleConfig {
    fn default() -> Self {
        Self {
            data_dir: "trimtab-data".into(),
            keypair: "~/.config/solana/id.json".into(),
            objectives: None,
            listen: "127.0.0.1:8787".into(),
            decide_every_secs: 86_400,
            poll_secs: 5,
            uri: String::new(),
        }
    }
}

impl Config {
    /// Reads and checks a file; relative paths in it count from its folder.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.into(), source })?;
        let mut config = Self::parse(&text, path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.oracle.data_dir = folder.join(&config.oracle.data_dir);
        config.oracle.objectives = config.oracle.objectives.map(|file| folder.join(file));
        Ok(config)
    }

    /// Checks a file's text; `path` is for messages only.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text)
            .map_err(|error| ConfigError::Parse { path: path.into(), reason: error.message().to_string() })?;
        match config.fault() {
            None => Ok(config),
            Some(reason) => Err(ConfigError::Invalid { path: path.into(), reason }),
        }
    }

    /// The file's text.
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_default()
    }

    /// Writes the file, with a line on top that says what it is.
    pub fn save(&self, path: &Path) -> Result<(), ConfigError> {
        let text = format!("# Trimtab: one economy and the oracle that steers it.\n\n{}", self.to_toml());
        let fail = |source| ConfigError::Write { path: path.into(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(fail)?;
        }
        std::fs::write(path, text).map_err(fail)
    }

    fn fault(&self) -> Option<String> {
        if self.rpc.urls.is_empty() || self.rpc.urls.len() > 2 {
            return Some(format!("rpc.urls has {} entries, expected one or two", self.rpc.urls.len()));
        }
        if self.oracle.listen.parse::<std::net::SocketAddr>().is_err() {
            return Some(format!("oracle.listen is {:?}, expected IP:PORT such as 127.0.0.1:8787", self.oracle.listen));
        }
        if self.oracle.poll_secs == 0 || self.oracle.decide_every_secs == 0 {
            return Some("oracle.poll_secs and oracle.decide_every_secs must be at least 1".into());
        }
        if self.oracle.uri.replace("{id}", &"0".repeat(32)).len() > 64 {
            return Some("oracle.uri is longer than 64 bytes".into());
        }
        None
    }
}

/// Addresses as base58 text.
pub mod address {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use solana_program::pubkey::Pubkey;

    pub fn serialize<S: Serializer>(address: &Pubkey, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(address)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Pubkey, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|_| D::Error::custom(format!("found {text:?}, expected an address in base58")))
    }
}

fn default_max_price() -> u64 {
    100_000
}

fn default_price() -> String {
    "/price".into()
}

fn default_volume() -> String {
    "/volume".into()
}

fn default_liquidity() -> String {
    "/liquidity".into()
}

fn default_observed_at() -> String {
    "/observed_at".into()
}

#[cfg(test)]
mod tests;
