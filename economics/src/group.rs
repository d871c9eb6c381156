//! Parameters that only make sense together.

use crate::{
    bounds::{Param, Refusal},
    require,
};
use bytemuck::{Pod, Zeroable};

/// Groups per policy.
pub const MAX_GROUPS: usize = 4;

/// `Group::kind`: no rule.
pub const UNUSED: u8 = 0;
/// `Group::kind`: the values of the members sum to `target`.
pub const SUMS_TO: u8 = 1;

/// The rule of one group; `Spec::group` names it by its place, counted from 1.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Group {
    /// [`UNUSED`] or [`SUMS_TO`].
    pub kind: u8,
    pub _pad: [u8; 7],
    /// In the unit of the members.
    pub target: i64,
}
const _: () = assert!(size_of::<Group>() == 16);

impl Group {
    /// The members' values sum to `target`.
    pub const fn sums_to(target: i64) -> Self {
        Self { kind: SUMS_TO, _pad: [0; 7], target }
    }
}

/// What a bundle makes of one group.
#[derive(Clone, Copy, Default)]
struct Tally {
    sum: Option<i64>,
    members: u8,
    moved: u8,
}

/// Whether every group keeps its rule when `next` gives the new value of the moved parameters.
/// A group without a moved member is not looked at unless `whole`.
pub(crate) fn check(
    params: &[Param],
    groups: &[Group],
    whole: bool,
    next: impl Fn(usize) -> Option<i64>,
) -> Result<(), Refusal> {
    let mut tallies = [Tally::default(); MAX_GROUPS];
    for (index, param) in params.iter().enumerate() {
        let Some(place) = usize::from(param.spec.group).checked_sub(1) else {
            continue;
        };
        let tally = tallies.get_mut(place).ok_or(Refusal::UnknownGroup)?;
        let new = next(index);
        tally.add(new.unwrap_or(param.value), new.is_some());
    }
    for (place, tally) in tallies.iter().enumerate() {
        if tally.members > 0 && (whole || tally.moved > 0) {
            let group = groups.get(place).ok_or(Refusal::UnknownGroup)?;
            tally.judge(group)?;
        }
    }
    Ok(())
}

impl Tally {
    fn add(&mut self, value: i64, moved: bool) {
        self.sum = match self.members {
            0 => Some(value),
            _ => self.sum.and_then(|sum| sum.checked_add(value)),
        };
        self.members = self.members.saturating_add(1);
        self.moved = self.moved.saturating_add(u8::from(moved));
    }

    fn judge(&self, group: &Group) -> Result<(), Refusal> {
        require(group.kind == SUMS_TO, Refusal::UnknownGroup)?;
        let holds = self.sum == Some(group.target);
        require(holds || self.moved != 1, Refusal::GroupIncomplete)?;
        require(holds, Refusal::GroupSum)
    }
}
