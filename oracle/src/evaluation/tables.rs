//! What was found, as tables that read the same in Markdown and on a page.

use mind::table::Table;
use referee::{
    arms::Arm,
    cell::Shift,
    judge::{Effect, Judgement, Scene},
    metrics::{METRICS, Metric, Role},
    results::Results,
};

use super::numbers;

/// What comes first: every arm in one row, the field's claims, what each part adds, and the scenarios.
pub fn summary(results: &Results) -> Vec<Table> {
    let rest = [claims(results), ablations(results), scenes(results)];
    std::iter::once(overview(results)).chain(rest.into_iter().flatten()).collect()
}

fn primary() -> impl Iterator<Item = &'static Metric> {
    METRICS.iter().filter(|metric| metric.role == Role::Primary)
}

fn short(metric: &Metric) -> String {
    format!("#{}", metric.name.replace('_', " "))
}

fn judgement(results: &Results, arm: Arm) -> Option<&Judgement> {
    results.judgements.iter().find(|judgement| judgement.arm == arm)
}

fn against_b0<'r>(effects: &'r [Effect], metric: &Metric, shift: Shift) -> Option<&'r Effect> {
    effects.iter().find(|e| e.metric == metric.name && e.baseline == Arm::B0 && e.shift == shift)
}

/// The fullest of the learned arms that were played.
fn ours(results: &Results) -> Option<Arm> {
    Arm::FULLEST_FIRST.into_iter().find(|arm| judgement(results, *arm).is_some())
}

/// Every arm in one row: medians against B0, objective and regret.
fn overview(results: &Results) -> Table {
    let mut head = vec!["arm".to_owned()];
    head.extend(primary().map(short));
    head.extend(["#objective", "#regret", "wins"].map(str::to_owned));
    let row = |judged: &Judgement| {
        let mut row = vec![judged.arm.to_string()];
        let told = |metric: &Metric| {
            let median = against_b0(&judged.effects, metric, Shift::Same).and_then(|e| e.median);
            let won = judged.verdicts.iter().any(|v| v.metric == metric.name && v.holds);
            let text = median.map_or("—".into(), |value| numbers::change(metric.contrast, value));
            if won { format!("{text} ✓") } else { text }
        };
        row.extend(primary().map(told));
        let regret = results.regrets.iter().find(|row| row.arm == judged.arm && row.shift == Shift::Same);
        row.push(regret.map_or("—".into(), |row| format!("{:+.4}", row.objective)));
        row.push(numbers::figure(regret.and_then(|row| row.regret)));
        let wins = judged.verdicts.iter().filter(|v| v.role == Role::Primary && v.holds).count();
        row.push(format!("{wins} of {}", primary().count()));
        row
    };
    Table {
        title: "Every arm in one row".into(),
        about: "Median effect against B0 under the same law; ✓ is a win as defined above. The objective is the mean relative improvement over the primary metrics, less one for each broken constraint; regret is how far it stays behind B9.".into(),
        head,
        rows: results.judgements.iter().map(row).collect(),
    }
}

/// The field's claims, one row each: what our fullest arm reaches, and what could be reached.
fn claims(results: &Results) -> Option<Table> {
    let arm = ours(results)?;
    let judged = judgement(results, arm)?;
    let claimed = primary().filter(|metric| metric.claim_permille != 0);
    let row = |metric: &Metric| {
        let told = |shift| against_b0(&judged.effects, metric, shift).map_or("not played".into(), numbers::effect);
        let verdict = judged.verdicts.iter().find(|v| v.metric == metric.name);
        let bound = |shift| results.bounds.iter().find(|bound| bound.metric == metric.name && bound.shift == shift);
        let change = |value: Option<f64>| value.map_or("—".into(), |v| numbers::change(metric.contrast, v));
        let same = bound(Shift::Same);
        vec![
            metric.title.to_owned(),
            numbers::claim(metric),
            told(Shift::Same),
            told(Shift::Outer),
            told(Shift::Unseen),
            if verdict.is_some_and(|v| v.holds) { "yes" } else { "no" }.into(),
            if verdict.and_then(|v| v.reaches_claim) == Some(true) { "yes" } else { "no" }.into(),
            change(same.and_then(|b| b.clairvoyant)),
            change(same.and_then(|b| b.best)),
        ]
    };
    let regret = results.regrets.iter().find(|row| row.arm == arm && row.shift == Shift::Same);
    let behind = regret.and_then(|row| row.regret).map_or(String::new(), |r| {
        format!(" In the objective {arm} stays {r:.3} behind B9 (median regret under the same law).")
    });
    Some(Table {
        title: format!("The field's claims, and what {arm} reaches"),
        about: format!(
            "Effects are medians against B0 with 95 % intervals. B9 seeks the objective with hindsight and keeps the constraints; the last column is the best arm of each cell for this metric alone, chosen afterwards, whatever it cost elsewhere: no arm here could have more.{behind}"
        ),
        head: [
            "metric",
            "#claimed",
            "same law",
            "outer habits",
            "unseen",
            "win",
            "claim reached",
            "#B9",
            "#best of all arms",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: claimed.map(row).collect(),
    })
}

/// What each part adds.
fn ablations(results: &Results) -> Option<Table> {
    let mut head = vec!["part".to_owned(), "level".to_owned()];
    head.extend(primary().map(short));
    let rows = results.ablations.iter().flat_map(|ablation| {
        Shift::ALL.map(|shift| {
            let mut row = vec![
                format!("{}: {} against {}", ablation.part, ablation.arm, ablation.without),
                shift.title().to_owned(),
            ];
            row.extend(primary().map(|metric| {
                let found = ablation.effects.iter().find(|e| e.metric == metric.name && e.shift == shift);
                found.map_or("—".into(), |e| {
                    let significant = e.p_holm.is_some_and(|p| p <= results.method.alpha);
                    numbers::effect(e) + if significant { " *" } else { "" }
                })
            }));
            row
        })
    });
    (!results.ablations.is_empty()).then(|| Table {
        title: "What each part adds".into(),
        about: "Paired effect of the arm against the one without the part; * is significant after correction over the part's tests.".into(),
        head,
        rows: rows.collect(),
    })
}

/// The fullest learned arm, scenario by scenario.
fn scenes(results: &Results) -> Option<Table> {
    let arm = results.scenes.first()?.arm;
    let mut head = vec!["scenario".to_owned(), "level".to_owned()];
    head.extend(primary().map(short));
    let row = |scene: &Scene| {
        let mut row = vec![scene.scenario.clone(), scene.shift.title().to_owned()];
        let told =
            |metric: &Metric| against_b0(&scene.effects, metric, scene.shift).map_or("—".into(), numbers::effect);
        row.extend(primary().map(told));
        row
    };
    Some(Table {
        title: format!("{arm} by scenario"),
        about: "Median effects against B0; a scenario alone carries no claim.".into(),
        head,
        rows: results.scenes.iter().map(row).collect(),
    })
}
