//! From what a formula asks for to moves that the gate admits.

use {
    economics::key::{
        BURN_SHARE, EMISSION_RATE, FEE_BPS, GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY, STAKERS_SHARE, TREASURY_SHARE,
    },
    twin::rule::{Bundle, Seen},
};

/// What the members of a group sum to, in basis points.
const WHOLE: i64 = 10_000;

/// Moves the yearly emission towards `rate` (a fraction of the supply per year), as far as the gate admits now.
pub fn emission(seen: &Seen<'_>, bundle: &mut Bundle, rate: f64) {
    bundle.set(EMISSION_RATE, seen.reach(EMISSION_RATE, whole(rate * 1e6)));
}

/// Moves the transfer fee towards `bps`, as far as the gate admits now.
pub fn fee(seen: &Seen<'_>, bundle: &mut Bundle, bps: f64) {
    bundle.set(FEE_BPS, seen.reach(FEE_BPS, whole(bps)));
}

/// Moves the burned share of fees towards `share` (a fraction); stakers give or take first, then the treasury.
///
/// The three shares move together or not at all: where the others cannot follow the whole way, the step is halved.
pub fn burn(seen: &Seen<'_>, bundle: &mut Bundle, share: f64) {
    let live = |param: usize| seen.params[param].value;
    let mut step = seen.reach(BURN_SHARE, whole(share * 10_000.0)) - live(BURN_SHARE);
    while step != 0 {
        let burned = live(BURN_SHARE) + step;
        let stakers = seen.reach(STAKERS_SHARE, live(STAKERS_SHARE) - step);
        let treasury = WHOLE - burned - stakers;
        if seen.reach(BURN_SHARE, burned) == burned && seen.reach(TREASURY_SHARE, treasury) == treasury {
            bundle.set(BURN_SHARE, burned).set(STAKERS_SHARE, stakers).set(TREASURY_SHARE, treasury);
            return;
        }
        step /= 2;
    }
}

/// Moves what stakers and contributors get of emission towards `shares` (fractions); the treasury gives or takes the rest.
///
/// The three weights move together or not at all: where the treasury cannot follow the whole way, both steps are halved.
pub fn gauges(seen: &Seen<'_>, bundle: &mut Bundle, shares: [f64; 2]) {
    let live = |param: usize| seen.params[param].value;
    let aims = [(GAUGE_STAKING, shares[0]), (GAUGE_CONTRIB, shares[1])];
    let mut steps = aims.map(|(param, share)| seen.reach(param, whole(share * WHOLE as f64)) - live(param));
    while steps != [0, 0] {
        let [staking, contributors] = [live(GAUGE_STAKING) + steps[0], live(GAUGE_CONTRIB) + steps[1]];
        let wished = [
            (GAUGE_STAKING, staking),
            (GAUGE_CONTRIB, contributors),
            (GAUGE_TREASURY, live(GAUGE_TREASURY) - steps[0] - steps[1]),
        ];
        if wished.iter().all(|(param, value)| seen.reach(*param, *value) == *value) {
            wished.iter().for_each(|(param, value)| _ = bundle.set(*param, *value));
            return;
        }
        steps = steps.map(|step| step / 2);
    }
}

/// The nearest integer; 0 of what is no number.
fn whole(value: f64) -> i64 {
    value.clamp(-9e15, 9e15).round() as i64
}
