//! The Solana CLI's own configuration file, so that `-u` and `-k` mean what people expect.

use std::path::{Path, PathBuf};

use super::expand_home;

/// What `~/.config/solana/cli/config.yml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CliConfig {
    pub json_rpc_url: Option<String>,
    pub keypair_path: Option<String>,
}

impl CliConfig {
    pub fn default_path() -> PathBuf {
        expand_home("~/.config/solana/cli/config.yml")
    }

    /// Reads the file; a missing file is an empty configuration.
    pub fn load(path: &Path) -> Self {
        std::fs::read_to_string(path).map(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// The file is flat YAML: one `key: value` per line, values maybe quoted.
    pub fn parse(text: &str) -> Self {
        let value = |key: &str| {
            text.lines().find_map(|line| {
                let rest = line.strip_prefix(key)?.trim_start().strip_prefix(':')?.trim();
                let plain = rest.trim_matches(['"', '\'']);
                (!plain.is_empty()).then(|| plain.to_string())
            })
        };
        Self { json_rpc_url: value("json_rpc_url"), keypair_path: value("keypair_path") }
    }
}

/// `localhost`, `devnet`, `testnet`, `mainnet-beta` or their first letters → URL; anything else is returned as it is.
pub fn url_from_moniker(moniker: &str) -> String {
    match moniker {
        "l" | "localhost" => "http://127.0.0.1:8899".into(),
        "d" | "devnet" => "https://api.devnet.solana.com".into(),
        "t" | "testnet" => "https://api.testnet.solana.com".into(),
        "m" | "mainnet-beta" => "https://api.mainnet-beta.solana.com".into(),
        url => url.into(),
    }
}
