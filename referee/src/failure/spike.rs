//! One wrong price: does a spike of a single hour move a parameter?

use {
    super::{Check, watched::Watched},
    crate::arms::Contender,
    twin::{
        Scenario, play_rule,
        shock::{Shock, ShockKind},
        world::World,
    },
};

/// Hour of the spike: in the middle of a day, long after the start.
const HOUR: u32 = 40 * 24 + 11;

/// Plays an arm with and without a price of ten times the true one in one hour, same luck; the policies must agree at every hour.
pub fn spike(contender: &Contender<'_>, scenario: &Scenario, seeds: std::ops::Range<u64>) -> Option<Check> {
    let mut spiked = scenario.clone();
    spiked.shocks.push(Shock { kind: ShockKind::Spike, from: HOUR, hours: 1, size: 10.0, toward: None });
    let mut world = World::new(scenario);
    let mut policies = |scenario: &Scenario, seed: u64| {
        let mut watched = Watched::new(contender, seed)?;
        play_rule(&mut world, scenario, &mut watched, seed, 0);
        Some(watched.seen)
    };
    let runs = seeds.clone().count();
    let moved = seeds.map(|seed| Some(policies(scenario, seed)? != policies(&spiked, seed)?));
    let moved = moved.collect::<Option<Vec<bool>>>()?.into_iter().filter(|moved| *moved).count();
    Some(Check {
        mode: "single-hour spike × 10".into(),
        arm: contender.name.clone(),
        found: format!("{moved} of {runs} runs took another course"),
        accepted: "0".into(),
        passes: Some(moved == 0),
    })
}
