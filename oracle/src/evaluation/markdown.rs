//! `evaluation.md`.

use std::fmt::Write;

use referee::{
    arms::Arm,
    cell::Shift,
    judge::Judgement,
    metrics::{METRICS, Role},
    replay::Replay,
    results::{Historical, Results},
};

use mind::table::Table;

use super::{Evaluation, numbers, tables};

/// The whole document.
pub fn markdown(evaluation: &Evaluation) -> String {
    let results = &evaluation.results;
    let mut text = String::new();
    head(results, &mut text);
    policies(evaluation, &mut text);
    tables::summary(results).iter().for_each(|found| table(found, 2, &mut text));
    results.judgements.iter().for_each(|judgement| judged(judgement, &mut text));
    regrets(results, &mut text);
    medians(results, &mut text);
    failures(results, &mut text);
    for section in &evaluation.sections {
        let _ = writeln!(text, "\n## {}", section.title);
        section.tables.iter().for_each(|found| table(found, 3, &mut text));
        section.missing.iter().for_each(|what| _ = writeln!(text, "\nMissing: {what}."));
    }
    match &results.history {
        Ok(history) => historical(history, &mut text),
        Err(why) => _ = writeln!(text, "\n## Histories\n\nMissing: {why}."),
    }
    text
}

fn head(results: &Results, text: &mut String) {
    let [from, to] = results.seeds;
    let method = &results.method;
    let _ = writeln!(
        text,
        "# Evaluation\n\nSeeds {from}..{to}, {} of {} cells, {} days, {} agents, {} scenarios, three levels of shift.  \nIdentity `{}`.  ",
        results.cells,
        results.cells_planned,
        results.days,
        results.agents,
        results.scenarios.len(),
        results.identity.hash
    );
    let _ = writeln!(
        text,
        "A win is better than B0 and than the strongest of B1 to B7 under the first two levels with corrected p ≤ {}, and not worse than B0 by more than {:.0} % under the third, over at least {} seeds.",
        method.alpha,
        method.margin * 100.0,
        method.min_seeds
    );
    let _ = writeln!(text, "\n| arm | is |\n|---|---|");
    for arm in &results.arms {
        let _ = writeln!(text, "| {arm} | {} |", arm.title());
    }
}

fn policies(evaluation: &Evaluation, text: &mut String) {
    if !evaluation.policies.is_empty() {
        let _ = writeln!(text, "\nPolicies, frozen before the first run:\n\n| policy | SHA-256 |\n|---|---|");
    }
    evaluation.policies.iter().for_each(|(name, hash)| _ = writeln!(text, "| {name} | `{hash}` |"));
}

/// A table under a heading of `level`; a bar inside a cell does not end it.
fn table(table: &Table, level: usize, text: &mut String) {
    let _ = writeln!(text, "\n{} {}\n", "#".repeat(level), table.title);
    if !table.about.is_empty() {
        let _ = writeln!(text, "{}\n", table.about);
    }
    let head: Vec<&str> = table.head.iter().map(|name| name.strip_prefix('#').unwrap_or(name)).collect();
    let line = table.head.iter().map(|name| if name.starts_with('#') { "---:|" } else { "---|" });
    let _ = writeln!(text, "| {} |\n|{}", head.join(" | "), line.collect::<String>());
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}

fn judged(judgement: &Judgement, text: &mut String) {
    let _ = writeln!(text, "\n## {}: {}\n", judgement.arm, judgement.arm.title());
    let _ = writeln!(
        text,
        "| metric | against B0: same law | outer habits | unseen | corrected p (same) | claimed | verdict |\n|---|---|---|---|---|---|---|"
    );
    for verdict in &judgement.verdicts {
        let Some(metric) = numbers::metric(&verdict.metric) else { continue };
        let of = |shift: Shift| {
            judgement.effects.iter().find(|e| e.metric == verdict.metric && e.baseline == Arm::B0 && e.shift == shift)
        };
        let told = |shift: Shift| of(shift).map_or("—".into(), numbers::effect);
        let said = match (verdict.role, verdict.holds) {
            (Role::Primary, true) => "**win**".to_owned(),
            (_, true) => "holds".to_owned(),
            (_, false) => verdict.missing.join("; "),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {said} |",
            metric.title,
            told(Shift::Same),
            told(Shift::Outer),
            told(Shift::Unseen),
            numbers::p(of(Shift::Same).and_then(|e| e.p_holm)),
            numbers::claim(metric)
        );
    }
}

fn regrets(results: &Results, text: &mut String) {
    let _ = writeln!(
        text,
        "\n## Regret\n\nThe objective is the mean relative improvement over B0 in the primary metrics, less one for each broken constraint; regret is how far it stays behind B9, which knows the future.\n\n| arm | level | objective | regret, median | regret, 90 % |\n|---|---|---|---|---|"
    );
    for row in &results.regrets {
        let _ = writeln!(
            text,
            "| {} | {} | {:+.4} | {} | {} |",
            row.arm,
            row.shift.title(),
            row.objective,
            numbers::figure(row.regret),
            numbers::figure(row.regret_p90)
        );
    }
}

fn medians(results: &Results, text: &mut String) {
    let _ = write!(text, "\n## Medians\n\nSame law, all scenarios.\n\n| metric |");
    results.arms.iter().for_each(|arm| _ = write!(text, " {arm} |"));
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(results.arms.len()));
    for (place, metric) in METRICS.iter().enumerate() {
        let _ = write!(text, "| {} |", metric.title);
        for arm in &results.arms {
            let row = results.medians.iter().find(|m| m.arm == *arm && m.shift == Shift::Same && m.scenario.is_none());
            let _ = write!(text, " {} |", numbers::figure(row.and_then(|row| row.values[place])));
        }
        text.push('\n');
    }
}

fn failures(results: &Results, text: &mut String) {
    let _ = writeln!(text, "\n## Failure modes\n\n| mode | arm | found | accepted | passes |\n|---|---|---|---|---|");
    for check in &results.failures {
        let passes = if check.passes == Some(false) { "**no**" } else { check.verdict() };
        let _ = writeln!(text, "| {} | {} | {} | {} | {passes} |", check.mode, check.arm, check.found, check.accepted);
    }
    let _ = writeln!(
        text,
        "\nA stolen oracle key, if people approved everything it asks for 30 days:\n\n| parameter | now | lowest | highest |\n|---|---|---|---|"
    );
    for drift in &results.drifts {
        let _ = writeln!(text, "| {} | {} | {} | {} |", drift.param, drift.value, drift.lowest, drift.highest);
    }
}

fn historical(history: &Historical, text: &mut String) {
    let placebo = &history.placebo;
    let _ = writeln!(
        text,
        "\n## Histories\n\nOutside demand comes from the data; policy acts only through assumed elasticities.\nPlacebo: {} comparisons at elasticity 0, largest effect {}.",
        placebo.comparisons, placebo.largest
    );
    if let Some((error, calls)) = history.pi {
        let _ = writeln!(
            text,
            "\nOur PI controller against {calls} logged calls of RAI's own: largest relative error {error:.1e}."
        );
    }
    let _ = writeln!(
        text,
        "\n| history | windows × days | hours filled | elasticity | arm | volatility | drawdown | retention |\n|---|---|---|---|---|---|---|---|"
    );
    history.replays.iter().for_each(|row| replay(row, text));
    if let Some(realism) = &history.realism {
        let _ = writeln!(
            text,
            "\n## Realism\n\n{} real and {} simulated windows; a nearest-neighbour classifier tells them apart with AUC {:.3} (accepted: at most {}).\n\n| fact | real: quartiles | simulated: quartiles | distance in sd |\n|---|---|---|---|",
            realism.real_windows,
            realism.simulated_windows,
            realism.auc,
            referee::realism::AUC_LIMIT
        );
        for fact in &realism.facts {
            let three = |q: [f64; 3]| q.map(|v| format!("{v:.3}")).join(" / ");
            let _ = writeln!(
                text,
                "| {} | {} | {} | {:+.2} |",
                fact.name,
                three(fact.real),
                three(fact.simulated),
                fact.distance
            );
        }
    }
    let _ = writeln!(text, "\nFiles that are no price history:\n");
    history.skipped.iter().for_each(|(file, why)| _ = writeln!(text, "- {}: {}", file, why.replace('\n', " ")));
}

fn replay(row: &Replay, text: &mut String) {
    let effect = |name: &str| {
        let value = row.effects.iter().find(|(metric, _)| metric == name).and_then(|(_, value)| *value);
        value.zip(numbers::metric(name)).map_or("—".into(), |(value, metric)| numbers::change(metric.contrast, value))
    };
    let _ = writeln!(
        text,
        "| {} | {} × {} | {:.1} % | {} | {} | {} | {} | {} |",
        row.history,
        row.windows,
        row.days,
        row.filled * 100.0,
        row.elasticity,
        row.arm,
        effect("volatility"),
        effect("drawdown"),
        effect("retention")
    );
}
