//! Liquidity crunches: the exit liquidity within 2 % of slippage halves within a day.
//!
//! A score says how likely that is to begin within the next two days, from figures that the chain and its market show every hour.
//! In a constant-product pool the quote side moves with the square root of the price while nobody joins or leaves, so `ln L − ½ ln P` is what providers do, free of what the price does.
//! Where only prices are known a second score answers from these alone.
//! An exit that nobody prepares cannot be foreseen: before its first hour no figure differs from an ordinary day, and the score says nothing then.

mod alarms;
mod cases;
mod judge;
mod learn;
mod worlds;

pub use alarms::BUDGET;
pub use cases::{CaseFigures, cases};
pub use judge::{CrunchFigures, DetectorFigures, LevelFigures, judge};
pub use learn::{Learned, VALID, learn};
pub use worlds::{Worlds, names};

use twin::real::ln;

use super::Hour;

/// Hours within which liquidity halves, and the hours ahead of it that the score is asked about.
pub const WITHIN: usize = 24;
pub const AHEAD: usize = 48;

/// Inputs of the score on chain and market.
pub const INPUTS: [&str; 13] = [
    "exit liquidity in 6 h",
    "exit liquidity in 12 h",
    "exit liquidity in 24 h",
    "providers per hour, middle of 3 h",
    "providers per hour, middle of 6 h",
    "providers per hour, middle of 12 h",
    "providers per hour, middle of 24 h",
    "providers in 24 h",
    "providers in 72 h",
    "price in 6 h",
    "price in 24 h",
    "price in 168 h",
    "volatility against last week's",
];

/// Inputs of the score on prices alone.
pub const PRICE_INPUTS: [&str; 6] = [
    "price in 1 h",
    "price in 6 h",
    "price in 24 h",
    "price in 72 h",
    "price in 168 h",
    "volatility against last week's",
];

const HOURS_OF_YEAR: f64 = 8_760.0;
/// Change of liquidity that is nothing special.
const TRICKLE: f64 = 0.002;
/// Least deviation of an hour's price that a fall is measured in.
const LEAST_DEVIATION: f64 = 1e-5;

/// Change of the logarithm, 0 where either figure is unknown.
fn change(now: f64, then: f64) -> f64 {
    if now > 0.0 && then > 0.0 && now.is_finite() && then.is_finite() { ln(now / then) } else { 0.0 }
}

/// Change of the price over `hours`, in deviations that were usual a day ago.
fn in_deviations(hours: u32, before: &impl Fn(u32) -> Hour) -> f64 {
    let hour = before(24).volatility / HOURS_OF_YEAR.sqrt();
    let unit = if hour.is_finite() { hour.max(LEAST_DEVIATION) } else { LEAST_DEVIATION } * f64::from(hours).sqrt();
    change(before(0).price, before(hours).price) / unit
}

/// What providers added or took out over `hours`, as a change of the logarithm.
fn providers(hours: u32, before: &impl Fn(u32) -> Hour) -> f64 {
    let (now, then) = (before(0), before(hours));
    change(now.exit_liquidity, then.exit_liquidity) - 0.5 * change(now.price, then.price)
}

/// A change on a scale on which a trickle and a flood both show: linear within `TRICKLE`, logarithmic beyond.
fn spread(change: f64) -> f64 {
    change.signum() * ln(1.0 + change.abs() / TRICKLE)
}

/// What providers did in each of the last 24 hours, newest first; the price moves of these hours are taken out.
fn each_hour(before: &impl Fn(u32) -> Hour) -> [f64; WITHIN] {
    let mut later = before(0);
    std::array::from_fn(|back| {
        let earlier = before(back as u32 + 1);
        let did = change(later.exit_liquidity, earlier.exit_liquidity) - 0.5 * change(later.price, earlier.price);
        later = earlier;
        did
    })
}

/// The middle one of the newest `count`: one provider who leaves in one hour does not move it, many who leave hour by hour do.
fn middle(hours: &[f64; WITHIN], count: usize) -> f64 {
    let mut part = *hours;
    let part = &mut part[..count];
    part.sort_by(f64::total_cmp);
    part[count / 2]
}

/// The inputs `INPUTS`; `before(h)` is what was known `h` hours before the newest.
pub fn row(before: &impl Fn(u32) -> Hour) -> [f64; INPUTS.len()] {
    let now = before(0);
    let hours = each_hour(before);
    let liquidity = |hours: u32| change(now.exit_liquidity, before(hours).exit_liquidity);
    [
        liquidity(6),
        liquidity(12),
        liquidity(24),
        spread(middle(&hours, 3)),
        spread(middle(&hours, 6)),
        spread(middle(&hours, 12)),
        spread(middle(&hours, 24)),
        spread(providers(24, before)),
        spread(providers(72, before)),
        in_deviations(6, before),
        in_deviations(24, before),
        in_deviations(168, before),
        change(now.volatility, before(168).volatility),
    ]
}

/// The inputs `PRICE_INPUTS`.
pub fn price_row(before: &impl Fn(u32) -> Hour) -> [f64; PRICE_INPUTS.len()] {
    [
        in_deviations(1, before),
        in_deviations(6, before),
        in_deviations(24, before),
        in_deviations(72, before),
        in_deviations(168, before),
        change(before(0).volatility, before(168).volatility),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(price: f64, exit_liquidity: f64) -> Hour {
        Hour { price, exit_liquidity, volatility: 0.9, volume_24h: 1e6, organic_24h: 1e6, ..Hour::default() }
    }

    #[test]
    fn a_price_that_moves_a_pool_is_not_taken_for_providers() {
        let before = |hours: u32| if hours == 0 { hour(0.64, 0.8) } else { hour(1.0, 1.0) };
        assert!(providers(24, &before).abs() < 1e-12);
        let leave = |hours: u32| if hours == 0 { hour(1.0, 0.8) } else { hour(1.0, 1.0) };
        assert!((providers(24, &leave) - 0.8f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_known_adds_nothing_and_never_a_wild_number() {
        for odd in [0.0, f64::NAN, f64::INFINITY, -1.0] {
            let before = |hours: u32| {
                if hours.is_multiple_of(7) { hour(odd, odd) } else { Hour { volatility: odd, ..hour(1.0, 1.0) } }
            };
            let rows = row(&before).into_iter().chain(price_row(&before));
            assert!(rows.into_iter().all(|x| x.is_finite()), "{odd}");
        }
    }
}
