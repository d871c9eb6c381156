//! Drawings of an evaluation.

use referee::portrait::{Fan, Portrait};

use crate::{
    view::chart::{Chart, Line},
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
