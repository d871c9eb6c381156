//! The committed policies.

use std::sync::Arc;

use referee::arms::Arm;
use twin::rule::Rule;

use super::{Policy, Steered};
use crate::learn::fqi::FittedQ;

/// (name, text) of every table of the repository.
pub const FILES: [(&str, &str); 5] = [
    ("A0", include_str!("../../../policies/A0.toml")),
    ("A1", include_str!("../../../policies/A1.toml")),
    ("A2", include_str!("../../../policies/A2.toml")),
    ("A3", include_str!("../../../policies/A3.toml")),
    ("A4", include_str!("../../../policies/A4.toml")),
];

/// The committed policy called `name`.
pub fn built_in(name: &str) -> Option<Policy> {
    let (_, text) = FILES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(Policy::parse(text).expect("every committed policy is read by a test"))
}

/// The committed lines of fitted-Q iteration.
pub fn fitted_q() -> Arc<FittedQ> {
    Arc::new(FittedQ::built_in().expect("the committed lines are read by a test"))
}

/// A maker of rules for the arms that have a committed policy: tables with `gain` times the slopes, fitted-Q iteration with `gain` times the steps.
pub fn learned() -> impl Fn(Arm, f64) -> Option<Box<dyn Rule + Send>> + Sync {
    let policies: Vec<(&str, Policy)> = FILES.iter().filter_map(|(name, _)| Some((*name, built_in(name)?))).collect();
    let lines = fitted_q();
    move |arm, gain| {
        if arm == Arm::Q {
            return Some(lines.rule(gain));
        }
        let (_, policy) = policies.iter().find(|(name, _)| *name == arm.name())?;
        Some(Box::new(Steered::new(Arc::new(policy.scaled(gain)))))
    }
}

/// Name and hash of every committed policy among `arms`.
pub fn frozen(arms: &[Arm]) -> Vec<(String, String)> {
    let hash = |arm: &Arm| match arm {
        Arm::Q => Some(fitted_q().hash()),
        _ => built_in(arm.name()).map(|policy| policy.hash()),
    };
    arms.iter().filter_map(|arm| Some((arm.name().to_owned(), hash(arm)?))).collect()
}
