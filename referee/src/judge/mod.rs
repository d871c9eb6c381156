//! From cells to effects and verdicts.
//!
//! Pairs are (arm, baseline) in the same cell; cells of one seed form a cluster, because they share their luck.

mod ablation;
mod bound;
mod effect;
mod regret;
mod scene;
mod verdict;

pub use {
    ablation::{Ablation, ablations},
    bound::{Bound, bounds},
    effect::{Effect, Question, effect},
    regret::{Regret, regrets},
    scene::{Scene, scenes},
    verdict::{Verdict, verdict},
};

use {
    crate::{
        arms::Arm,
        cell::{Cell, Shift},
        metrics::{METRICS, Role},
        stats,
    },
    rayon::prelude::*,
    serde::{Deserialize, Serialize},
};

/// How the statistics are made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Bootstrap resamples of each interval.
    pub resamples: u32,
    /// Level of the intervals.
    pub level: f64,
    /// Largest corrected p of a win.
    pub alpha: f64,
    /// Relative margin of "not worse".
    pub margin: f64,
    /// Fewest seeds for a claim.
    pub min_seeds: usize,
}

/// Everything that is said about one arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    pub arm: Arm,
    pub effects: Vec<Effect>,
    pub verdicts: Vec<Verdict>,
}

/// Judges every arm against B0 and against every rule of B1 to B7 in the line-up.
pub fn judge(cells: &[Cell], arms: &[Arm], method: &Method) -> Vec<Judgement> {
    let baselines: Vec<Arm> = arms.iter().copied().filter(|arm| *arm == Arm::B0 || arm.is_rule()).collect();
    let mut judged: Vec<Judgement> = arms
        .iter()
        .filter(|arm| **arm != Arm::B0)
        .map(|arm| {
            let questions = questions(*arm, &baselines);
            let mut effects: Vec<Effect> = questions.par_iter().map(|question| effect(cells, question)).collect();
            correct(&mut effects);
            add_intervals(cells, &questions, &mut effects, method);
            let verdicts = METRICS
                .iter()
                .filter(|metric| metric.role != Role::Control)
                .map(|metric| verdict(metric, &effects, method))
                .collect();
            Judgement { arm: *arm, effects, verdicts }
        })
        .collect();
    subject_to_security(&mut judged, method);
    judged
}

/// The metric that counts only subject to security, and the metrics that security is.
const SUBJECT: &str = "inflation";
const SECURITY: [&str; 2] = ["secure_share", "validators_lost"];

/// Low inflation that is bought with stake or validators is no low inflation: an arm with less security than B0 neither wins in it nor is
/// the rule to beat in it.
fn subject_to_security(judged: &mut [Judgement], method: &Method) {
    let is_secure = |judgement: &Judgement| {
        judgement.verdicts.iter().filter(|v| SECURITY.contains(&v.metric.as_str())).all(|verdict| verdict.holds)
    };
    let insecure: Vec<Arm> = judged.iter().filter(|one| !is_secure(one)).map(|one| one.arm).collect();
    let metric = METRICS.iter().find(|metric| metric.name == SUBJECT);
    for Judgement { arm, effects, verdicts } in judged {
        let rivals: Vec<Effect> = effects.iter().filter(|e| !insecure.contains(&e.baseline)).cloned().collect();
        let Some((metric, found)) = metric.zip(verdicts.iter_mut().find(|verdict| verdict.metric == SUBJECT)) else {
            continue;
        };
        *found = verdict(metric, &rivals, method);
        if insecure.contains(arm) {
            found.holds = false;
            found.missing.push("less security than B0".into());
        }
    }
}

/// Intervals of what the verdicts look at: against B0, for primary metrics also against the strongest rule of each level; they take most of the time.
fn add_intervals(cells: &[Cell], questions: &[Question], effects: &mut [Effect], method: &Method) {
    let wanted: Vec<usize> = (0..effects.len())
        .filter(|i| {
            let question = &questions[*i];
            let strongest = || verdict::hardest(&METRICS[question.metric], effects, question.shift).map(|e| e.baseline);
            match METRICS[question.metric].role {
                Role::Primary => question.baseline == Arm::B0 || strongest() == Some(question.baseline),
                Role::Secondary => question.baseline == Arm::B0,
                Role::Control => false,
            }
        })
        .collect();
    let intervals: Vec<_> = wanted.par_iter().map(|i| effect::interval(cells, &questions[*i], method)).collect();
    for (place, interval) in wanted.into_iter().zip(intervals) {
        effects[place].interval = interval;
    }
}

fn questions(arm: Arm, baselines: &[Arm]) -> Vec<Question> {
    let pairs = baselines.iter().filter(|base| **base != arm);
    pairs
        .flat_map(|base| {
            Shift::ALL.into_iter().flat_map(move |shift| {
                (0..METRICS.len()).map(move |metric| Question { arm, baseline: *base, shift, metric })
            })
        })
        .collect()
}

/// Holm over primary metrics × baselines × shifts; the others are not tested for a gain.
fn correct(effects: &mut [Effect]) {
    let tested: Vec<usize> =
        (0..effects.len()).filter(|i| effects[*i].role == Role::Primary && effects[*i].p.is_some()).collect();
    let p: Vec<f64> = tested.iter().filter_map(|i| effects[*i].p).collect();
    for (place, adjusted) in tested.into_iter().zip(stats::holm(&p)) {
        effects[place].p_holm = Some(adjusted);
    }
}

#[cfg(test)]
mod tests;
