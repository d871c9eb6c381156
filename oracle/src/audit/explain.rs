//! A decision as text that a person can follow.

use std::fmt::{Display, Write};

use crate::{
    decision::{Decision, effect_text, moves_text},
    forecast::Forecast,
    gate::Verdict,
    search::{Alternative, Counsel},
    units::real,
};

/// Inputs, forecasts, segments, alternatives, why this, why not hold, and what stood against it.
pub fn explain(decision: &Decision) -> String {
    let mut text = Text::default();
    head(&mut text, decision);
    inputs(&mut text, decision);
    forecasts(&mut text, decision);
    segments(&mut text, decision);
    policies(&mut text, decision);
    alternatives(&mut text, decision);
    text.title("Contributors' part");
    text.line(format_args!("  {}", decision.plan.rewards.reason));
    conclusion(&mut text, decision);
    checks(&mut text, decision);
    text.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: impl Display) {
        writeln!(self.0, "{line}").expect("writing to memory cannot fail");
    }

    fn title(&mut self, title: &str) {
        self.line(format_args!("\n{title}"));
    }
}

fn head(text: &mut Text, decision: &Decision) {
    text.line(format_args!("Decision {} · {}", decision.number, decision.hash()));
    let at = decision.at;
    text.line(format_args!(
        "at unix {} (slot {}, epoch {}), policy version {}",
        at.unix, at.slot, at.epoch, decision.policy_version
    ));
    let verdict = match &decision.verdict {
        Verdict::Propose => format!("PROPOSE {}", moves_text(&decision.moves)),
        Verdict::Hold { reasons } => format!("HOLD for {} reasons", reasons.len()),
    };
    text.line(verdict);
}

fn inputs(text: &mut Text, decision: &Decision) {
    text.title("Inputs");
    for (name, hash) in [
        ("snapshot", decision.snapshot_hash),
        ("objectives", decision.config_hash),
        ("model", decision.model_hash),
        ("code", decision.code_hash),
        ("parent", decision.parent),
    ] {
        text.line(format_args!("  {name:<12} {hash}"));
    }
    text.line(format_args!("  {:<12} {} to {}, seed {}", "slots", decision.slot_from, decision.slot_to, decision.seed));
    for metric in &decision.features {
        text.line(format_args!("  {:<16} {:>16.6}", metric.name, real(metric.value)));
    }
    text.line(format_args!("  signals: {}", if decision.signals.flags.is_empty() { "nothing strange" } else { "" }));
    for flag in &decision.signals.flags {
        text.line(format_args!("    {:?} {}: {}", flag.severity, flag.kind, flag.evidence));
    }
}

fn forecasts(text: &mut Text, decision: &Decision) {
    text.title("Forecasts (80 % interval)");
    if decision.forecasts.is_empty() {
        text.line("  none: the history is too short");
    }
    for made in &decision.forecasts {
        text.line(forecast_line(made));
    }
}

fn forecast_line(made: &Forecast) -> String {
    format!(
        "  {:<16} in {} s: {:.6} ({:.6} to {:.6}) by {}; now {:.6}; MASE {:.2} as used, naive {:.2}, models {:.2} at {} origins, p {:.3} against seasonal naive; coverage {:.2} of 0.8, {:.2} of 0.9; {} values",
        made.metric,
        made.horizon_secs,
        real(made.p50),
        real(made.p10),
        real(made.p90),
        made.method(),
        real(made.last),
        real(made.mase),
        real(made.mase_naive),
        real(made.mase_model),
        made.origins,
        real(made.p_equal),
        real(made.coverage),
        real(made.coverage90),
        made.samples,
    )
}

fn segments(text: &mut Text, decision: &Decision) {
    let kept = decision
        .segments_kept
        .map_or(String::new(), |kept| format!(", kept since the record before {:.2}", real(kept)));
    text.title(&format!("Segments (stability {:.2}{kept})", real(decision.segment_stability)));
    for segment in &decision.segments {
        let (held, staked) = (real(segment.wealth_share) * 100.0, real(segment.staked_share) * 100.0);
        text.line(format_args!(
            "  {:<18} {:>6} wallets, {held:5.1} % of tokens, {staked:5.1} % of them staked",
            segment.name, segment.size
        ));
        text.line(format_args!("{:21}{} (deviations from all wallets)", "", segment.why()));
    }
}

fn policies(text: &mut Text, decision: &Decision) {
    text.title("Policies");
    let seen: Vec<String> = decision.plan.view.iter().map(|it| format!("{} {:+.3}", it.name, real(it.value))).collect();
    text.line(format_args!("  see {}", if seen.is_empty() { "no sound day".into() } else { seen.join(", ") }));
    for Counsel { name, hash, moves, gain, .. } in &decision.plan.policies {
        let gain = gain.map_or(String::new(), |gain| format!(" (gain {:+.6})", real(gain)));
        text.line(format_args!("  {name:<6} {} wants {}{gain}", hash.short(), moves_text(moves)));
    }
}

fn alternatives(text: &mut Text, decision: &Decision) {
    let plan = &decision.plan;
    text.title(&format!(
        "Alternatives ({} played over {} seeds, {} refused by the policy's rules)",
        plan.admitted, plan.seeds, plan.refused
    ));
    for refusal in &plan.refusals {
        text.line(format_args!("  refused {:.0} × {}", real(refusal.value), refusal.name));
    }
    text.line(format_args!("  {:>10} {:>10} {:>8} {:>10}  moves", "score", "gain", "better", "worst 5 %"));
    alternative(text, &plan.hold);
    plan.alternatives.iter().for_each(|candidate| alternative(text, candidate));
}

fn alternative(text: &mut Text, candidate: &Alternative) {
    let name = match candidate.moves.is_empty() {
        true => "hold".into(),
        false => format!("{}: {}", candidate.by, moves_text(&candidate.moves)),
    };
    let broken = candidate.breaks.as_ref().map_or(String::new(), |reason| format!(" [breaks a constraint: {reason}]"));
    text.line(format_args!(
        "  {:>10.6} {:>+10.6} {:>6.1} % {:>+10.6}  {name}{broken}",
        real(candidate.score),
        real(candidate.gain),
        real(candidate.p_better) * 100.0,
        real(candidate.worst5_gain),
    ));
}

fn conclusion(text: &mut Text, decision: &Decision) {
    let plan = &decision.plan;
    text.title(if decision.verdict.is_propose() { "Why this, and why not hold" } else { "Why hold" });
    text.line(format_args!("  {}", decision.rationale));
    let Some(best) = plan.best() else { return };
    if let Some(effect) = &plan.effect {
        text.line(format_args!("  To be measured: {}", effect_text(effect)));
    }
    text.line(format_args!("  {:<28} {:>14} {:>14}", "expected by the twin", "with", "hold"));
    for (with, without) in best.metrics.iter().zip(&plan.hold.metrics) {
        text.line(format_args!("  {:<28} {:>14.4} {:>14.4}", with.name, real(with.value), real(without.value)));
    }
}

fn checks(text: &mut Text, decision: &Decision) {
    text.title("Checks");
    for check in &decision.checks {
        let mark = if check.passed { "pass" } else { "FAIL" };
        text.line(format_args!("  {mark} {}: {} (required: {})", check.name, check.found, check.required));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        decision::{Inputs, decide},
        hash::Hash,
        objectives::Objectives,
        snapshot::example,
    };

    #[test]
    fn an_explanation_tells_every_part_of_the_reasoning() {
        let (snapshot, objectives) = (example::economy(25, 60, 1), Objectives::default());
        let decision = decide(&Inputs {
            number: 1,
            parent: Hash::ZERO,
            snapshot: &snapshot,
            before: None,
            objectives: &objectives,
            forced_holds: 0,
            seed: 5,
        });
        let text = explain(&decision);
        for part in [
            "Inputs",
            "Forecasts",
            "80 % interval",
            "Segments",
            "Alternatives",
            "hold",
            "Why",
            "Checks",
            &decision.hash().to_string(),
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
        for check in &decision.checks {
            assert!(text.contains(&check.name));
        }
    }
}
