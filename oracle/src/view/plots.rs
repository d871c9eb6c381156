//! The plots of an economy, for pages and for files.

use super::{
    Picture,
    chart::{Chart, Label, Line},
    words,
};
use crate::units::tokens;

/// Supply, stake, flows and price.
pub fn economy(picture: &Picture) -> Vec<Chart> {
    let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
    let line = |name, points| Line { name, points };
    let price = picture.market.iter().map(|point| (point.observed_at, point.price_micro as f64 / 1e6)).collect();
    vec![
        Chart::new(
            "supply",
            "Supply, tokens",
            words::compact,
            vec![line("supply", picture.series(|p| tokens(p.supply)))],
        ),
        Chart::new(
            "staked",
            "Staked share of supply",
            words::axis_percent,
            vec![line("staked", picture.series(|p| share(p.staked, p.supply)))],
        ),
        Chart::new(
            "flows",
            "Per period, tokens",
            words::compact,
            vec![
                line("minted", picture.series(|p| tokens(p.minted))),
                line("burned", picture.series(|p| tokens(p.burned))),
                line("fees collected", picture.series(|p| tokens(p.fees))),
            ],
        )
        .including(&[0.0])
        .cut_peaks(),
        Chart::new("price", "Price, quote per token", words::compact, vec![line("price", price)]),
    ]
}

/// One parameter's values; its bounds are drawn where they do not flatten the line.
pub fn parameter(picture: &Picture, key: &str) -> Option<Chart> {
    let standing = picture.parameter(key)?;
    let steps = picture.history(key);
    let label: Label = match standing.view.spec.unit {
        1 => |v, step| words::axis_percent(v / 1e4, step / 1e4),
        2 => |v, step| words::axis_percent(v / 100.0, step / 100.0),
        3 => |v, _| words::duration(v as i64),
        4 => |v, step| words::compact(v / 1e6, step / 1e6),
        _ => words::compact,
    };
    let (min, max) = standing.bounds();
    let chart = Chart::new("parameter", "Value over time", label, vec![Line { name: "value", points: steps }]);
    Some(chart.marked(&[(min as f64, "lower bound"), (max as f64, "upper bound")]))
}
