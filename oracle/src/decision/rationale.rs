//! The reasoning in a few sentences; the whole of it is in `audit::explain`.

use crate::{
    gate::Verdict,
    search::{Alternative, EffectForecast, Plan},
    snapshot::Change,
    units::real,
};

/// `emission_rate 80000 → 70000, …`
pub fn moves_text(moves: &[Change]) -> String {
    let one = |change: &Change| format!("{} {} → {}", change.key, change.old, change.new);
    if moves.is_empty() { "no change".into() } else { moves.iter().map(one).collect::<Vec<_>>().join(", ") }
}

/// Why this, or why nothing.
pub(super) fn rationale(plan: &Plan, verdict: &Verdict) -> String {
    match (verdict, plan.best()) {
        (Verdict::Propose, Some(best)) => proposed(plan, best),
        (Verdict::Hold { reasons }, Some(best)) => {
            format!(
                "Hold. The best candidate was {} ({}). It is not proposed because of: {}.",
                moves_text(&best.moves),
                best.by,
                reasons.join("; ")
            )
        }
        (Verdict::Hold { reasons }, None) => {
            format!("Hold. No candidate could be considered. Reasons: {}.", reasons.join("; "))
        }
        (Verdict::Propose, None) => "Hold. No candidate.".into(),
    }
}

fn proposed(plan: &Plan, best: &Alternative) -> String {
    let mut text = format!(
        "Propose {} ({}). In {} paired runs of the twin it scores better than holding in {:.1} %, gains {:.4} of score on average with its risk, and the worst 5 % of the runs change by {:+.4}.",
        moves_text(&best.moves),
        best.by,
        plan.seeds,
        real(best.p_better) * 100.0,
        real(best.gain),
        real(best.worst5_gain),
    );
    if let Some(line) = differences(best, &plan.hold) {
        text += &format!(" {line}");
    }
    if let Some(effect) = &plan.effect {
        text += &format!(" {}", effect_text(effect));
    }
    text
}

/// Expected metrics beside those of holding, the largest relative differences first.
fn differences(best: &Alternative, hold: &Alternative) -> Option<String> {
    let mut changed: Vec<(f64, String)> = best
        .metrics
        .iter()
        .zip(&hold.metrics)
        .filter(|(with, without)| with.value != without.value && !with.name.starts_with("utility"))
        .map(|(with, without)| {
            let relative = (with.value - without.value).abs() as f64 / (without.value.abs().max(1_000)) as f64;
            (relative, format!("{} {:.4} instead of {:.4}", with.name, real(with.value), real(without.value)))
        })
        .collect();
    changed.sort_by(|a, b| b.0.total_cmp(&a.0));
    changed.truncate(4);
    let texts: Vec<String> = changed.into_iter().map(|(_, text)| text).collect();
    (!texts.is_empty()).then(|| format!("The twin expects {}.", texts.join(", ")))
}

/// The forecast that will be measured.
pub fn effect_text(effect: &EffectForecast) -> String {
    format!(
        "{} in {} s: {:.4} with the change (80 % interval {:.4} to {:.4}), {:.4} without, {:.4} now.",
        effect.name,
        effect.horizon_secs,
        real(effect.p50),
        real(effect.p10),
        real(effect.p90),
        real(effect.p50_without),
        real(effect.baseline),
    )
}
