//! Runs of the twin, hour by hour: what was known, and what was true.

use std::ops::Range;

use rayon::prelude::*;
use referee::{cell::Shift, suite::Suite};
use twin::{
    Bundle, Reading, Rule, Scenario, Seen,
    file::{BUILT_IN, ShockRow},
    play_rule,
    real::{exp, ln},
    rng::Stream,
    shock::ShockKind,
    world::World,
};

use super::{WITHIN, alarms::Watched};
use crate::warn::Hour;

/// Days and agents of a run.
pub const DAYS: u32 = 180;
const AGENTS: usize = 200;

/// One run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What was known at each hour.
    pub known: Vec<Hour>,
    /// Hours at which exit liquidity had fallen by half within a day, one per crunch.
    pub events: Vec<usize>,
    /// First hour of every exit of liquidity that the scenario holds: before it nothing can be known of it.
    pub onsets: Vec<usize>,
}

/// Hours before an event in which an exit belongs to it.
const BELONGS: usize = 240;

impl Run {
    /// The first hour in which anybody left before this event; `None` for a crash, in which the price takes liquidity along.
    pub fn onset_of(&self, event: usize) -> Option<usize> {
        self.onsets.iter().copied().filter(|onset| *onset < event && event - onset <= BELONGS).min()
    }

    /// Scores of its hours with its events.
    pub fn watched(&self, scores: Vec<f64>) -> Watched {
        let events = self.events.iter().map(|event| (*event, self.onset_of(*event).is_some())).collect();
        Watched { scores, events }
    }
}

/// The scenarios that training plays; the others are met first when the threshold is set.
pub const TRAINING: [&str; 6] = ["calm", "bear", "flash_crash", "liquidity_run", "mercenary_exit", "unlock_cliff"];

/// Where runs come from.
pub struct Worlds {
    suite: Suite,
}

impl Worlds {
    /// The registered scenarios.
    pub fn registered() -> Self {
        Self { suite: Suite::built_in(DAYS, AGENTS) }
    }

    /// A registered scenario under a shift, with the agents of `seed`.
    pub fn scenario(&self, name: &str, shift: Shift, seed: u64) -> Option<Scenario> {
        self.suite.scenario(name, shift, seed)
    }

    /// Runs of the registered scenarios `names` under a shift; in the order of (name, seed).
    pub fn runs(&self, names: &[&str], shift: Shift, seeds: Range<u64>) -> Vec<Run> {
        let jobs: Vec<(&str, u64)> = names.iter().flat_map(|name| seeds.clone().map(|seed| (*name, seed))).collect();
        let scenario = |&(name, seed): &(&str, u64)| Some((self.scenario(name, shift, seed)?, seed));
        jobs.par_iter().filter_map(scenario).map(|(scenario, seed)| run(scenario, seed)).collect()
    }

    /// Runs of made exits: of any length from one to ten days and any size, half of them after a leak of some days, a third with a falling price.
    pub fn made(&self, seeds: Range<u64>) -> Vec<Run> {
        let jobs: Vec<u64> = seeds.collect();
        let play = |&seed: &u64| {
            let mut file = self.suite.scenarios.iter().find(|file| file.name == "calm")?.clone();
            file.days = DAYS;
            self.suite.ensemble.inner(seed).apply(&mut file);
            file.shock = exit(seed);
            Some(run(file.build(AGENTS, seed), seed))
        };
        jobs.par_iter().filter_map(play).collect()
    }
}

/// Names of all registered scenarios.
pub fn names() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).collect()
}

/// An exit, drawn by seed.
fn exit(seed: u64) -> Vec<ShockRow> {
    let mut draws = Stream::new(seed, 0xC2).draws(u32::MAX - 3, 0);
    let row = |kind, day, hours, size| ShockRow { kind, day, hours, size, param: None, toward: None };
    let day = 40.0 + 100.0 * draws.uniform();
    let hours = exp(ln(24.0) + (ln(240.0) - ln(24.0)) * draws.uniform()) as u32;
    let size = 0.2 + 0.7 * draws.uniform();
    let mut rows = vec![row(ShockKind::LiquidityExit, day, hours, size)];
    if draws.chance(0.5) {
        let leak = 24 + (draws.uniform() * 144.0) as u32;
        rows.push(row(ShockKind::LiquidityExit, day - f64::from(leak) / 24.0, leak, 0.05 + 0.15 * draws.uniform()));
    }
    if draws.chance(0.33) {
        rows.push(row(ShockKind::Value, day - 2.0 * draws.uniform(), hours, -0.4 * draws.uniform()));
    }
    rows
}

/// Writes down what it is shown and never moves anything.
#[derive(Default)]
struct Scribe {
    seen: Vec<Reading>,
}

impl Rule for Scribe {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.seen.push(*seen.reading);
        Bundle::hold()
    }
}

fn readings(scenario: &Scenario, seed: u64) -> Vec<Reading> {
    let mut scribe = Scribe::default();
    play_rule(&mut World::new(scenario), scenario, &mut scribe, seed, 0);
    scribe.seen
}

fn run(mut scenario: Scenario, seed: u64) -> Run {
    scenario.governance.decide_every_hours = 1;
    scenario.governance.lag_hours = 0;
    let known = readings(&scenario, seed);
    let onsets = scenario.shocks.iter().filter(|shock| shock.kind == ShockKind::LiquidityExit);
    let onsets = onsets.map(|shock| shock.from as usize).collect();
    let hides =
        |kind: ShockKind| matches!(kind, ShockKind::Stale | ShockKind::Lag | ShockKind::Outage | ShockKind::Spike);
    let hidden = scenario.shocks.iter().any(|shock| hides(shock.kind));
    // Nobody steers, so a world in which sources tell the truth goes the same way.
    scenario.shocks.retain(|shock| !hides(shock.kind));
    let truth = if hidden { readings(&scenario, seed) } else { known.clone() };
    let liquidity: Vec<f64> = truth.iter().map(|reading| reading.exit_liquidity).collect();
    Run { known: known.iter().map(Hour::from).collect(), events: halvings(&liquidity), onsets }
}

/// Hours at which `level` is at most half of what it was `WITHIN` hours before, at least a week apart.
pub fn halvings(level: &[f64]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for hour in WITHIN..level.len() {
        let free = found.last().is_none_or(|last| hour - last >= 168);
        if free && level[hour] <= 0.5 * level[hour - WITHIN] {
            found.push(hour);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_on_liquidity_is_one_event_and_a_calm_run_is_none() {
        let worlds = Worlds::registered();
        let crunched = worlds.runs(&["liquidity_run"], Shift::Same, 3..6);
        assert!(
            crunched.iter().all(|run| run.events.len() == 1 && run.onsets == [60 * 24]),
            "{:?}",
            crunched[0].events
        );
        // Seven tenths over 48 hours: half of a day's liquidity is gone some 42 hours after the start.
        assert!(crunched.iter().all(|run| (20..48).contains(&(run.events[0] - run.onsets[0]))));
        assert!(worlds.runs(&["calm"], Shift::Same, 3..6).iter().all(|run| run.events.is_empty()));
    }

    #[test]
    fn a_source_that_is_silent_hides_figures_and_not_what_happens() {
        let worlds = Worlds::registered();
        let run = &worlds.runs(&["calm"], Shift::Unseen, 5..6)[0];
        let silent = &run.known[100 * 24 + 2..107 * 24 - 2];
        assert!(silent.iter().all(|hour| hour.price == silent[0].price));
    }

    #[test]
    fn the_same_seed_gives_the_same_run() {
        let worlds = Worlds::registered();
        assert_eq!(worlds.made(7..9), worlds.made(7..9));
    }
}
