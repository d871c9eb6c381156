//! Children: simulated binary crossover and polynomial mutation, both inside the unit cube.
//!
//! Source: K. Deb and R. Agrawal, "Simulated binary crossover for continuous search space" (1995); the indices are those of NSGA-II's paper.

use twin::rng::Draws;

/// Distribution indices of crossover and mutation: the larger, the nearer children are to their parents.
const CROSSOVER: f64 = 20.0;
const MUTATION: f64 = 20.0;
/// Probability that two parents are crossed at all.
const CROSSED: f64 = 0.9;
/// Parents nearer than this along an axis are one.
const SAME: f64 = 1e-14;

/// Two children between and around two parents.
pub(super) fn cross(parents: [&[f64]; 2], draws: &mut Draws) -> [Vec<f64>; 2] {
    let mut children = parents.map(<[f64]>::to_vec);
    if !draws.chance(CROSSED) {
        return children;
    }
    for axis in 0..parents[0].len() {
        let (low, high) = (parents[0][axis].min(parents[1][axis]), parents[0][axis].max(parents[1][axis]));
        if high - low < SAME || draws.chance(0.5) {
            continue;
        }
        let (luck, middle, half) = (draws.uniform(), (low + high) / 2.0, (high - low) / 2.0);
        let mut pair = [middle - half * reach(luck, low / half), middle + half * reach(luck, (1.0 - high) / half)];
        if draws.chance(0.5) {
            pair.swap(0, 1);
        }
        children.iter_mut().zip(pair).for_each(|(child, value)| child[axis] = value.clamp(0.0, 1.0));
    }
    children
}

/// How far a child is from the middle, in half distances of its parents; `room` to the bound in the same unit.
fn reach(luck: f64, room: f64) -> f64 {
    let alpha = 2.0 - libm::pow(1.0 + room, -(CROSSOVER + 1.0));
    let spread = if luck <= 1.0 / alpha { luck * alpha } else { 1.0 / (2.0 - luck * alpha) };
    libm::pow(spread, 1.0 / (CROSSOVER + 1.0))
}

/// Moves one axis in expectation.
pub(super) fn mutate(mut point: Vec<f64>, draws: &mut Draws) -> Vec<f64> {
    let chance = 1.0 / point.len().max(1) as f64;
    for value in &mut point {
        if draws.chance(chance) {
            *value = (*value + shift(*value, draws.uniform())).clamp(0.0, 1.0);
        }
    }
    point
}

/// The polynomial distribution's step from `value`, never beyond the cube.
fn shift(value: f64, luck: f64) -> f64 {
    let power = MUTATION + 1.0;
    let side = |weight: f64, room: f64| libm::pow(weight + (1.0 - weight) * libm::pow(1.0 - room, power), 1.0 / power);
    if luck < 0.5 { side(2.0 * luck, value) - 1.0 } else { 1.0 - side(2.0 * (1.0 - luck), 1.0 - value) }
}
