//! What may be claimed of one metric.

use {
    super::{Effect, Method},
    crate::{
        arms::Arm,
        cell::Shift,
        metrics::{Metric, Role},
    },
    serde::{Deserialize, Serialize},
};

/// The outcome for one metric of one arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub metric: String,
    pub role: Role,
    /// True if everything that a win, or non-inferiority for a secondary metric, asks for is met.
    pub holds: bool,
    /// True if the effect against B0 under the same law is at least what the field claims.
    pub reaches_claim: Option<bool>,
    /// The rule of B1 to B7 that was hardest to beat in each of the first two levels of shift.
    pub strongest: Vec<(Shift, Arm)>,
    /// What was missing, in words; empty for a win.
    pub missing: Vec<String>,
}

/// A primary metric wins if it is better, with significance after correction, than B0 *and* than the strongest rule under the first
/// two levels of shift, and not worse than B0 under the third. A secondary metric holds if its interval against B0 stays above
/// the margin under every level.
pub fn verdict(metric: &Metric, effects: &[Effect], method: &Method) -> Verdict {
    let of = |baseline: Arm, shift: Shift| {
        effects.iter().find(|e| e.metric == metric.name && e.baseline == baseline && e.shift == shift)
    };
    let mut missing = Vec::new();
    let mut strongest = Vec::new();
    for shift in Shift::ALL {
        let last = shift == Shift::Unseen || metric.role == Role::Secondary;
        let against_b0 = of(Arm::B0, shift);
        if last {
            require(
                not_worse(metric, against_b0, method),
                || format!("worse than B0 under {}", shift.title()),
                &mut missing,
            );
            continue;
        }
        require(
            better(metric, against_b0, method),
            || format!("not better than B0 under {}", shift.title()),
            &mut missing,
        );
        if let Some(rival) = hardest(metric, effects, shift) {
            strongest.push((shift, rival.baseline));
            let words = || format!("not better than {} under {}", rival.baseline, shift.title());
            require(better(metric, Some(rival), method), words, &mut missing);
        }
    }
    let same = of(Arm::B0, Shift::Same).and_then(|effect| effect.median);
    let claim = f64::from(metric.claim_permille) / 1_000.0;
    let reaches_claim = (claim != 0.0).then(|| same.is_some_and(|m| if claim > 0.0 { m >= claim } else { m <= claim }));
    Verdict {
        metric: metric.name.to_owned(),
        role: metric.role,
        holds: missing.is_empty(),
        reaches_claim,
        strongest,
        missing,
    }
}

fn require(holds: bool, otherwise: impl FnOnce() -> String, missing: &mut Vec<String>) {
    if !holds {
        missing.push(otherwise());
    }
}

/// The effect so that more is better.
fn signed(metric: &Metric, value: f64) -> f64 {
    if metric.higher_is_better { value } else { -value }
}

fn better(metric: &Metric, effect: Option<&Effect>, method: &Method) -> bool {
    effect.is_some_and(|e| {
        let gain = e.median.is_some_and(|median| signed(metric, median) > 0.0);
        let significant = e.p_holm.is_some_and(|p| p <= method.alpha);
        gain && significant && e.seeds >= method.min_seeds
    })
}

/// Whether the whole interval lies above the margin; equal in every pair counts as not worse.
fn not_worse(metric: &Metric, effect: Option<&Effect>, method: &Method) -> bool {
    effect.is_some_and(|e| match e.interval {
        Some(i) => signed(metric, i.low).min(signed(metric, i.high)) >= -method.margin,
        None => e.median == Some(0.0),
    })
}

/// The rule against which the arm's advantage is smallest.
pub fn hardest<'e>(metric: &Metric, effects: &'e [Effect], shift: Shift) -> Option<&'e Effect> {
    let rivals = effects.iter().filter(|e| e.metric == metric.name && e.shift == shift && e.baseline.is_rule());
    let advantage = |e: &Effect| e.median.map_or(f64::INFINITY, |median| signed(metric, median));
    rivals.min_by(|a, b| advantage(a).total_cmp(&advantage(b)))
}
