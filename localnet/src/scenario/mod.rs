//! The play: days of an economy, evenings of an oracle, votes of a council.
//!
//! One code for the demonstration (time travel) and for the run against a validator (real time).

mod chamber;
mod notes;
mod planner;
mod script;
mod stage;
mod summary;

pub use notes::Notes;
pub use script::Script;
pub use stage::{Chain, deploy_programs, found, profile};
pub use summary::Summary;

use crate::driver::{Day, Driver};
use crate::progress::Progress;
use anyhow::{Context, Result};
use chamber::Chamber;
use oracle::config::Config;
use planner::Planner;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Looks around before the first day; people with seven different weekdays all come by.
const ARRIVALS: u64 = 7;

/// Which genesis to apply.
#[derive(Clone, Copy, Debug)]
pub struct Genesis<'a> {
    /// Profile of migrations/0001-economy.toml.
    pub profile: &'a str,
    /// Name of the economy under its creator; another name is another economy.
    pub name: &'a str,
}

/// A stage that is set.
pub struct Play {
    chain: Chain,
    script: Script,
    config: Config,
    dir: PathBuf,
    driver: Driver,
    chamber: Chamber,
    planner: Planner,
    before: summary::Values,
    notes: Notes,
}

impl Play {
    /// Applies the genesis and lets people settle in; the programs must be deployed. Everything that the play writes goes to `dir`.
    pub async fn set(
        chain: Chain,
        script: Script,
        genesis: Genesis<'_>,
        dir: &Path,
        progress: &mut Progress,
    ) -> Result<Self> {
        let began = Instant::now();
        let mut notes = Notes::default();
        let economy = stage::found(&chain, genesis.profile, genesis.name, progress).await?;
        notes.spent("genesis", began);
        let driver = stage::populate(&chain, economy, &script, &mut notes, progress).await?;
        let config = stage::configure(&chain, economy, driver.market_url(), &script, dir)?;
        let manual = script.manual.then(|| dir.join("trimtab.toml"));
        let chamber = Chamber::open(chain.sender.clone(), &economy, chain.time.clone(), script.veto, manual)?;
        let planner = Planner::open(&chain, config.clone())?;
        let before = summary::values(&chain.sender, &economy).await?;
        Ok(Self { chain, script, config, dir: dir.to_owned(), driver, chamber, planner, before, notes })
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The dashboard's pages, with the health of the oracle.
    pub fn pages(&self) -> axum::Router {
        let oracle = self.planner.oracle();
        oracle::dashboard::router(oracle.store().clone()).merge(oracle::daemon::health_router(oracle.health()))
    }

    /// Plays all days.
    pub async fn run(&mut self, progress: &mut Progress) -> Result<()> {
        self.prologue(progress).await?;
        progress.stage("days", self.script.days);
        for day in 1..=self.script.days {
            // A day begins when the metrics period of the day before can be closed.
            let morning = self.driver.period_end().await?;
            self.chain.time.pass_until(morning).await?;
            let seen = self.live(day).await.with_context(|| format!("day {day} failed"))?;
            self.evening(day, &seen, progress).await.with_context(|| format!("the evening of day {day} failed"))?;
        }
        progress.end_stage();
        Ok(())
    }

    /// People arrive, most of them stake, and some weeks go by.
    async fn prologue(&mut self, progress: &mut Progress) -> Result<()> {
        let began = Instant::now();
        progress.stage("arrival", ARRIVALS);
        for step in 0..ARRIVALS {
            let now = self.chain.time.now().await?;
            let flown = self.driver.arrive(step, now).await?;
            self.notes.flown(flown);
            progress.step("people find their places");
        }
        let now = self.chain.time.now().await?;
        self.chain.time.pass_until(now.unix + self.script.prologue * self.script.day_secs).await?;
        self.notes.spent("people", began);
        progress.say(format!("people found their places; {} days go by", self.script.prologue));
        Ok(())
    }

    /// The economy's part of a day.
    async fn live(&mut self, day: u64) -> Result<Day> {
        let began = Instant::now();
        let now = self.chain.time.now().await?;
        let seen = self.driver.day(day, now, self.script.events(day)).await?;
        self.notes.flown(seen.flown.clone());
        self.notes.spent("economy", began);
        Ok(seen)
    }

    /// Governance and the oracle's part of a day.
    async fn evening(&mut self, day: u64, seen: &Day, progress: &mut Progress) -> Result<()> {
        let outage = if self.script.events(day).outage { "  (the market's feed stands still)" } else { "" };
        progress.step(format!(
            "day {day}: price {:.4}, {:.1} % staked",
            seen.price_micro as f64 / 1e6,
            100.0 * seen.staked as f64 / seen.supply.max(1) as f64
        ));
        progress.say(day_line(day, seen, outage));
        let began = Instant::now();
        self.chamber.execute_due(self.script.day_secs / 4, progress, &mut self.notes).await?;
        self.notes.spent("council", began);
        let began = Instant::now();
        let proposal = if self.script.is_round(day) {
            self.chain.time.finalized(self.notes.slot).await?;
            self.planner.decide(progress, &mut self.notes).await?
        } else {
            self.planner.look(progress).await?;
            None
        };
        self.notes.spent("oracle", began);
        if let Some(proposal) = proposal {
            let began = Instant::now();
            self.chamber.answer(&proposal, progress, &mut self.notes).await?;
            self.notes.spent("council", began);
        }
        Ok(())
    }

    /// Reads chain and log again, writes the report and `summary.json`, returns the summary.
    pub async fn finish(&mut self, progress: &mut Progress) -> Result<Summary> {
        self.chain.time.finalized(self.notes.slot).await?;
        self.planner.look(progress).await?;
        let before = self.before.clone();
        let summary =
            summary::read(&self.chain.sender, &self.config.economy, &self.dir, self.script.days, before, &self.notes)
                .await?;
        oracle::report::write(self.planner.oracle().store(), None, &self.dir.join("report"))?;
        std::fs::write(self.dir.join("summary.json"), serde_json::to_string_pretty(&summary)?)?;
        Ok(summary)
    }

    pub fn notes(&self) -> &Notes {
        &self.notes
    }
}

fn day_line(day: u64, seen: &Day, outage: &str) -> String {
    let staked = 100.0 * seen.staked as f64 / seen.supply.max(1) as f64;
    format!(
        "day {day:>3}  price {:.4}  staked {staked:.1} %  yield {:.1} %  {} transactions{outage}",
        seen.price_micro as f64 / 1e6,
        seen.apr_bps as f64 / 100.0,
        seen.flown.landed
    )
}
