//! Drawings of an evaluation.

use referee::{
    arms::Arm,
    cell::Shift,
    portrait::{Fan, Portrait},
    results::Results,
};

use crate::{
    view::{
        chart::{Chart, Line},
        html::Html,
        scatter::{Point, scatter},
    },
    words,
};

const DAY: i64 = 86_400;

/// A fan by day: the median between the values that one run in twenty stays below and above.
pub fn fan(fan: &Fan) -> Chart {
    let line = |name, place: usize| Line {
        name,
        points: fan.days.iter().enumerate().map(|(day, values)| (day as i64 * DAY, values[place])).collect(),
    };
    let title = match fan.quantity.as_str() {
        "price" => "Price, quote per token",
        "staked share" => "Staked share of supply",
        _ => "Supply, million tokens",
    };
    Chart::new("fan", title, words::compact, vec![line("5 %", 0), line("median", 2), line("95 %", 4)]).ticked(day)
}

fn day(unix: i64) -> String {
    format!("day {}", unix / DAY)
}

/// Relative gain by decile of the wealth at the start, poorest first, for up to four arms.
pub fn deciles(portraits: &[&Portrait]) -> Chart {
    let lines = portraits.iter().take(4).map(|portrait| Line {
        name: portrait.arm.name(),
        points: portrait.deciles.iter().enumerate().map(|(place, gain)| (place as i64, gain * 100.0)).collect(),
    });
    Chart::new("deciles", "Relative gain by decile of wealth, poorest first", words::axis_percent, lines.collect())
        .including(&[0.0])
        .ticked(|place| format!("decile {}", place + 1))
}

/// Two metrics that trade off, each so that more is better to the right and upwards.
const PLANES: [[&str; 2]; 3] =
    [["inflation", "participation"], ["volatility", "capital_efficiency"], ["inflation", "risk_adjusted_yield"]];

/// Every arm in the planes, by its median effect against B0 under the same law; hollow where a secondary metric got worse than the margin.
pub fn planes(results: &Results) -> Vec<Html> {
    let plane = |[across, up]: [&str; 2]| {
        let points: Vec<Point> = results.judgements.iter().filter_map(|judged| point(judged, across, up)).collect();
        let names = [across, up].map(|name| super::numbers::metric(name).map_or(name, |metric| metric.title));
        let better = |name: &str| format!("better in “{name}”, percent of B0");
        let [right, above] = names.map(better);
        scatter(&format!("{} against {}", names[1], names[0]), [&right, &above], &points)
    };
    PLANES.map(plane).into()
}

fn point(judged: &referee::judge::Judgement, across: &str, up: &str) -> Option<Point> {
    let gain = |name: &str| {
        let effects = judged.effects.iter().filter(|e| e.baseline == Arm::B0 && e.shift == Shift::Same);
        let median = effects.into_iter().find(|e| e.metric == name)?.median?;
        let up = super::numbers::metric(name)?.higher_is_better;
        Some(if up { median } else { -median })
    };
    let broken = judged.verdicts.iter().any(|v| v.role == referee::metrics::Role::Secondary && !v.holds);
    Some(Point {
        name: judged.arm.to_string(),
        x: gain(across)?,
        y: gain(up)?,
        is_hollow: broken,
        is_ours: judged.arm.is_learned(),
    })
}
