//! The whole system in one process: twenty days of an economy on the embedded chain, steered by the oracle, judged afterwards.
//!
//! One play serves all tests here; each looks at another promise.

mod audit;
mod money;
mod play;
mod policies;
mod programs;
mod rights;

use localnet::{
    chain::{Blocks, EmbeddedChain},
    paths,
    progress::Progress,
    scenario::{Chain, Genesis, Play, Script, Summary, deploy_programs},
};
use oracle::{config::Config, keys::local_key};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, OnceLock};

/// A play that is over, on a chain that still answers.
pub struct Played {
    pub runtime: tokio::runtime::Runtime,
    chain: Chain,
    config: Config,
    pub dir: PathBuf,
    pub summary: Summary,
    turn: Mutex<()>,
}

impl Played {
    /// Only one oracle may hold the data folder, and voters read what they change: one test at a time.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

pub fn played() -> &'static Played {
    static PLAYED: OnceLock<Played> = OnceLock::new();
    PLAYED.get_or_init(|| {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let dir = paths::scratch("tests-demo");
        let (chain, config, summary) = runtime.block_on(play(&dir)).expect("the play succeeds");
        Played { runtime, chain, config, dir, summary, turn: Mutex::new(()) }
    })
}

async fn play(dir: &std::path::Path) -> anyhow::Result<(Chain, Config, Summary)> {
    paths::ready(dir)?;
    let mut progress = Progress::new();
    let embedded = EmbeddedChain::start(Blocks::EverySlot, None, local_key("payer")?.keypair).await?;
    let chain = Chain::embedded(embedded.rpc_url(), embedded.ws_url())?;
    deploy_programs(&chain, &mut progress).await?;
    embedded.make_blocks(Blocks::OnDemand)?;
    let script = Script { outage: (9, 12), ..Script::demo(20, 7, 20) };
    let genesis = Genesis { profile: "demo", name: "main" };
    let mut play = Play::set(chain.clone(), script, genesis, dir, &mut progress).await?;
    play.run(&mut progress).await?;
    let summary = play.finish(&mut progress).await?;
    let config = play.config().clone();
    // The chain outlives the play: it ends with the process.
    std::mem::forget(embedded);
    Ok((chain, config, summary))
}
