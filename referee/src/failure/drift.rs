//! A stolen oracle key: how far every parameter could be walked within 30 days if people approved everything.

use {
    economics::{
        alarm::Level,
        bounds::{AI_OK, Param},
        group::{Group, MAX_GROUPS},
        policy::{Class, Move, Request, admit_moves, publish},
        time::{DAY, Now},
    },
    serde::{Deserialize, Serialize},
    twin::scenario::PARAMS,
};

/// The reach of one parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    pub param: String,
    pub value: i64,
    /// Lowest and highest value after 30 days of the largest admitted steps.
    pub lowest: i64,
    pub highest: i64,
}

/// Days looked at; the on-chain budget speaks of the same span.
const DAYS: i64 = 30;

/// The worst drift of every parameter that an oracle may move, one at a time; members of a group take what another gives.
pub fn drift(params: &[Param; PARAMS], groups: &[Group; MAX_GROUPS], start: Now) -> Vec<Drift> {
    let movable = (0..PARAMS).filter(|place| params[*place].spec.flags & AI_OK != 0);
    movable
        .map(|place| Drift {
            param: name(&params[place]),
            value: params[place].value,
            lowest: walk(*params, groups, start, place, -1),
            highest: walk(*params, groups, start, place, 1),
        })
        .collect()
}

/// A parameter's key as text.
pub(super) fn name(param: &Param) -> String {
    String::from_utf8_lossy(&param.key).trim_end_matches('\0').to_owned()
}

fn walk(mut params: [Param; PARAMS], groups: &[Group; MAX_GROUPS], start: Now, place: usize, sign: i64) -> i64 {
    for hour in 0..DAYS * 24 {
        let secs = hour * 3_600;
        let epochs = u64::try_from(secs * 5 / 2 / 432_000).unwrap_or(0);
        let now = Now { unix: start.unix + DAY + secs, slot: start.slot, epoch: start.epoch + epochs };
        if let Some(moves) = largest(&params, groups, place, sign, now) {
            // Admitted a line above, so publishing cannot fail.
            let _ = publish(&mut params, &moves, now);
        }
    }
    params[place].value
}

/// The largest admitted bundle that moves `place` in the direction of `sign`.
fn largest(
    params: &[Param; PARAMS],
    groups: &[Group; MAX_GROUPS],
    place: usize,
    sign: i64,
    now: Now,
) -> Option<Vec<Move>> {
    let param = &params[place];
    let goal = if sign > 0 { param.spec.max() } else { param.spec.min() };
    let mut step = param.spec.step(param.value, goal).min(param.value.abs_diff(goal)) as i64;
    while step > 0 {
        let own = Move::new(place as u8, param.value, param.value + sign * step);
        let partners: Vec<Option<usize>> = match param.spec.group {
            0 => vec![None],
            group => (0..PARAMS).filter(|p| *p != place && params[*p].spec.group == group).map(Some).collect(),
        };
        for partner in partners {
            let other = partner.map(|p| Move::new(p as u8, params[p].value, params[p].value - sign * step));
            let moves: Vec<Move> = [Some(own), other].into_iter().flatten().collect();
            let request = Request { class: Class::Ai, proposal: 0, level: Level::Calm, now };
            if admit_moves(params, groups, &moves, &request).is_ok() {
                return Some(moves);
            }
        }
        step /= 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use economics::bounds::Spec;

    fn param(step: u64, budget: u64, interval: u64) -> Param {
        let start = Now { unix: 1_800_000_000, slot: 0, epoch: 500 };
        let spec = Spec {
            hard_min: 0,
            hard_max: 1_000,
            soft_min: 0,
            soft_max: 1_000,
            step_up_abs: step,
            step_down_abs: step,
            step_up_bps: 0,
            step_down_bps: 0,
            min_interval_secs: interval,
            min_interval_epochs: 0,
            group: 0,
            decimals: 0,
            unit: 0,
            safe_direction: 0,
            budget_30d: budget,
            flags: AI_OK,
            _pad: [0; 4],
        };
        Param::new(economics::key("p"), 500, spec, start)
    }

    #[test]
    fn the_budget_bounds_the_walk_in_both_directions() {
        let params = [param(10, 60, 86_400); PARAMS];
        let start = Now { unix: 1_800_000_000, slot: 0, epoch: 500 };
        let all = drift(&params, &Default::default(), start);
        assert!(all.iter().all(|d| (d.lowest, d.highest) == (440, 560)), "{all:?}");
    }

    #[test]
    fn without_a_budget_in_the_way_the_interval_bounds_it() {
        let params = [param(10, 1_000, 5 * 86_400); PARAMS];
        let start = Now { unix: 1_800_000_000, slot: 0, epoch: 500 };
        let walked = &drift(&params, &Default::default(), start)[0];
        // Days 5 (the walk begins a day after the genesis), 10, 15, 20, 25, 30: six steps of ten.
        assert_eq!((walked.lowest, walked.highest), (440, 560));
    }
}
