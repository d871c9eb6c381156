//! Changes of the policy: one parameter, or two members of a group against each other.

use economics::{bounds::Param, policy::Move};

/// Steps that class param may take at once.
const STEPS: u64 = 2;

/// The moves that these two numbers choose: `param` names a parameter, `distance` how far it goes, mostly a little,
/// sometimes as far as it can.
pub fn change_of(params: &[Param], param: u64, distance: u64) -> Vec<Move> {
    let place = param as usize % params.len();
    let group = params[place].spec.group;
    let others: Vec<usize> = (0..params.len()).filter(|at| *at != place && params[*at].spec.group == group).collect();
    let partner = others.get((distance >> 8) as usize % others.len().max(1)).copied();
    match (group, partner) {
        (0, _) => single(&params[place], place, distance),
        (_, Some(other)) => pair(params, place, other, distance),
        _ => Vec::new(),
    }
}

fn single(param: &Param, place: usize, distance: u64) -> Vec<Move> {
    let up = distance.is_multiple_of(2);
    let by = part(reach(param, up), distance) as i64;
    let new = if up { param.value + by } else { param.value - by };
    vec![Move::new(place as u8, param.value, new)]
}

fn pair(params: &[Param], from: usize, to: usize, distance: u64) -> Vec<Move> {
    let by = part(reach(&params[from], false).min(reach(&params[to], true)), distance) as i64;
    let (less, more) = (params[from].value, params[to].value);
    vec![Move::new(from as u8, less, less - by), Move::new(to as u8, more, more + by)]
}

/// All of `most` in one of four cases, else some part of it.
fn part(most: u64, distance: u64) -> u64 {
    match (distance >> 1) % 4 {
        0 => most,
        _ => (distance >> 16) % (most + 1),
    }
}

/// How far a parameter can go at once.
fn reach(param: &Param, up: bool) -> u64 {
    let (edge, towards) = if up { (param.spec.max(), i64::MAX) } else { (param.spec.min(), i64::MIN) };
    param.spec.step(param.value, towards).saturating_mul(STEPS).min(edge.abs_diff(param.value))
}

#[test]
fn both_ends_of_every_parameter_can_be_reached() {
    let now = economics::Now { unix: 0, slot: 0, epoch: 0 };
    let param = |value| {
        let spec = economics::bounds::Spec::from(crate::world::spec(0, 100, 50, 0));
        Param::new(economics::key("it"), value, spec, now)
    };
    assert_eq!(change_of(&[param(40)], 0, 0)[0].new, 100);
    assert_eq!(change_of(&[param(40)], 0, 1)[0].new, 0);
}
