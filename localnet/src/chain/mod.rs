//! The embedded chain: surfpool with a chosen way of making blocks.
//!
//! It is a real SVM with real JSON-RPC and websocket servers on loopback; nothing here bypasses a signature.
//! It keeps nothing on disk and dies with the process.

mod forward;

use anyhow::{Context, Result, bail};
use forward::Forward;
use std::time::Duration;
use surfpool_sdk::{BlockProductionMode, Keypair, SimnetCommand, Surfnet};

/// Time that passes from one block to the next, milliseconds; Solana's own slot time.
pub const SLOT_MILLIS: u64 = 400;
/// What the payer holds at the start, lamports: 100 000 SOL (the faucet of the embedded chain has less than a million).
const PAYER_LAMPORTS: u64 = 100_000 * 1_000_000_000;

/// When a block is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocks {
    /// After each transaction, and then until that transaction is final; time stands still in between.
    /// For scenarios that travel in time. A blockhash lives for some 30 ms only while blocks are being made.
    OnDemand,
    /// Every 400 ms, as a real validator does. For people.
    EverySlot,
}

impl Blocks {
    fn mode(self) -> BlockProductionMode {
        match self {
            Self::OnDemand => BlockProductionMode::Transaction,
            Self::EverySlot => BlockProductionMode::Clock,
        }
    }
}

/// A running chain. Dropping it ends it.
pub struct EmbeddedChain {
    surfnet: Surfnet,
    rpc_url: String,
    ws_url: String,
    _forwards: Vec<Forward>,
}

impl EmbeddedChain {
    /// Starts a chain whose `payer` is rich.
    ///
    /// With `port`, JSON-RPC answers there and the websocket on `port + 1`; without, on free ports.
    /// Must be called on a multi-threaded tokio runtime.
    pub async fn start(blocks: Blocks, port: Option<u16>, payer: Keypair) -> Result<Self> {
        let surfnet = Surfnet::builder()
            .offline(true)
            .slot_time_ms(SLOT_MILLIS)
            .block_production_mode(blocks.mode())
            .payer(payer)
            .airdrop_sol(PAYER_LAMPORTS)
            .start()
            .await
            .context("the embedded chain did not start")?;
        // Surfpool profiles each instruction by running it again, which is seven times slower, unless a deployment is going on.
        surfnet.send_command(SimnetCommand::StartRunbookExecution("localnet".into()))?;
        let (mut rpc_url, mut ws_url) = (surfnet.rpc_url().to_owned(), surfnet.ws_url().to_owned());
        let mut forwards = Vec::new();
        if let Some(port) = port {
            let Some(ws_port) = port.checked_add(1) else {
                bail!("port {port} leaves no room for the websocket at the next port");
            };
            forwards.push(Forward::open(port, &rpc_url).await?);
            forwards.push(Forward::open(ws_port, &ws_url).await?);
            rpc_url = format!("http://127.0.0.1:{port}");
            ws_url = format!("ws://127.0.0.1:{ws_port}");
        }
        Ok(Self { surfnet, rpc_url, ws_url, _forwards: forwards })
    }

    /// Changes when blocks are made from now on.
    pub fn make_blocks(&self, blocks: Blocks) -> Result<()> {
        self.surfnet.send_command(SimnetCommand::UpdateBlockProductionMode(blocks.mode()))?;
        Ok(())
    }

    pub fn rpc_url(&self) -> &str {
        &self.rpc_url
    }

    pub fn ws_url(&self) -> &str {
        &self.ws_url
    }

    /// Closes both servers and waits until their ports are free.
    pub async fn stop(mut self) -> Result<()> {
        let closing = tokio::task::spawn_blocking(move || self.surfnet.stop());
        tokio::time::timeout(Duration::from_secs(6), closing).await???;
        Ok(())
    }
}
