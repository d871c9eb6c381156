//! `trimtab migrate`.

use std::path::PathBuf;

use clap::Args;

use super::{
    CliError,
    args::{ClusterArgs, DEFAULT_NAME},
    output::{LogFormat, note, print, start_log},
};
use crate::{
    chain::websocket_beside,
    config::{Config, MarketSource, OracleConfig, RpcConfig},
    migrate::{GenesisKeys, Given, MigrateStep, Profile, migrate},
};

const EXAMPLES: &str = "Examples:
  trimtab migrate -u localhost --profile local --config-out trimtab.toml
  trimtab migrate -u devnet --profile mainnet -k creator.json \\
      --seat ADDRESS --seat ADDRESS --seat ADDRESS --oracle ADDRESS --config-out trimtab.toml

Steps that are on chain already are left alone. Each member accepts the seat with `trimtab gov members accept -k KEYFILE`.";

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct MigrateArgs {
    #[command(flatten)]
    cluster: ClusterArgs,
    /// Profile: local (seconds, real time), demo (days, movable clock), mainnet (days, your keys).
    #[arg(long)]
    profile: String,
    /// Migration file; the one that came with this program when absent.
    #[arg(long, value_name = "FILE")]
    migration: Option<PathBuf>,
    /// A domain pack whose parameters the economy gets as well, such as migrations/packs/lending.toml.
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,
    /// Name of the economy: 1 to 16 letters, part of its address.
    #[arg(long, default_value = DEFAULT_NAME)]
    name: String,
    /// A council member: address, key file or local:NAME; once for each.
    #[arg(long, value_name = "MEMBER")]
    seat: Vec<String>,
    /// The oracle's address.
    #[arg(long, value_name = "ADDRESS")]
    oracle: Option<String>,
    /// Who may pause the economy for a while; nobody when absent.
    #[arg(long, value_name = "ADDRESS")]
    guardian: Option<String>,
    /// Owner of the genesis supply; the creator when absent.
    #[arg(long, value_name = "ADDRESS")]
    genesis_owner: Option<String>,
    /// Key that may replace the programs until the gate does, where the profile hands them over; the creator's when absent.
    #[arg(long, value_name = "KEYPAIR")]
    deployer: Option<String>,
    /// Write a trimtab.toml for the oracle here.
    #[arg(long, value_name = "FILE")]
    config_out: Option<PathBuf>,
    /// Market source for that file: a URL that answers {"price", "volume", "liquidity", "observed_at"}.
    #[arg(long, value_name = "URL")]
    market_url: Option<String>,
}

impl MigrateArgs {
    pub async fn run(self) -> Result<(), CliError> {
        start_log("warn", LogFormat::Text);
        let name_fits = (1..=16).contains(&self.name.len()) && self.name.bytes().all(|b| b.is_ascii_graphic());
        if !name_fits {
            return Err(CliError::Wrong(format!(
                "failed to use {:?} as a name: expected 1 to 16 printable ASCII characters without blanks",
                self.name
            )));
        }
        let sender = self.cluster.sender(None)?;
        let profile = match &self.migration {
            Some(path) => Profile::load(path, &self.profile)?,
            None => Profile::built_in(&self.profile)?,
        };
        let profile = match &self.pack {
            Some(path) => profile.with_pack(path)?,
            None => profile,
        };
        let given = Given {
            creator: self.cluster.key_spec().cloned(),
            seats: self.seat.clone(),
            oracle: self.oracle.clone(),
            guardian: self.guardian.clone(),
            genesis_owner: self.genesis_owner.clone(),
            deployer: self.deployer.clone(),
        };
        let keys = GenesisKeys::resolve(&profile, &given, sender.rpc.is_loopback(), sender.rpc.host())?;
        let economy = migrate(&sender, &profile, &keys, &self.name, &show).await?;
        print(&format!(
            "council {}\npolicy  {}\nissuer  {}\nmint    {}\npool    {}",
            economy.council, economy.policy, economy.issuer, economy.mint, economy.pool
        ));
        if let Some(path) = &self.config_out {
            self.config(&sender.rpc, &profile, economy).save(path)?;
            note(&format!("wrote {}", path.display()));
        }
        Ok(())
    }

    fn config(&self, rpc: &crate::chain::Rpc, profile: &Profile, economy: crate::config::Economy) -> Config {
        let defaults = OracleConfig::default();
        let keypair = profile.oracle.clone().filter(|_| self.oracle.is_none()).unwrap_or(defaults.keypair.clone());
        let market = self.market_url.iter().map(|url| MarketSource {
            name: "market".into(),
            url: url.clone(),
            price: "/price".into(),
            volume: "/volume".into(),
            liquidity: "/liquidity".into(),
            observed_at: "/observed_at".into(),
            time_unit: Default::default(),
        });
        Config {
            rpc: RpcConfig { urls: vec![rpc.url().to_string()], ws: websocket_beside(rpc.url()), max_price: 100_000 },
            economy,
            market: market.collect(),
            oracle: OracleConfig { keypair, decide_every_secs: profile.period_secs, ..defaults },
        }
    }
}

fn show(step: MigrateStep) {
    match step {
        MigrateStep::Done(what) => note(&format!("  made     {what}")),
        MigrateStep::Present(what) => note(&format!("  present  {what}")),
        MigrateStep::Open(what) => note(&format!("  open     {what}")),
    }
}
