//! Gaming a metric: what fakers win for each unit that faking cost them.

use {
    super::Check,
    crate::{arms::Contender, stats},
    twin::{Scenario, play_rule, world::World},
};

/// Largest reward per unit of cost.
const LIMIT: f64 = 0.1;

/// Plays an arm against a scenario with attackers; `None` where nobody attacked.
pub fn gaming(contender: &Contender<'_>, scenario: &Scenario, seeds: std::ops::Range<u64>) -> Option<Check> {
    let mut world = World::new(scenario);
    let returns: Vec<f64> = seeds
        .filter_map(|seed| {
            let mut rule = contender.rule(seed)?;
            let attack = play_rule(&mut world, scenario, rule.as_mut(), seed, 0).attack;
            (attack.cost > 0.0).then(|| attack.reward / attack.cost)
        })
        .collect();
    let found = stats::median(&returns)?;
    Some(Check {
        mode: "gaming a metric".into(),
        arm: contender.name.clone(),
        found: format!("reward {found:.3} per unit of faking cost, median of {} runs", returns.len()),
        accepted: format!("≤ {LIMIT}"),
        passes: found <= LIMIT,
    })
}
