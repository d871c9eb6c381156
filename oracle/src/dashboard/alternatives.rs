//! What was tried in the twin, beside holding.

use super::{badge, small_table, table};
use crate::{
    decision::Decision,
    search::{Alternative, Plan},
    view::{Picture, html::Html, words},
};

/// Alternatives that are shown at once; the others on demand.
const FIRST: usize = 5;

/// The best candidate's expected metrics beside those of holding, with the sentence that decides.
pub fn best_or_hold(picture: &Picture, decision: &Decision) -> Html {
    let plan = &decision.plan;
    let Some(best) = plan.best() else {
        return Html::tag("p", "", "No candidate was left that the rules admit and that breaks no constraint.");
    };
    let subject = if decision.verdict.is_propose() {
        "It".to_string()
    } else {
        format!("The best candidate ({})", picture.moves_text(&best.moves))
    };
    let told = format!(
        "{subject} scores better than holding in {} of {} paired runs of the twin; score {} against {} for holding; the worst 5 % of the runs change by {}.",
        share(best.p_better),
        plan.seeds,
        words::micro(best.score),
        words::micro(plan.hold.score),
        words::signed(best.worst5_gain)
    );
    Html::all([Html::tag("p", "", told), expectations(plan, best)])
}

/// Metrics that read the same with the change and without are only named.
fn expectations(plan: &Plan, best: &Alternative) -> Html {
    let (mut rows, mut same) = (Vec::new(), Vec::new());
    for with in best.metrics.iter().filter(|metric| !metric.name.starts_with("utility")) {
        let Some(hold) = plan.hold.metrics.iter().find(|hold| hold.name == with.name) else { continue };
        let [changed, held] = [with.value, hold.value].map(|value| words::metric(&with.name, value));
        if changed == held {
            same.push(words::spaced(&with.name));
        } else {
            let difference = words::metric_difference(&with.name, with.value.saturating_sub(hold.value));
            rows.push(vec![words::spaced(&with.name).into(), Html::from(changed), held.into(), difference.into()]);
        }
    }
    let same = if same.is_empty() {
        Html::default()
    } else {
        Html::tag("p", "quiet", format!("The same either way: {}.", same.join(", ")))
    };
    Html::all([small_table(&["The twin expects", "#Changed", "#Holding", "#Difference"], rows, ""), same])
}

/// Every alternative that the record keeps, holding first.
pub fn table_of(picture: &Picture, decision: &Decision) -> Html {
    let plan = &decision.plan;
    let told = format!(
        "{} candidates admitted by the program's own rules, {} refused; {} paired runs each in {} worlds, those shown here judged again with luck that did not choose them; a higher score is better, 0 is perfect.",
        plan.admitted, plan.refused, plan.seeds, plan.worlds
    );
    let best = plan.best();
    let rows: Vec<_> = plan.alternatives.iter().map(|a| row(picture, a, best == Some(a))).collect();
    let (first, rest) = rows.split_at(rows.len().min(FIRST));
    let shown = [vec![row(picture, &plan.hold, false)], first.to_vec()].concat();
    let more = match rest.len() {
        0 => Html::default(),
        count => Html::details(format!("{count} more"), drawn(rest.to_vec())),
    };
    Html::all([Html::tag("p", "quiet", told), drawn(shown), more])
}

fn drawn(rows: Vec<Vec<Html>>) -> Html {
    table(&["Change", "Whose idea", "#Score", "#Gain", "#Better in", "#Worst 5 %", "#CVaR", "Breaks"], rows, "")
}

fn row(picture: &Picture, a: &Alternative, best: bool) -> Vec<Html> {
    let name = if a.moves.is_empty() { "hold".to_string() } else { picture.moves_text(&a.moves) };
    vec![
        if best { Html::all([Html::tag("b", "", name), Html::from(" "), badge("best")]) } else { name.into() },
        Html::text(&a.by),
        words::micro(a.score).into(),
        words::signed(a.gain).into(),
        if a.moves.is_empty() { "—".into() } else { share(a.p_better).into() },
        words::signed(a.worst5_gain).into(),
        words::micro(a.cvar).into(),
        a.breaks.as_deref().map_or_else(|| Html::tag("span", "quiet", "nothing"), Html::text),
    ]
}

fn share(micro: i64) -> String {
    words::percent(micro as f64 / 1e6)
}
