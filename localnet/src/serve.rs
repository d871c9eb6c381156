//! `localnet serve`: a chain for people and tools, with everything on it.

use crate::chain::{Blocks, EmbeddedChain};
use crate::paths;
use crate::progress::Progress;
use crate::scenario::{self, Chain};
use anyhow::Result;
use oracle::keys::local_key;

/// What was asked for.
pub struct Options {
    pub port: u16,
    /// Without programs and genesis.
    pub bare: bool,
}

/// Serves until Ctrl-C.
pub async fn run(options: Options) -> Result<()> {
    let mut progress = Progress::new();
    let chain = EmbeddedChain::start(Blocks::EverySlot, Some(options.port), local_key("payer")?.keypair).await?;
    progress.say(format!("JSON-RPC {}   websocket {}", chain.rpc_url(), chain.ws_url()));
    if !options.bare {
        let served = Chain::embedded(chain.rpc_url(), chain.ws_url())?;
        scenario::deploy_programs(&served, &mut progress).await?;
        let economy = scenario::found(&served, "local", "main", &mut progress).await?;
        progress.end_stage();
        println!("council  {}\nmint     {}\npool     {}", economy.council, economy.mint, economy.pool);
    }
    println!("{}", usage(chain.rpc_url()));
    tokio::signal::ctrl_c().await?;
    progress.say("ending");
    chain.stop().await
}

fn usage(url: &str) -> String {
    let trimtab = paths::trimtab();
    format!(
        "
Use it:
  solana -u {url} block-height
  {trimtab} gov list -u {url}
  {trimtab} gov propose fee_bps=120 -u {url} -k local:member-1
  {trimtab} stake 100 -u {url} -k local:creator
  {trimtab} supply -u {url}
Test keys are named: local:creator, local:member-1 to -3, local:oracle, local:payer, local:wallet-000 and so on.
Nothing is kept: Ctrl-C ends the chain."
    )
}
