//! Reasons not to propose. Doubt means hold.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// One condition of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
pub struct Check {
    pub name: String,
    pub passed: bool,
    /// What was found, and what is required, with units.
    pub found: String,
    pub required: String,
}

/// What the oracle does with the best candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, BorshSerialize, BorshDeserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// Every check passed.
    Propose,
    /// At least one failed; one reason for each.
    Hold { reasons: Vec<String> },
}

impl Verdict {
    pub fn is_propose(&self) -> bool {
        matches!(self, Self::Propose)
    }
}

mod checks;

pub use checks::NOTHING_STRANGE;

use crate::{detect::Signals, forecast::Forecast, objectives::Objectives, search::Plan, snapshot::Snapshot};

/// What the gate looks at.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    pub snapshot: &'a Snapshot,
    pub objectives: &'a Objectives,
    pub signals: &'a Signals,
    /// Holds of the last 30 days by flags that anybody can raise.
    pub forced_holds: u32,
    pub forecasts: &'a [Forecast],
    pub plan: &'a Plan,
}

/// Every check, passed or not, in a fixed order, and what follows.
pub fn judge(evidence: &Evidence) -> (Vec<Check>, Verdict) {
    let checks = checks::all(evidence);
    let failed = checks.iter().filter(|check| !check.passed);
    let reasons: Vec<String> =
        failed.map(|check| format!("{}: {}, required is {}", check.name, check.found, check.required)).collect();
    let verdict = if reasons.is_empty() { Verdict::Propose } else { Verdict::Hold { reasons } };
    (checks, verdict)
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::{
        detect::{self, Flag, Severity},
        features, forecast,
        search::{self, Known},
        segment,
        snapshot::{SourceKind, example},
    };

    type Doubt = (&'static str, fn(&mut Case));

    #[derive(Clone)]
    struct Case {
        snapshot: Snapshot,
        objectives: Objectives,
        signals: Signals,
        forced_holds: u32,
        forecasts: Vec<Forecast>,
        plan: Plan,
    }

    impl Case {
        /// An economy in which a clear improvement is at hand: fewer tokens minted.
        fn good() -> Self {
            static GOOD: OnceLock<Case> = OnceLock::new();
            GOOD.get_or_init(Self::made).clone()
        }

        fn made() -> Self {
            let snapshot = example::economy(25, 60, 1);
            let mut objectives = Objectives::default();
            objectives.targets.net_inflation = 0.0;
            objectives.weights.net_inflation = 20.0;
            objectives.search.seeds = 20;
            let features = features::build(&snapshot);
            let segments = segment::segment(&snapshot, &features, None);
            let forecasts = forecast::forecast_all(&features, 3, 86_400);
            let known = Known {
                snapshot: &snapshot,
                features: &features,
                forecasts: &forecasts,
                segments: &segments,
                objectives: &objectives,
            };
            let plan = search::search(&known, 5);
            let signals = detect::detect(&snapshot, &features, &objectives.detect);
            Self { snapshot, objectives, signals, forced_holds: 0, forecasts, plan }
        }

        fn check(&self, name: &str) -> Check {
            judge(&self.evidence()).0.into_iter().find(|check| check.name == name).unwrap()
        }

        fn evidence(&self) -> Evidence<'_> {
            Evidence {
                snapshot: &self.snapshot,
                objectives: &self.objectives,
                signals: &self.signals,
                forced_holds: self.forced_holds,
                forecasts: &self.forecasts,
                plan: &self.plan,
            }
        }

        fn failed(&self) -> Vec<String> {
            let (checks, verdict) = judge(&self.evidence());
            let failed: Vec<String> =
                checks.into_iter().filter(|check| !check.passed).map(|check| check.name).collect();
            assert_eq!(verdict.is_propose(), failed.is_empty());
            failed
        }
    }

    #[test]
    fn a_clear_improvement_on_good_data_is_proposed() {
        assert_eq!(Case::good().failed(), Vec::<String>::new());
    }

    #[test]
    fn each_doubt_alone_makes_the_oracle_hold_and_is_named() {
        let doubts: [Doubt; 17] = [
            ("chain is fresh", |c| c.snapshot.sources[0].unix -= 30 * 86_400),
            ("chain is fresh", |c| c.snapshot.sources.retain(|s| s.kind != SourceKind::Chain)),
            ("market is fresh", |c| c.snapshot.sources[1].unix -= 30 * 86_400),
            ("market is fresh", |c| c.snapshot.sources.retain(|s| s.kind != SourceKind::Market)),
            ("sources agree", |c| c.snapshot.sources[0].agrees = false),
            ("books close", |c| c.snapshot.reconciliation.closes = false),
            ("history is long enough", |c| c.snapshot.periods.truncate(2)),
            ("nothing is strange", |c| {
                c.signals.flags.push(Flag {
                    kind: "circular".into(),
                    severity: Severity::Veto,
                    evidence: "wash".into(),
                });
            }),
            ("forecast is usable", |c| c.forecasts.clear()),
            ("forecast is usable", |c| c.forecasts.iter_mut().for_each(|f| f.coverage = 100_000)),
            ("forecast keeps its promise", |c| {
                c.forecasts.iter_mut().for_each(|f| (f.origins, f.coverage90) = (100, 800_000));
            }),
            ("a candidate is left", |c| c.plan.alternatives.iter_mut().for_each(|a| a.breaks = Some("floor".into()))),
            ("rules admit the bundle", |c| c.snapshot.params.iter_mut().for_each(|p| p.lock.proposal = 7)),
            ("better than holding", |c| c.plan.alternatives[0].p_better = 899_999),
            ("worst runs are not worse", |c| c.plan.alternatives[0].worst5_gain = -1),
            ("gain is worth the effort", |c| c.plan.alternatives[0].gain = 100),
            ("proposals are free", |c| c.snapshot.rules.open = c.snapshot.rules.quota),
        ];
        for (name, doubt) in doubts {
            let mut case = Case::good();
            doubt(&mut case);
            if name == "rules admit the bundle" {
                let until = case.snapshot.at.unix + 1;
                case.snapshot.params.iter_mut().for_each(|p| p.lock.until = until);
            }
            assert!(case.failed().iter().any(|failed| failed == name), "{name}: {:?}", case.failed());
        }
    }

    #[test]
    fn a_lever_that_moved_yesterday_makes_the_next_change_wait() {
        let mut case = Case::good();
        let now = case.snapshot.at.unix;
        case.snapshot.params[1].changed_at = now - 86_400;
        assert!(case.failed().contains(&"cool-down is over".to_owned()));
    }

    fn raise(case: &mut Case, kind: &str) {
        let evidence = format!("made {kind}");
        case.signals.flags.push(Flag { kind: kind.into(), severity: Severity::Veto, evidence });
    }

    #[test]
    fn holds_by_flags_that_anybody_can_raise_are_capped_and_then_people_are_asked() {
        let mut case = Case::good();
        raise(&mut case, "ring");
        case.forced_holds = case.objectives.detect.holds_by_anybody - 1;
        assert_eq!(case.failed(), [NOTHING_STRANGE]);
        case.forced_holds += 1;
        assert_eq!(case.failed(), Vec::<String>::new(), "who floods the oracle with flags does not stop it");
        let check = case.check(NOTHING_STRANGE);
        assert!(check.found.contains("made ring") && check.found.contains("people are asked"), "{check:?}");
    }

    #[test]
    fn a_flag_that_costs_what_it_moves_holds_however_often() {
        for kind in ["outlier", "crunch", "liquidity"] {
            let mut case = Case::good();
            raise(&mut case, "circular");
            raise(&mut case, kind);
            case.forced_holds = 1_000;
            assert_eq!(case.failed(), [NOTHING_STRANGE], "{kind}");
        }
    }

    #[test]
    fn a_lever_whose_budget_is_spent_is_told_by_name() {
        let mut case = Case::good();
        let param = usize::from(case.plan.alternatives[0].moves[0].param);
        case.snapshot.params[param].spec.budget_30d = 1;
        let failed = case.failed();
        assert!(failed.contains(&"30-day budget is left".to_owned()), "{failed:?}");
    }

    #[test]
    fn half_a_bundle_is_refused_where_a_group_must_sum() {
        let mut case = Case::good();
        let member = case.snapshot.params.iter().position(|param| param.spec.group > 0).unwrap();
        let view = &case.snapshot.params[member];
        let change = crate::snapshot::Change {
            param: view.index,
            key: view.key.clone(),
            old: view.value,
            new: view.value + if view.value < view.spec.soft_max { 1 } else { -1 },
        };
        case.plan.alternatives[0].moves = vec![change];
        assert!(case.failed().contains(&"rules admit the bundle".to_owned()), "{:?}", case.failed());
    }
}
