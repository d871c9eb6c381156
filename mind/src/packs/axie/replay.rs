//! A rule of the game under the twin's gate, which is told the figures of a history instead of those of the twin's game.

use {
    super::super::{arms::Steer, bench::scenarios},
    crate::packs::field::{live, place},
    serde::{Deserialize, Serialize},
    twin::{
        packs::{Figures, Kind},
        play_rule,
        rule::{Bundle, Rule, Seen},
        world::World,
    },
};

const FAUCET: &str = "game_faucet";
/// The economy under the game decides nothing here; it is what votes on the proposals.
const AGENTS: usize = 60;
const SEED: u64 = 1;

/// The faucet day by day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    pub name: String,
    /// Unix second of the first day.
    pub start: i64,
    /// In force at the beginning of each day, relative to the start.
    pub faucet: Vec<f64>,
    /// Days on which a change of the faucet was proposed, and to what.
    pub proposed: Vec<(usize, f64)>,
}

/// Plays `steer` on `figures`, one per hour; `None` where the scenario is missing.
pub(super) fn replay(name: &str, steer: &Steer, figures: &[Figures], start: i64, days: usize) -> Option<Path> {
    let mut scenario = scenarios(Kind::Game, &["calm"], AGENTS).pop()?;
    scenario.steps = days as u32;
    scenario.mark = scenario.mark.min(scenario.steps);
    let mut told = Told { rule: steer.rule(), figures, live: Vec::new(), wished: Vec::new() };
    play_rule(&mut World::new(&scenario), &scenario, &mut told, SEED, 0);
    let first = *told.live.first()?;
    let wished = told.wished.iter().map(|(day, value)| (*day, value / first));
    Some(Path {
        name: name.to_owned(),
        start,
        proposed: wished.collect(),
        faucet: told.live.iter().map(|value| value / first).collect(),
    })
}

/// Puts a history's figures before a rule, as late as the twin's readings, and writes down what it wishes of the faucet.
struct Told<'a> {
    rule: Box<dyn Rule + Send>,
    figures: &'a [Figures],
    live: Vec<f64>,
    wished: Vec<(usize, f64)>,
}

impl Rule for Told<'_> {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let (day, now) = (self.live.len(), live(seen, FAUCET));
        self.live.push(now);
        let mut own = *seen;
        let known = (seen.hour.saturating_sub(seen.age_hours) as usize).min(self.figures.len() - 1);
        if let Some(sight) = &mut own.pack {
            sight.figures = &self.figures[known];
        }
        let bundle = self.rule.decide(&own);
        let faucet = bundle.wanted().find(|(param, _)| Some(*param) == place(seen, FAUCET));
        self.wished.extend(faucet.filter(|(_, value)| *value as f64 != now).map(|(_, value)| (day, value as f64)));
        bundle
    }
}
