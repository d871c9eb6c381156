//! Moves for a proposal: mostly legal, sometimes nonsense.

use economics::{
    bounds::Param,
    key::{
        BURN_SHARE, EMISSION_RATE, FEE_BPS, GAUGE_CONTRIB, GAUGE_STAKING, GAUGE_TREASURY, STAKERS_SHARE,
        TREASURY_SHARE, UNBOND_SECS,
    },
    policy::{Class, Move},
};

use super::{random::Random, snapshot::Snapshot};

const SINGLE: [usize; 4] = [EMISSION_RATE, FEE_BPS, FEE_BPS, UNBOND_SECS];
const COUPLED: [[usize; 3]; 2] =
    [[BURN_SHARE, STAKERS_SHARE, TREASURY_SHARE], [GAUGE_STAKING, GAUGE_CONTRIB, GAUGE_TREASURY]];

pub fn choose(random: &mut Random, now: &Snapshot, class: Class) -> Vec<Move> {
    let params = now.policy.rules();
    let steps = if class == Class::Ai { 1 } else { 2 };
    if random.chance(8) {
        return nonsense(random, params);
    }
    if class == Class::Emergency {
        let param = &params[EMISSION_RATE];
        let distance = random.range(1, reach(param, false, 4).max(1)) as i64;
        return vec![Move::new(EMISSION_RATE as u8, param.value, param.value - distance)];
    }
    match random.below(6) {
        place @ 0..=3 => single(random, params, SINGLE[place as usize], steps),
        place => coupled(random, params, &COUPLED[place as usize - 4], steps),
    }
}

/// One parameter, within its bounds and steps.
fn single(random: &mut Random, params: &[Param], place: usize, steps: u64) -> Vec<Move> {
    let param = &params[place];
    let up = random.chance(50);
    let distance = random.range(1, reach(param, up, steps).max(1)) as i64;
    let new = if up { param.value + distance } else { param.value - distance };
    vec![Move::new(place as u8, param.value, new)]
}

/// From one member of a group to another, so that the sum stays.
fn coupled(random: &mut Random, params: &[Param], group: &[usize; 3], steps: u64) -> Vec<Move> {
    let first = random.below(3) as usize;
    let (from, to) = (group[first], group[(first + 1 + random.below(2) as usize) % 3]);
    let most = reach(&params[from], false, steps).min(reach(&params[to], true, steps));
    let distance = random.range(1, most.max(1)) as i64;
    let (less, more) = (params[from].value, params[to].value);
    vec![Move::new(from as u8, less, less - distance), Move::new(to as u8, more, more + distance)]
}

/// How far a parameter can go at once.
fn reach(param: &Param, up: bool, steps: u64) -> u64 {
    let (edge, spec) = if up { (param.spec.max(), &param.spec) } else { (param.spec.min(), &param.spec) };
    let towards = if up { i64::MAX } else { i64::MIN };
    spec.step(param.value, towards).saturating_mul(steps).min(edge.abs_diff(param.value))
}

fn nonsense(random: &mut Random, params: &[Param]) -> Vec<Move> {
    let absurd = [i64::MIN, -1, 0, 1, 10_000, 10_001, i64::MAX];
    (0..random.below(10))
        .map(|_| {
            let place = random.below(params.len() as u64 + 2) as usize;
            let old = params.get(place).map_or(0, |param| param.value);
            Move::new(place as u8, old, *random.pick(&absurd).unwrap_or(&0))
        })
        .collect()
}
