//! Front-running: what an announced change is worth to somebody who trades before it takes effect.

use {
    super::{Check, watched::Watched},
    crate::{arms::Contender, stats},
    twin::{
        Scenario, play_daily,
        rule::{Bundle, Rule, Seen},
        world::World,
    },
};

/// Largest extracted value per change, in basis points of the value in the market.
const LIMIT_BPS: f64 = 10.0;
/// Trades of one front-run.
const SWAPS: f64 = 2.0;

/// The best sandwich around each executed change in a constant-product market: what this one change does to the price within its
/// first two days, against the same run without it, traded at best, less both trades' fees.
pub fn front_running(contender: &Contender<'_>, scenario: &Scenario, seeds: std::ops::Range<u64>) -> Option<Check> {
    let mut world = World::new(scenario);
    let fee = scenario.market.swap_fee_bps as f64 / 1e4 + scenario.params[economics::key::FEE_BPS].value as f64 / 1e4;
    let mut extracted = Vec::new();
    for seed in seeds {
        let mut watched = Watched::new(contender, seed)?;
        let moved = prices(&mut world, scenario, &mut watched, seed);
        let changes = watched.seen.windows(2).filter(|pair| pair[0].1 != pair[1].1).map(|pair| pair[1].0);
        for executed in changes {
            let last = (executed / 24 + 1).min(scenario.steps - 1);
            let wished = watched.wished.iter().rfind(|hour| **hour < executed);
            let mut without = Until { rule: contender.rule(seed)?, hour: wished.copied().unwrap_or(executed) };
            let short = Scenario { steps: last + 1, ..scenario.clone() };
            let still = prices(&mut world, &short, &mut without, seed);
            if let (Some(own), Some(other)) = (moved.get(last as usize), still.last()) {
                extracted.push(sandwich(own / other - 1.0, fee) * 1e4);
            }
        }
    }
    let worst = stats::quantile(&extracted, 0.95)?;
    Some(Check {
        mode: "front-running an announced change".into(),
        arm: contender.name.clone(),
        found: format!("{worst:.2} bps of the market's value (95 % of {} changes)", extracted.len()),
        accepted: format!("< {LIMIT_BPS} bps"),
        passes: Some(worst < LIMIT_BPS),
    })
}

/// Decides as its rule does until an hour, and holds from then on.
struct Until {
    rule: Box<dyn Rule + Send>,
    hour: u32,
}

impl Rule for Until {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        if seen.hour < self.hour { self.rule.decide(seen) } else { Bundle::hold() }
    }
}

/// The price at the end of each day.
fn prices(world: &mut World, scenario: &Scenario, rule: &mut dyn Rule, seed: u64) -> Vec<f64> {
    let mut prices = Vec::new();
    play_daily(world, scenario, rule, seed, 0, |reading| prices.push(reading.price));
    prices
}

/// Profit as a share of the market's value from trading ahead of a price change `r`, at best.
///
/// With reserves worth Q each, buying until the price is multiplied by u² costs Q · (u − 1) and brings what is worth
/// Q · (1 − 1/u) · (1 + r) afterwards; that is most at u = √(1 + r): Q · (u − 1)², less the fee of both trades.
/// Selling at the new price without slippage is assumed, in favour of the front-runner; a fall is traded the other way round.
fn sandwich(r: f64, fee: f64) -> f64 {
    let rise = (1.0 + r.abs()).sqrt() - 1.0;
    (rise * rise / 2.0 - SWAPS * fee * rise / 2.0).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_moves_nothing_is_worth_nothing() {
        assert_eq!(sandwich(0.0, 0.003), 0.0);
    }

    #[test]
    fn fees_eat_small_changes_and_large_ones_pay() {
        assert_eq!(sandwich(0.01, 0.008), 0.0);
        assert!(sandwich(0.5, 0.008) > 0.005);
    }
}
