//! Arguments that several commands share: which cluster, which key, which economy.

use std::{ops::Range, path::PathBuf};

use clap::Args;
use referee::registration::seeds_of;

use super::CliError;
use crate::{
    chain::{Pubkey, Rpc, Sender, websocket_beside},
    config::{Config, Economy, OracleConfig, RpcConfig},
    keys::{self, CliConfig, Keypair, url_from_moniker},
    migrate::{Addresses, GenesisKeys},
};

/// Configuration that is used when it is there.
const DEFAULT_CONFIG: &str = "trimtab.toml";

/// Name of an economy when none is given.
pub const DEFAULT_NAME: &str = "main";

/// Most seeds that one command plays: more would not end, or not fit into memory.
const MOST_SEEDS: u64 = 1_000_000;

/// The seeds that were given to `flag`.
pub fn seeds(flag: &str, text: &str) -> Result<Range<u64>, CliError> {
    let expected = format!("A..B with A < B, such as 10000..10400, and at most {MOST_SEEDS} seeds");
    let found = seeds_of(text).filter(|seeds| seeds.end - seeds.start <= MOST_SEEDS);
    found.ok_or_else(|| CliError::Wrong(format!("failed to read {flag}: found {text:?}, expected {expected}")))
}

/// Where the chain is, and who signs.
#[derive(Args, Clone, Debug)]
pub struct ClusterArgs {
    /// Cluster: localhost, devnet, testnet, mainnet-beta, their first letters, or a URL.
    #[arg(short, long, value_name = "URL_OR_MONIKER", global = true)]
    url: Option<String>,
    /// Key file, local:NAME for a test key of this machine's own chains, or for gov usb://ledger?key=0/0.
    #[arg(short, long, value_name = "KEYPAIR", global = true)]
    keypair: Option<String>,
    /// The Solana CLI's configuration file.
    #[arg(short = 'C', long, value_name = "FILE", global = true)]
    solana_config: Option<PathBuf>,
    /// Trimtab's configuration; ./trimtab.toml is used when it is there.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

impl ClusterArgs {
    /// The given configuration, or ./trimtab.toml, or none.
    pub fn trimtab_config(&self) -> Result<Option<Config>, CliError> {
        match &self.config {
            Some(path) => Ok(Some(Config::load(path)?)),
            None if PathBuf::from(DEFAULT_CONFIG).exists() => Ok(Some(Config::load(DEFAULT_CONFIG.as_ref())?)),
            None => Ok(None),
        }
    }

    /// `--url`, else trimtab.toml, else the Solana CLI's configuration, else this machine.
    pub fn rpc(&self, config: Option<&Config>) -> Result<Rpc, CliError> {
        Ok(Rpc::new(&self.rpc_url(config))?)
    }

    pub fn sender(&self, config: Option<&Config>) -> Result<Sender, CliError> {
        let mut sender = Sender::new(self.rpc(config)?);
        if let Some(config) = config {
            sender.max_price = config.rpc.max_price;
        }
        Ok(sender)
    }

    fn rpc_url(&self, config: Option<&Config>) -> String {
        let from_solana = || self.solana_config().json_rpc_url;
        let from_config = || config.and_then(|config| config.rpc.urls.first().cloned());
        let url = self.url.clone().or_else(from_config).or_else(from_solana);
        url_from_moniker(url.as_deref().unwrap_or("localhost"))
    }

    /// `--keypair`, or what was not given.
    pub fn key_spec(&self) -> Option<&String> {
        self.keypair.as_ref()
    }

    /// `--keypair`, else the Solana CLI's.
    pub fn key_spec_or_default(&self) -> String {
        let configured = || self.solana_config().keypair_path;
        self.keypair.clone().or_else(configured).unwrap_or_else(|| "~/.config/solana/id.json".into())
    }

    /// The key itself; a device cannot give one.
    pub fn key(&self, rpc: &Rpc) -> Result<Keypair, CliError> {
        Ok(keys::resolve(&self.key_spec_or_default(), rpc.is_loopback(), rpc.host())?)
    }

    /// The same; on this machine's own chains the test key `fallback` stands in where no key exists at all.
    pub fn key_spec_or_local(&self, rpc: &Rpc, fallback: &str) -> String {
        let chosen = self.keypair.is_some()
            || self.solana_config().keypair_path.is_some()
            || keys::expand_home("~/.config/solana/id.json").exists();
        if chosen || !rpc.is_loopback() { self.key_spec_or_default() } else { format!("local:{fallback}") }
    }

    /// The key of [`Self::key_spec_or_local`], for commands that work unattended.
    pub fn key_or_local(&self, rpc: &Rpc, fallback: &str) -> Result<Keypair, CliError> {
        Ok(keys::resolve(&self.key_spec_or_local(rpc, fallback), rpc.is_loopback(), rpc.host())?)
    }

    fn solana_config(&self) -> CliConfig {
        CliConfig::load(&self.solana_config.clone().unwrap_or_else(CliConfig::default_path))
    }

    /// The configuration, or on this machine's own chains that of the local test economy.
    pub fn config_or_local(&self, name: &str) -> Result<Config, CliError> {
        if let Some(mut config) = self.trimtab_config()? {
            if self.url.is_some() {
                config.rpc.urls = vec![self.rpc_url(None)];
                config.rpc.ws = websocket_beside(&config.rpc.urls[0]);
            }
            if let Some(key) = &self.keypair {
                config.oracle.keypair.clone_from(key);
            }
            return Ok(config);
        }
        let rpc = self.rpc(None)?;
        if !rpc.is_loopback() {
            return Err(CliError::Wrong(format!(
                "failed to find the economy on {}: no trimtab.toml here; write one with `trimtab migrate --config-out trimtab.toml`, or name one with --config",
                rpc.host()
            )));
        }
        let keypair = self.keypair.clone().unwrap_or_else(|| "local:oracle".into());
        Ok(Config {
            rpc: RpcConfig { ws: websocket_beside(rpc.url()), urls: vec![self.rpc_url(None)], max_price: 100_000 },
            economy: local_economy(name),
            market: vec![],
            oracle: OracleConfig { keypair, ..OracleConfig::default() },
        })
    }

    /// The given folder, else trimtab.toml's, else ./trimtab-data.
    pub fn data_folder(&self, given: Option<&PathBuf>) -> Result<PathBuf, CliError> {
        match given {
            Some(folder) => Ok(folder.clone()),
            None => Ok(self
                .trimtab_config()?
                .map_or_else(|| OracleConfig::default().data_dir, |config| config.oracle.data_dir)),
        }
    }

    /// `--council`, else trimtab.toml's, else on this machine's own chains that of the local test economy.
    pub fn council(&self, given: Option<&str>, config: Option<&Config>, rpc: &Rpc) -> Result<Pubkey, CliError> {
        match (given, config) {
            (Some(text), _) => address("council", text),
            (None, Some(config)) => Ok(config.economy.council),
            (None, None) if rpc.is_loopback() => Ok(local_economy(DEFAULT_NAME).council),
            (None, None) => Err(CliError::Wrong(
                "failed to find the council: give --council ADDRESS, or --config FILE with a trimtab.toml".into(),
            )),
        }
    }
}

/// The economy that the named test keys create.
fn local_economy(name: &str) -> Economy {
    Addresses::new(&GenesisKeys::local(), name).economy()
}

/// Parses an address that a person typed.
pub fn address(what: &str, text: &str) -> Result<Pubkey, CliError> {
    text.parse().map_err(|_| {
        CliError::Wrong(format!("failed to read the {what}: found {text:?}, expected an address of 32 bytes in base58"))
    })
}
