//! Poisoning: what wrong figures, and figures that are no numbers, do to decisions.

use {
    super::{Check, shadow::Shadow},
    crate::arms::Contender,
    twin::{Scenario, play_rule, reading::Reading, rng::Draws, world::World},
};

/// Part of the days whose figures are spoiled.
const SHARE: f64 = 0.2;
/// Largest difference of one decision, in steps of the parameter: one is "moves" against "holds", two is "up" against "down".
const LIMIT: f64 = 1.0;

/// A fifth of the days have every figure wrong by a factor of up to ten either way, each by its own.
pub fn poisoning(contender: &Contender<'_>, scenario: &Scenario, seeds: std::ops::Range<u64>) -> Option<Check> {
    spoiled(contender, scenario, seeds, "20 % of the days wrong by a factor up to 10", |reading, draws| {
        figures(reading).into_iter().for_each(|figure| *figure *= libm::pow(10.0, 2.0 * draws.uniform() - 1.0));
    })
}

/// A fifth of the days have figures that are no number, infinite, negative, zero or beyond all measure.
pub fn no_numbers(contender: &Contender<'_>, scenario: &Scenario, seeds: std::ops::Range<u64>) -> Option<Check> {
    const WRONG: [f64; 6] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 1e300];
    spoiled(contender, scenario, seeds, "20 % of the days with NaN, ±∞, −1, 0 or 1e300", |reading, draws| {
        for figure in figures(reading) {
            if draws.chance(0.5) {
                *figure = WRONG[(draws.uniform() * WRONG.len() as f64) as usize];
            }
        }
    })
}

/// What a source can report wrong; the hour is the reader's own.
fn figures(reading: &mut Reading) -> [&mut f64; 24] {
    let Reading {
        hour: _,
        price,
        price_24h,
        return_24h,
        volatility,
        volume_24h,
        organic_24h,
        liquidity,
        exit_liquidity,
        supply,
        staked,
        cooling,
        minted_24h,
        burned_24h,
        fees_24h,
        treasury,
        staked_share,
        reward_yield,
        users_24h,
        stakers,
        validators,
        validators_losing,
        young_share,
        rewards_paid_24h,
        turnout,
    } = reading;
    [
        price,
        price_24h,
        return_24h,
        volatility,
        volume_24h,
        organic_24h,
        liquidity,
        exit_liquidity,
        supply,
        staked,
        cooling,
        minted_24h,
        burned_24h,
        fees_24h,
        treasury,
        staked_share,
        reward_yield,
        users_24h,
        stakers,
        validators,
        validators_losing,
        young_share,
        rewards_paid_24h,
        turnout,
    ]
}

fn spoiled(
    contender: &Contender<'_>,
    scenario: &Scenario,
    seeds: std::ops::Range<u64>,
    mode: &str,
    spoil: fn(&mut Reading, &mut Draws),
) -> Option<Check> {
    let mut world = World::new(scenario);
    let (mut steps, mut differing, mut decisions) = (0.0f64, 0, 0);
    for seed in seeds {
        let mut shadow = Shadow::new([contender.rule(seed)?, contender.rule(seed)?], SHARE, spoil, seed);
        decisions += play_rule(&mut world, scenario, &mut shadow, seed, 0).control.asked;
        (steps, differing) = (steps.max(shadow.steps), differing + shadow.differing);
    }
    Some(Check {
        mode: mode.into(),
        arm: contender.name.clone(),
        found: format!("largest difference {steps:.2} steps; {differing} of {decisions} decisions differ"),
        accepted: format!("≤ {LIMIT:.0} step"),
        passes: Some(steps <= LIMIT),
    })
}
