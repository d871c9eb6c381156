//! What holding costs: a rule that holds while a crunch is warned of, beside the same rule that does not.

use std::ops::Range;

use rayon::prelude::*;
use referee::{
    arms::{Arm, Contenders, Tuning},
    cell::Shift,
    metrics::Values,
    stats::mean,
};
use serde::{Deserialize, Serialize};
use twin::{Bundle, Rule, Seen, play_rule, rule::Hold, world::World};

use super::{crunch::Worlds, now_seen};

/// Cost of the holds that warnings cause, over all registered scenarios.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HoldFigures {
    pub runs: usize,
    /// Share of the days on which a warning held the rule.
    pub held_days: f64,
    /// Mean gain over static parameters in the primary metrics, without and with these holds.
    pub gain_free: f64,
    pub gain_held: f64,
}

/// Holds while the score warns.
struct Guarded {
    rule: Box<dyn Rule + Send>,
    asked: u32,
    held: u32,
}

impl Rule for Guarded {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        self.asked += 1;
        let wish = self.rule.decide(seen);
        if now_seen(seen).raised {
            self.held += 1;
            return Bundle::hold();
        }
        wish
    }
}

/// Plays the PI rule of the baselines, whose moves are many: what is lost by holding shows most in it.
pub fn holds(worlds: &Worlds, seeds: Range<u64>) -> HoldFigures {
    let tuning = Tuning::default();
    let contenders = Contenders::baselines(&tuning);
    let jobs: Vec<(&str, u64)> =
        super::crunch::names().into_iter().flat_map(|name| seeds.clone().map(move |seed| (name, seed))).collect();
    let one = |&(name, seed): &(&str, u64)| {
        let scenario = worlds.scenario(name, Shift::Same, seed)?;
        let mut world = World::new(&scenario);
        let mut values =
            |rule: &mut dyn Rule| Values::of(&play_rule(&mut world, &scenario, rule, seed, 0), scenario.steps);
        let base = values(&mut Hold);
        let gain = |own: Values| mean(&own.gains(&base).collect::<Vec<_>>()).unwrap_or(0.0);
        let free = gain(values(contenders.rule(Arm::B4, seed, 0)?.as_mut()));
        let mut guarded = Guarded { rule: contenders.rule(Arm::B4, seed, 0)?, asked: 0, held: 0 };
        let held = gain(values(&mut guarded));
        Some([free, held, f64::from(guarded.held) / f64::from(guarded.asked.max(1))])
    };
    let played: Vec<[f64; 3]> = jobs.par_iter().filter_map(one).collect();
    let column = |at: usize| mean(&played.iter().map(|row| row[at]).collect::<Vec<_>>()).unwrap_or(0.0);
    HoldFigures { runs: played.len(), gain_free: column(0), gain_held: column(1), held_days: column(2) }
}
