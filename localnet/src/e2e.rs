//! `localnet e2e`: the same play in real time against a validator that runs already.

use crate::demo::{check, render};
use crate::paths;
use crate::progress::Progress;
use crate::scenario::{Chain, Genesis, Play, Script, deploy_programs};
use anyhow::{Context, Result};
use std::path::PathBuf;

/// Metrics periods of a default run.
pub const DEFAULT_PERIODS: u64 = 16;
/// Length of a metrics period in the local genesis, seconds.
const PERIOD_SECS: i64 = 10;

/// What was asked for.
pub struct Options {
    pub rpc: String,
    pub ws: Option<String>,
    pub out: Option<PathBuf>,
    pub seed: u64,
    pub periods: u64,
    pub wallets: usize,
}

/// Plays and checks.
pub async fn run(options: Options) -> Result<()> {
    let script = Script::short(options.periods, PERIOD_SECS, options.seed, options.wallets);
    script.check()?;
    let chain = Chain::validator(&options.rpc, options.ws)?;
    let clock = chain.time.now().await;
    let clock = clock.with_context(|| {
        format!(
            "no validator answers at {}: start one with `solana-test-validator --reset` or `localnet serve`",
            options.rpc
        )
    })?;
    let dir = options.out.unwrap_or_else(|| paths::scratch("e2e"));
    paths::ready(&dir)?;
    let mut progress = Progress::new();
    // A new economy each time, so that the same validator can be used again.
    let name = format!("e2e-{}", clock.unix);
    deploy_programs(&chain, &mut progress).await?;
    let mut play = Play::set(chain, script, Genesis { profile: "local", name: &name }, &dir, &mut progress).await?;
    play.run(&mut progress).await?;
    let summary = play.finish(&mut progress).await?;
    progress.say(format!("time: {}", play.notes().times()));
    println!("{}", render(&summary, &dir));
    check(&summary)
}
