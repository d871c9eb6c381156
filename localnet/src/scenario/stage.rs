//! Sets the stage: programs, genesis, people; each part is left alone where it is there already.

use super::notes::Notes;
use super::script::Script;
use crate::WrongInput;
use crate::driver::{Driver, Population};
use crate::paths;
use crate::progress::Progress;
use crate::time::Time;
use anyhow::{Context, Result, bail, ensure};
use oracle::accounts::{MintState, TokenState, associated_token_address};
use oracle::chain::{Rpc, Sender};
use oracle::config::{Config, Economy, MarketSource, OracleConfig, RpcConfig};
use oracle::deploy;
use oracle::keys::{Signer, local_key};
use oracle::migrate::{GenesisKeys, MigrateStep, Profile, migrate};
use oracle::objectives::Objectives;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What the payer needs for deploying, rent and everybody's fees, lamports.
const PAYER_LAMPORTS: u64 = 200 * deploy::LAMPORTS_PER_SOL;

/// A chain to play on.
#[derive(Clone)]
pub struct Chain {
    pub rpc_url: String,
    pub ws_url: Option<String>,
    pub sender: Sender,
    pub time: Time,
}

impl Chain {
    /// The embedded chain, which answers within milliseconds.
    pub fn embedded(rpc_url: &str, ws_url: &str) -> Result<Self> {
        let rpc = Rpc::new(rpc_url)?;
        let mut chain = Self::at(rpc_url, Some(ws_url.to_owned()), Time::travel(rpc))?;
        // While blocks are made without a pause, a blockhash lives for some 30 ms only; and where nothing else goes on,
        // only the next broadcast makes the block that proves it dead.
        chain.sender.attempts = 20;
        chain.sender.poll = chain.time.poll();
        chain.sender.rebroadcast = Duration::from_millis(40);
        Ok(chain)
    }

    /// A validator in real time.
    pub fn validator(rpc_url: &str, ws_url: Option<String>) -> Result<Self> {
        let rpc = Rpc::new(rpc_url).map_err(|error| WrongInput(error.to_string()))?;
        if !rpc.is_loopback() {
            bail!(WrongInput(format!(
                "found {}, expected a validator on this machine: the play signs with test keys that anyone can derive",
                rpc.host()
            )));
        }
        Self::at(rpc_url, ws_url.or_else(|| next_port(rpc_url)), Time::wait(rpc))
    }

    fn at(rpc_url: &str, ws_url: Option<String>, time: Time) -> Result<Self> {
        let sender = Sender::new(Rpc::new(rpc_url)?);
        Ok(Self { rpc_url: rpc_url.to_owned(), ws_url, sender, time })
    }
}

/// Where a validator has its websocket by custom: `ws://` and the port after that of JSON-RPC.
fn next_port(rpc_url: &str) -> Option<String> {
    let (host, port) = rpc_url.trim_end_matches('/').rsplit_once(':')?;
    let port = port.parse::<u16>().ok()?.checked_add(1)?;
    Some(format!("{}:{port}", host.replacen("http", "ws", 1)))
}

/// Puts the programs on chain, or leaves them if they are there.
pub async fn deploy_programs(chain: &Chain, progress: &mut Progress) -> Result<()> {
    let payer = local_key("payer")?.keypair;
    deploy::ensure_funds(&chain.sender.rpc, &payer.pubkey(), PAYER_LAMPORTS).await?;
    progress.stage("deploy", 3);
    let deployed = deploy::deploy(&chain.sender, &payer, None, &paths::programs(), &paths::program_keys(), &|step| {
        show_step(&step, progress)
    })
    .await?;
    for (name, how) in deployed {
        progress.say(format!("{name} {how:?}").to_lowercase());
    }
    Ok(())
}

fn show_step(step: &deploy::DeployStep<'_>, progress: &Progress) {
    match step {
        deploy::DeployStep::Writing { name, bytes, total } => {
            progress.doing(format!("{name}: {} of {} KB", bytes / 1024, total / 1024))
        }
        deploy::DeployStep::Finished { name, .. } => progress.step(format!("{name} is there")),
    }
}

/// Reads a genesis profile, or says which there are.
pub fn profile(name: &str) -> Result<Profile> {
    Ok(Profile::load(&paths::genesis(), name).map_err(|error| WrongInput(format!("failed to {error}")))?)
}

/// Applies the genesis of `profile` to an economy called `name`.
pub async fn found(chain: &Chain, profile: &str, name: &str, progress: &mut Progress) -> Result<Economy> {
    progress.stage("genesis", 1);
    let profile = self::profile(profile)?;
    let told = |step| match step {
        MigrateStep::Done(what) | MigrateStep::Present(what) | MigrateStep::Open(what) => progress.doing(what),
    };
    let economy = migrate(&chain.sender, &profile, &GenesisKeys::local(), name, &told).await?;
    progress.say(format!("economy of council {} with mint {}", economy.council, economy.mint));
    Ok(economy)
}

/// Lets the people settle in and starts the driver.
pub async fn populate(
    chain: &Chain,
    economy: Economy,
    script: &Script,
    notes: &mut Notes,
    progress: &mut Progress,
) -> Result<Driver> {
    let began = Instant::now();
    let (creator, payer) = (local_key("creator")?.keypair, Arc::new(local_key("payer")?.keypair));
    let holdings = associated_token_address(&creator.pubkey(), &economy.mint);
    let accounts = chain.sender.rpc.accounts(&[holdings, economy.mint]).await?;
    let holder = TokenState::decode(&holdings, accounts[0].as_ref()).context("the genesis supply cannot be found")?;
    let mint = MintState::decode(&economy.mint, accounts[1].as_ref())?;
    ensure!(
        holder.amount > mint.supply / 2,
        "this economy has lived already: start the validator with --reset and try again"
    );
    let people = Population::plan(creator, economy.mint, mint.decimals, holder.amount, script.wallets, script.seed)?;
    progress.stage("people", 1);
    let flown = people.settle_in(&chain.sender, &payer).await;
    ensure!(flown.refused.is_empty(), "not everybody could settle in: {:?}", flown.refused);
    progress.say(format!("{} wallets settled in with {} transactions", people.wallets.len(), flown.landed));
    notes.flown(flown);
    notes.spent("people", began);
    Driver::start(chain.sender.clone(), economy, people, script.seed, chain.time.now().await?).await
}

/// The configuration of this play's oracle, written to `dir`.
pub fn configure(chain: &Chain, economy: Economy, market_url: &str, script: &Script, dir: &Path) -> Result<Config> {
    let mut objectives = Objectives::default();
    // Data older than two days of the script count as old, however short its days are.
    objectives.gate.min_age_secs = objectives.gate.min_age_secs.min(2 * script.day_secs);
    std::fs::write(dir.join("objectives.toml"), toml::to_string_pretty(&objectives)?)?;
    let config = Config {
        rpc: RpcConfig {
            urls: vec![chain.rpc_url.clone()],
            ws: chain.ws_url.clone(),
            max_price: chain.sender.max_price,
        },
        economy,
        market: vec![source(market_url)],
        oracle: OracleConfig {
            data_dir: ".".into(),
            keypair: "local:oracle".into(),
            objectives: Some("objectives.toml".into()),
            ..OracleConfig::default()
        },
    };
    let path = dir.join("trimtab.toml");
    config.save(&path)?;
    Ok(Config::load(&path)?)
}

fn source(url: &str) -> MarketSource {
    MarketSource {
        name: "exchange".into(),
        url: url.into(),
        price: "/price".into(),
        volume: "/volume".into(),
        liquidity: "/liquidity".into(),
        observed_at: "/observed_at".into(),
        time_unit: Default::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::next_port;

    #[test]
    fn the_websocket_is_at_the_next_port() {
        assert_eq!(next_port("http://127.0.0.1:8899").as_deref(), Some("ws://127.0.0.1:8900"));
        assert_eq!(next_port("http://127.0.0.1:8899/").as_deref(), Some("ws://127.0.0.1:8900"));
        assert_eq!(next_port("http://localhost"), None);
    }
}
