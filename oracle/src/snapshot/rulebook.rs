//! The snapshot's parameters as the chain's own types, so that the program's rules judge them.

use economics::{
    alarm::Level,
    bounds::{Budget, Lock, Param, Refusal, Spec},
    group::Group,
    metrics::Period,
    policy::{Class, Move, Request, admit_moves},
    time::Now,
};

use super::{BudgetView, Change, GroupView, LockView, Moment, ParamView, PeriodView, Snapshot, SpecView};

impl Snapshot {
    /// What the governor would say to these moves as class ai at this moment.
    pub fn admits(&self, moves: &[Change]) -> Result<(), Refusal> {
        let params: Vec<Param> = self.params.iter().map(Param::from).collect();
        let groups: Vec<Group> = self.groups.iter().map(Group::from).collect();
        let moves: Vec<Move> = moves.iter().map(Move::from).collect();
        // A level that does not exist allows nothing more than the highest.
        let level = Level::from_u8(self.rules.alarm).unwrap_or(Level::High);
        admit_moves(&params, &groups, &moves, &Request { class: Class::Ai, proposal: 0, level, now: self.at.into() })
    }
}

/// The key as text: everything before the padding.
pub fn key_text(key: &[u8; 16]) -> String {
    String::from_utf8_lossy(key).trim_end_matches('\0').to_owned()
}

impl From<Moment> for Now {
    fn from(moment: Moment) -> Self {
        Self { unix: moment.unix, slot: moment.slot, epoch: moment.epoch }
    }
}

impl From<Now> for Moment {
    fn from(now: Now) -> Self {
        Self { unix: now.unix, slot: now.slot, epoch: now.epoch }
    }
}

impl From<&Change> for Move {
    fn from(change: &Change) -> Self {
        Self::new(change.param, change.old, change.new)
    }
}

impl From<&GroupView> for Group {
    fn from(view: &GroupView) -> Self {
        Self { kind: view.kind, _pad: [0; 7], target: view.target }
    }
}

impl From<&Group> for GroupView {
    fn from(group: &Group) -> Self {
        Self { kind: group.kind, target: group.target }
    }
}

impl From<&ParamView> for Param {
    fn from(view: &ParamView) -> Self {
        Self {
            key: economics::key(&view.key),
            value: view.value,
            previous: view.previous,
            changed_at: view.changed_at,
            changed_epoch: view.changed_epoch,
            spec: (&view.spec).into(),
            budget: Budget { lo: view.budget.lo, hi: view.budget.hi, bucket: view.budget.bucket },
            lock: Lock { proposal: view.lock.proposal, until: view.lock.until },
        }
    }
}

impl ParamView {
    /// The view of the parameter at `index` of a policy account.
    pub fn new(index: u8, param: &Param) -> Self {
        Self {
            index,
            key: key_text(&param.key),
            value: param.value,
            previous: param.previous,
            changed_at: param.changed_at,
            changed_epoch: param.changed_epoch,
            spec: (&param.spec).into(),
            budget: BudgetView { lo: param.budget.lo, hi: param.budget.hi, bucket: param.budget.bucket },
            lock: LockView { proposal: param.lock.proposal, until: param.lock.until },
        }
    }
}

impl From<&SpecView> for Spec {
    fn from(view: &SpecView) -> Self {
        Self {
            hard_min: view.hard_min,
            hard_max: view.hard_max,
            soft_min: view.soft_min,
            soft_max: view.soft_max,
            step_up_abs: view.step_up_abs,
            step_down_abs: view.step_down_abs,
            step_up_bps: view.step_up_bps,
            step_down_bps: view.step_down_bps,
            min_interval_secs: view.min_interval_secs,
            min_interval_epochs: view.min_interval_epochs,
            group: view.group,
            decimals: view.decimals,
            unit: view.unit,
            safe_direction: view.safe_direction,
            budget_30d: view.budget_30d,
            flags: view.flags,
            _pad: [0; 4],
        }
    }
}

impl From<&Spec> for SpecView {
    fn from(spec: &Spec) -> Self {
        Self {
            hard_min: spec.hard_min,
            hard_max: spec.hard_max,
            soft_min: spec.soft_min,
            soft_max: spec.soft_max,
            step_up_abs: spec.step_up_abs,
            step_down_abs: spec.step_down_abs,
            step_up_bps: spec.step_up_bps,
            step_down_bps: spec.step_down_bps,
            min_interval_secs: spec.min_interval_secs,
            min_interval_epochs: spec.min_interval_epochs,
            group: spec.group,
            decimals: spec.decimals,
            unit: spec.unit,
            safe_direction: spec.safe_direction,
            budget_30d: spec.budget_30d,
            flags: spec.flags,
        }
    }
}

impl From<&PeriodView> for Period {
    fn from(view: &PeriodView) -> Self {
        Self {
            start: view.start,
            end: view.end,
            supply: view.supply,
            minted: view.minted,
            burned: view.burned,
            fees: view.fees,
            staked: view.staked,
            stakers: view.stakers,
            rewards_paid: view.rewards_paid,
            treasury: view.treasury,
        }
    }
}

impl From<&Period> for PeriodView {
    fn from(period: &Period) -> Self {
        Self {
            start: period.start,
            end: period.end,
            supply: period.supply,
            minted: period.minted,
            burned: period.burned,
            fees: period.fees,
            staked: period.staked,
            stakers: period.stakers,
            rewards_paid: period.rewards_paid,
            treasury: period.treasury,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_parameter_survives_the_way_there_and_back() {
        for view in example::economy(5, 10, 1).params {
            assert_eq!(ParamView::new(view.index, &Param::from(&view)), view);
        }
    }

    #[test]
    fn the_snapshot_asks_the_programs_own_rules() {
        let snapshot = example::economy(5, 10, 1);
        let old = snapshot.value("emission_rate");
        let change = |new| vec![Change { param: 0, key: "emission_rate".into(), old, new }];
        assert_eq!(snapshot.admits(&change(old + 10)), Ok(()));
        assert_eq!(snapshot.admits(&change(old)), Err(Refusal::NoChange));
        assert_eq!(snapshot.admits(&change(i64::MAX)), Err(Refusal::AboveMax));
    }

    #[test]
    fn a_snapshots_name_changes_with_any_number_in_it() {
        let snapshot = example::economy(5, 10, 1);
        let mut other = snapshot.clone();
        assert_eq!(snapshot.hash(), other.hash());
        other.wallets[3].balance += 1;
        assert_ne!(snapshot.hash(), other.hash());
    }
}
