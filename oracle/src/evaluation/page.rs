//! `evaluation.html`: complete in itself, nothing is loaded from elsewhere.

use referee::{
    arms::Arm,
    cell::Shift,
    judge::{Effect, Judgement, Verdict},
    metrics::Role,
    results::{Historical, Results},
};

use mind::table::Table;

use super::{Evaluation, numbers, plots, tables};
use crate::{
    dashboard::{badge, card, code, heading, small_table, standalone, table, tile},
    view::{html::Html, whisker::whisker},
};

/// The whole page.
pub fn render(evaluation: &Evaluation) -> String {
    let results = &evaluation.results;
    let [from, to] = results.seeds;
    let below = format!(
        "seeds {from}..{to} · {} of {} cells · {} days · {} agents · identity {}",
        results.cells, results.cells_planned, results.days, results.agents, results.identity.hash
    );
    let mut parts = vec![heading("Evaluation", below), tiles(results), card("Arms", arms(results))];
    if !evaluation.policies.is_empty() {
        parts.push(card("Policies, frozen before the first run", policies(evaluation)));
    }
    parts.push(card("What costs what", Html::all(plots::planes(results))));
    parts.extend(tables::summary(results).iter().map(table_card));
    parts.extend(results.judgements.iter().map(judged));
    parts.push(card("Regret against the clairvoyant arm", regrets(results)));
    parts.push(card("Who gains", deciles(results)));
    parts.push(fans(results));
    parts.push(card("Failure modes", failures(results)));
    for section in &evaluation.sections {
        parts.push(heading(&section.title, section.missing.join("; ")));
        parts.extend(section.tables.iter().map(table_card));
    }
    parts.push(match &results.history {
        Ok(history) => historical(history),
        Err(why) => card("Histories", Html::tag("p", "quiet", format!("Missing: {why}."))),
    });
    standalone("Evaluation", false, Html::tag("main", "", Html::all(parts)))
}

fn policies(evaluation: &Evaluation) -> Html {
    let rows = evaluation.policies.iter().map(|(name, hash)| vec![Html::text(name), code(hash)]);
    small_table(&["policy", "SHA-256"], rows.collect(), "No policies.")
}

fn table_card(found: &Table) -> Html {
    let columns: Vec<&str> = found.head.iter().map(String::as_str).collect();
    let rows = found.rows.iter().map(|row| row.iter().map(Html::text).collect());
    let about = Html::tag("p", "quiet", &found.about);
    card(&found.title, Html::all([about, table(&columns, rows.collect(), "Nothing was measured.")]))
}

fn tiles(results: &Results) -> Html {
    let primary = || results.judgements.iter().flat_map(|j| &j.verdicts).filter(|v| v.role == Role::Primary);
    let failed = results.failures.iter().filter(|check| check.passes == Some(false)).count();
    let placebo = results.history.as_ref().map_or("—".into(), |h| h.placebo.largest.to_string());
    let auc = results
        .history
        .as_ref()
        .ok()
        .and_then(|h| h.realism.as_ref())
        .map_or("—".into(), |r| format!("{:.2}", r.auc));
    let tiles = [
        tile(
            "Wins",
            primary().filter(|v| v.holds).count().to_string(),
            format!("of {} arm × metric", primary().count()),
        ),
        tile("Failure checks not passed", failed.to_string(), format!("of {}", results.failures.len())),
        tile("Placebo", placebo, "largest effect at elasticity 0"),
        tile("Real against simulated", auc, "AUC, 0.5 cannot tell"),
    ];
    Html::tag("div", "tiles", Html::all(tiles))
}

fn arms(results: &Results) -> Html {
    let row = |arm: &Arm| vec![Html::text(arm), Html::text(arm.title())];
    small_table(&["arm", "is"], results.arms.iter().map(row).collect(), "No arms.")
}

fn judged(judgement: &Judgement) -> Html {
    let rows = judgement.verdicts.iter().map(|verdict| verdict_row(judgement, verdict)).collect();
    let columns = ["metric", "against B0, same law", "", "outer habits", "unseen", "#p", "#claimed", "verdict"];
    let title = format!("{}: {}", judgement.arm, judgement.arm.title());
    card(&title, table(&columns, rows, "Nothing was judged."))
}

fn verdict_row(judgement: &Judgement, verdict: &Verdict) -> Vec<Html> {
    let of = |shift: Shift| {
        let matches = |e: &&Effect| e.metric == verdict.metric && e.baseline == Arm::B0 && e.shift == shift;
        judgement.effects.iter().find(matches)
    };
    let told = |shift: Shift| Html::text(of(shift).map_or("—".into(), numbers::effect));
    let metric = numbers::metric(&verdict.metric);
    let same = of(Shift::Same);
    let drawing = same.and_then(|e| Some(whisker(e.interval?.low, e.median?, e.interval?.high)));
    let said = match (verdict.role, verdict.holds) {
        (Role::Primary, true) => badge("passed"),
        (_, true) => Html::text("holds"),
        (_, false) => Html::text(verdict.missing.join("; ")),
    };
    vec![
        Html::text(metric.map_or(verdict.metric.as_str(), |metric| metric.title)),
        told(Shift::Same),
        drawing.unwrap_or_default(),
        told(Shift::Outer),
        told(Shift::Unseen),
        Html::text(numbers::p(same.and_then(|e| e.p_holm))),
        Html::text(metric.map(numbers::claim).unwrap_or_default()),
        said,
    ]
}

fn regrets(results: &Results) -> Html {
    let rows = results.regrets.iter().map(|row| {
        vec![
            Html::text(row.arm),
            Html::text(row.shift.title()),
            Html::text(format!("{:+.4}", row.objective)),
            Html::text(numbers::figure(row.regret)),
            Html::text(numbers::figure(row.regret_p90)),
        ]
    });
    table(&["arm", "level", "#objective", "#regret, median", "#regret, 90 %"], rows.collect(), "No cells were played.")
}

/// Four arms a drawing, the calm scenario first.
fn deciles(results: &Results) -> Html {
    let calm: Vec<_> = results
        .portraits
        .iter()
        .filter(|p| Some(&p.scenario) == results.portraits.first().map(|p| &p.scenario))
        .collect();
    Html::tag("div", "grid2", Html::all(calm.chunks(4).map(|portraits| plots::deciles(portraits).figure())))
}

fn fans(results: &Results) -> Html {
    Html::all(results.portraits.iter().map(|portrait| {
        let charts = portrait.fans.iter().map(|fan| plots::fan(fan).figure());
        let summary = format!("{} in {}: {} seeds", portrait.arm, portrait.scenario, portrait.seeds);
        Html::tag("section", "card", Html::details(summary, Html::tag("div", "grid2", Html::all(charts))))
    }))
}

fn failures(results: &Results) -> Html {
    let rows = results.failures.iter().map(|check| {
        let passes = badge(check.verdict());
        vec![
            Html::text(&check.mode),
            Html::text(&check.arm),
            Html::text(&check.found),
            Html::text(&check.accepted),
            passes,
        ]
    });
    let drifts = results.drifts.iter().map(|drift| {
        vec![Html::text(&drift.param), Html::text(drift.value), Html::text(drift.lowest), Html::text(drift.highest)]
    });
    Html::all([
        table(&["mode", "arm", "found", "accepted", "passes"], rows.collect(), "Nothing was checked."),
        Html::tag("h3", "", "A stolen oracle key, if people approved everything it asks for 30 days"),
        small_table(&["parameter", "#now", "#lowest", "#highest"], drifts.collect(), "No parameter is the oracle's."),
    ])
}

fn historical(history: &Historical) -> Html {
    let rows = history.replays.iter().map(|row| {
        let effect = |name: &str| {
            let value = row.effects.iter().find(|(metric, _)| metric == name).and_then(|(_, value)| *value);
            let told = value.zip(numbers::metric(name)).map(|(value, metric)| numbers::change(metric.contrast, value));
            Html::text(told.unwrap_or("—".into()))
        };
        vec![
            Html::text(&row.history),
            Html::text(row.elasticity),
            Html::text(row.arm),
            effect("volatility"),
            effect("drawdown"),
            effect("retention"),
        ]
    });
    let columns = ["history", "#elasticity", "arm", "#volatility", "#drawdown", "#retention"];
    let facts = history.realism.iter().flat_map(|realism| &realism.facts).map(|fact| {
        let median = |q: [f64; 3]| Html::text(format!("{:.3}", q[1]));
        vec![
            Html::text(&fact.name),
            median(fact.real),
            median(fact.simulated),
            Html::text(format!("{:+.2}", fact.distance)),
        ]
    });
    let facts =
        small_table(&["fact", "#real", "#simulated", "#distance in sd"], facts.collect(), "Too few real windows.");
    Html::all([
        card("Realism of the twin's prices", facts),
        card(
            "Histories replayed",
            Html::details("Every history, elasticity and arm", table(&columns, rows.collect(), "None.")),
        ),
    ])
}
