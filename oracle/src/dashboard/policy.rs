//! `/policies` and `/policies/{name}`: the trained policies as tables and curves, and what each wanted at the newest decision.

use mind::policy::{Curve, Feature, Lever, Policy, View};

use super::{card, code, facts, heading, layout::document, small_table, table};
use crate::{
    search::{Counsel, Metric, policies},
    view::{
        Picture,
        chart::{Chart, Line},
        html::Html,
        words,
    },
};

/// Points of a curve.
const POINTS: i64 = 80;

pub fn list(picture: &Picture) -> String {
    let all = policies();
    let counsels = newest(picture);
    let row = |policy: &Policy| {
        let heard = counsels.iter().find(|counsel| counsel.name == policy.name);
        vec![
            Html::link(&["policies", &policy.name], &policy.name),
            Html::text(&policy.about),
            heard.map_or_else(|| Html::tag("span", "quiet", "not asked yet"), |counsel| wanted(picture, counsel)),
            heard.and_then(|counsel| counsel.gain).map_or_else(|| "—".into(), |gain| words::signed(gain).into()),
        ]
    };
    let rows = all.iter().map(row).collect();
    let told = "Small tables, trained in the twin and committed with the program. At each decision every one of them says what it wants; the search plays their wishes beside single levers, and the gate judges the best.";
    let body = Html::all([
        heading("Policies", "What the oracle asks before it searches"),
        Html::tag("p", "", told),
        card(
            "At the newest decision",
            table(&["Policy", "What it is", "Wanted", "#Gain of score"], rows, "No policy is committed."),
        ),
        card("What they see", seen(picture)),
    ]);
    document("Policies", true, body)
}

pub fn page(picture: &Picture, name: &str) -> Option<String> {
    let policy = policies().into_iter().find(|policy| policy.name == name)?;
    let heard = newest(picture).iter().find(|counsel| counsel.name == name);
    let head = facts(vec![
        ("What it is", Html::text(&policy.about)),
        ("Hash of its file", code(policy.hash())),
        ("Wanted last", heard.map_or_else(|| "not asked yet".into(), |counsel| wanted(picture, counsel))),
    ]);
    let told = "A lever's goal is its base plus each slope times what a feature has beyond its knee, kept between low and high; a goal nearer to the live value than the dead band moves nothing. Every step still passes search and gate.";
    let levers = policy.levers.iter().map(|lever| card(lever.lever.title(), drawn(lever)));
    let body = Html::all([
        heading(format!("Policy {}", policy.name), "A table of a few numbers for each lever"),
        card("In short", Html::all([head, Html::tag("p", "quiet", told)])),
        Html::tag("div", "grid2", Html::all(levers)),
    ]);
    Some(document(&format!("Policy {}", policy.name), false, body))
}

fn newest(picture: &Picture) -> &[Counsel] {
    picture.records.first().map_or(&[], |record| &record.decision.plan.policies)
}

fn wanted(picture: &Picture, counsel: &Counsel) -> Html {
    if counsel.moves.is_empty() {
        return Html::tag("span", "quiet", "nothing that may move now");
    }
    Html::all(counsel.moves.iter().map(|change| Html::tag("div", "", picture.change_text(change))))
}

fn seen(picture: &Picture) -> Html {
    let view = picture.records.first().map_or(&[][..], |record| &record.decision.plan.view);
    let told = |metric: &Metric| {
        let feature = Feature::ALL.into_iter().find(|feature| feature.name() == metric.name);
        vec![
            feature.map_or_else(|| Html::text(&metric.name), |feature| feature.title().into()),
            Html::from(words::signed(metric.value)),
        ]
    };
    small_table(
        &["Feature, 0 is as usual", "#Newest"],
        view.iter().map(told).collect(),
        "No decision has seen a sound day yet.",
    )
}

/// The numbers of a lever, and its goal as each feature moves alone.
fn drawn(lever: &Lever) -> Html {
    let Curve { base, low, high, dead_band, terms } = &lever.curve;
    let number = |value: &i64| words::grouped(i128::from(*value));
    let levels = small_table(
        &["#Base", "#Low", "#High", "#Dead band"],
        vec![[base, low, high, dead_band].map(|value| Html::from(number(value))).to_vec()],
        "",
    );
    let row = |term: &mind::policy::Term<Feature>| {
        vec![Html::from(term.feature.title()), number(&term.slope).into(), format!("±{:.2}", term.knee).into()]
    };
    let answers = small_table(
        &["Answers to", "#Slope per 1.0", "#Knee"],
        terms.iter().map(row).collect(),
        "It answers to nothing: a constant.",
    );
    let lines: Vec<Line> = terms.iter().map(|term| line(&lever.curve, term.feature)).collect();
    let curve = match lines.is_empty() {
        true => Html::default(),
        false => Chart::new("curve", "Goal while one feature moves and the others are as usual", words::compact, lines)
            .ticked(|thousandths| format!("{:+.1}", thousandths as f64 / 1e3))
            .figure(),
    };
    Html::all([levels, answers, curve])
}

/// The goal from −1 to 1 of one feature; a feature that is never negative from 0.
fn line(curve: &Curve<Feature>, feature: Feature) -> Line {
    let is_share = matches!(feature, Feature::Fall | Feature::Young | Feature::Warning);
    let at = |step: i64| {
        let thousandths = 2_000 * step / POINTS - 1_000;
        let mut view = View::default();
        view.set(feature, thousandths as f64 / 1e3);
        (thousandths, curve.target(|wanted| view.get(wanted)) as f64)
    };
    let points = (0..=POINTS).map(at).filter(|(x, _)| !is_share || *x >= 0);
    Line { name: feature.title(), points: points.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mind::policy::{LeverName, Term};

    fn lever(terms: Vec<Term<Feature>>) -> Lever {
        let curve = Curve { terms, ..Curve::level(60_000, 20_000, 90_000, 500) };
        Lever { lever: LeverName::Emission, curve }
    }

    #[test]
    fn a_lever_is_drawn_with_its_numbers_and_one_line_for_each_answer() {
        let terms = vec![
            Term { feature: Feature::Fall, slope: -50_000, knee: 0.1 },
            Term { feature: Feature::PriceGap, slope: 20_000, knee: 0.0 },
        ];
        let html = drawn(&lever(terms)).into_string();
        for shown in ["60,000", "20,000", "−50,000", "±0.10", "line s2", Feature::Fall.title()] {
            assert!(
                html.contains(shown)
                    || html.contains(&shown.replace(',', "\u{202f}"))
                    || html.contains(&shown.replace(',', "\u{a0}")),
                "{shown} is not in {html}"
            );
        }
        assert!(!html.contains("<script"));
        assert!(drawn(&lever(vec![])).as_str().contains("a constant"));
    }

    #[test]
    fn every_committed_policy_has_a_page_and_the_list_names_it() {
        let picture = Picture::default();
        let list = list(&picture);
        for policy in policies() {
            assert!(list.contains(&format!("/policies/{}", policy.name)));
            let page = page(&picture, &policy.name).expect("a page");
            assert!(page.contains(&policy.hash()) && page.matches("<section").count() > policy.levers.len());
        }
        assert!(page(&picture, "nobody").is_none());
    }
}
