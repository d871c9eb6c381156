//! Gaming a metric: what fakers win for each unit that faking cost them, and how far they move the policy.

use {
    super::{Check, watched::Watched},
    crate::{arms::Contender, stats},
    twin::{Scenario, play_rule, scenario::PARAMS, shock::ShockKind, world::World},
};

/// Largest reward per unit of cost: whoever wants to move the policy by faked figures pays ten times what it brings.
const LIMIT: f64 = 0.1;
/// Multiples of the attackers' registered budget.
const BUDGETS: [f64; 3] = [1.0, 4.0, 16.0];

/// Plays a contender against a scenario with attackers of several budgets; `None` where nobody attacked.
///
/// Rewards are users' rewards for faked use and whatever else the attack brought beyond what it spent.
pub fn gaming(contender: &Contender<'_>, scenario: &Scenario, seeds: std::ops::Range<u64>) -> Option<Check> {
    let mut world = World::new(scenario);
    let mut worst = (f64::NEG_INFINITY, 0.0);
    let mut steps = 0.0f64;
    for budget in BUDGETS {
        let mut returns = Vec::new();
        for seed in seeds.clone() {
            let (_, still) = attacked(&mut world, contender, scenario, 0.0, seed)?;
            let (ratio, moved) = attacked(&mut world, contender, scenario, budget, seed)?;
            returns.extend(ratio);
            steps = steps.max(apart(scenario, &still, &moved));
        }
        let found = stats::median(&returns)?;
        if found > worst.0 {
            worst = (found, budget);
        }
    }
    let (found, budget) = worst;
    Some(Check {
        mode: "gaming a metric".into(),
        arm: contender.name.clone(),
        found: format!(
            "reward {found:.3} per unit of faking cost at budget × {budget}, where the policy moves by up to {steps:.1} steps"
        ),
        accepted: format!("≤ {LIMIT} at budgets × 1 to 16"),
        passes: Some(found <= LIMIT),
    })
}

type Course = Vec<(u32, [i64; PARAMS])>;

/// Reward per unit of cost, if anything was spent, and the policy day by day.
fn attacked(
    world: &mut World,
    contender: &Contender<'_>,
    scenario: &Scenario,
    budget: f64,
    seed: u64,
) -> Option<(Option<f64>, Course)> {
    let mut scenario = scenario.clone();
    scenario.shocks.iter_mut().filter(|shock| shock.kind == ShockKind::Attack).for_each(|shock| shock.size *= budget);
    let mut watched = Watched::new(contender, seed)?;
    let attack = play_rule(world, &scenario, &mut watched, seed, 0).attack;
    Some(((attack.cost > 0.0).then(|| attack.reward / attack.cost), watched.seen))
}

/// Largest distance of two courses, in steps of the parameter.
fn apart(scenario: &Scenario, one: &Course, other: &Course) -> f64 {
    let days = one.iter().zip(other).flat_map(|(a, b)| (0..PARAMS).map(move |lever| (lever, a.1[lever], b.1[lever])));
    days.map(|(lever, a, b)| (a - b).abs() as f64 / scenario.params[lever].spec.step(b, a).max(1) as f64)
        .fold(0.0, f64::max)
}
