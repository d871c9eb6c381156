//! `localnet demo`: the main job in one process.

use crate::chain::{Blocks, EmbeddedChain};
use crate::pages::Place;
use crate::paths;
use crate::progress::Progress;
use crate::scenario::{Chain, Genesis, Play, Script, Summary, deploy_programs, profile};
use anyhow::{Result, anyhow, ensure};
use oracle::keys::local_key;
use std::path::{Path, PathBuf};

/// Days of a default run.
pub const DEFAULT_DAYS: u64 = 30;

/// What was asked for.
pub struct Options {
    pub days: u64,
    pub seed: u64,
    /// Port of the dashboard; 0 takes a free one, none the usual one or a free one.
    pub port: Option<u16>,
    pub wallets: usize,
    pub manual: bool,
    pub exit: bool,
    pub out: Option<PathBuf>,
    pub profile: String,
}

/// Plays the demonstration; without `exit` the dashboard stays until Ctrl-C.
pub async fn run(options: Options) -> Result<()> {
    let script = Script { manual: options.manual, ..Script::demo(options.days, options.seed, options.wallets) };
    script.check()?;
    profile(&options.profile)?;
    let dir = options.out.clone().unwrap_or_else(|| paths::scratch("demo"));
    let place = Place::take(options.port)?;
    paths::ready(&dir)?;
    let mut progress = Progress::new();
    let chain = EmbeddedChain::start(Blocks::EverySlot, None, local_key("payer")?.keypair).await?;
    progress.say(format!("a chain of its own at {}", chain.rpc_url()));
    let outcome = tokio::select! {
        outcome = play(&chain, script, &options, place, &dir, &mut progress) => outcome,
        _ = tokio::signal::ctrl_c() => Err(anyhow!("stopped before the last day; what was written is in {}", dir.display())),
    };
    progress.end_stage();
    chain.stop().await?;
    outcome
}

async fn play(
    embedded: &EmbeddedChain,
    script: Script,
    options: &Options,
    place: Place,
    dir: &Path,
    progress: &mut Progress,
) -> Result<()> {
    let chain = Chain::embedded(embedded.rpc_url(), embedded.ws_url())?;
    deploy_programs(&chain, progress).await?;
    embedded.make_blocks(Blocks::OnDemand)?;
    let mut play = Play::set(chain, script, Genesis { profile: &options.profile, name: "main" }, dir, progress).await?;
    let pages = place.serve(play.pages())?;
    progress.say(format!("dashboard at {}", pages.url));
    play.run(progress).await?;
    let summary = play.finish(progress).await?;
    progress.say(format!("time: {}", play.notes().times()));
    println!("{}", render(&summary, dir));
    check(&summary)?;
    if !options.exit {
        println!(
            "dashboard {}
chain     {}   (trimtab gov list --config {})
Ctrl-C ends both.",
            pages.url,
            embedded.rpc_url(),
            dir.join("trimtab.toml").display()
        );
        tokio::signal::ctrl_c().await?;
    }
    Ok(())
}

/// What must hold after every play.
pub fn check(summary: &Summary) -> Result<()> {
    ensure!(summary.decisions_verified, "the decision log does not verify");
    ensure!(summary.chain_root_matches || summary.proposals.proposed == 0, "the log's root is not the chain's");
    Ok(())
}

/// The summary for people.
pub fn render(summary: &Summary, dir: &Path) -> String {
    let whole = |base: u64| base as f64 / 1e6;
    let counts = &summary.proposals;
    let mut text = format!("\n{} days, {} transactions\n", summary.days, summary.transactions);
    text += &format!(
        "proposals   {} proposed: {} executed, {} vetoed, {} expired, {} open; {} decisions held back\n",
        counts.proposed, counts.executed, counts.vetoed, counts.expired, counts.open, counts.held
    );
    for (reason, times) in &summary.hold_reasons {
        text += &format!("  held {times}×  {reason}\n");
    }
    for (key, before) in &summary.parameters.before {
        let after = summary.parameters.after.get(key).copied().unwrap_or_default();
        if after != *before {
            text += &format!("parameter   {key} {before} → {after}\n");
        }
    }
    text += &format!(
        "supply      {:.2} (minted {:.2}, burned {:.2}), staked {:.2}\n",
        whole(summary.supply),
        whole(summary.minted),
        whole(summary.burned),
        whole(summary.staked)
    );
    text += &format!(
        "log         {} decisions verified: {}; chain's root matches: {}; {} full cycles up to the measured effect\n",
        summary.decisions, summary.decisions_verified, summary.chain_root_matches, summary.cycles
    );
    text += &format!("files       {}\n", dir.display());
    text
}
