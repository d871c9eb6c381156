//! A liquidity crunch that is coming, by the learned score.
//!
//! The score asks for hours; what sources tell lies between two points is taken as even between them, by the logarithm.
//! Periods under an hour exist only in accelerated test economies; there one period stands for one day.

use mind::warn::{Hour, Now, now};

use super::{Flag, Severity, flag};
use crate::{
    features::day_secs,
    snapshot::{MarketPoint, Snapshot},
    units::ln,
};

/// Hours that the score looks back, and the hours of a day.
const HOURS: usize = 192;
const DAY_HOURS: f64 = 24.0;
/// Weight of an hour in the volatility of about a week, as in the twin.
const WEIGHT: f64 = 2.0 / 169.0;
/// Points that the score needs; fewer say nothing.
const LEAST: usize = 8;

pub(super) fn crunch(snapshot: &Snapshot) -> Option<Flag> {
    let said = of(snapshot)?;
    said.raised.then(|| {
        flag(
            "crunch",
            Severity::Veto,
            format!(
                "exit liquidity may halve within two days: the score says {:.1} %, above its threshold of one false alarm in 30 days",
                said.crunch * 100.0
            ),
        )
    })
}

/// What the score says of the source with the newest point.
pub(super) fn of(snapshot: &Snapshot) -> Option<Now> {
    let source = &snapshot.last_price()?.source;
    let points: Vec<&MarketPoint> =
        snapshot.market.iter().filter(|p| p.source == *source && p.price_micro > 0 && p.liquidity > 0).collect();
    (points.len() >= LEAST).then(|| {
        let hours = hours(&points, day_secs(&snapshot.rules) as f64 / DAY_HOURS);
        now(|back| hours[hours.len().saturating_sub(1 + back as usize)])
    })
}

/// One entry per hour of `hour_secs` seconds up to the newest point.
fn hours(points: &[&MarketPoint], hour_secs: f64) -> Vec<Hour> {
    let newest = points.last().map_or(0, |point| point.observed_at);
    let mut variance = None;
    let mut last: Option<f64> = None;
    (0..HOURS)
        .rev()
        .map(|back| {
            let (price, exit_liquidity) = between(points, newest as f64 - back as f64 * hour_secs);
            let log = last.map_or(0.0, |last| ln(price / last));
            last = Some(price);
            let seen = variance.map_or(log * log, |v: f64| v + WEIGHT * (log * log - v));
            variance = Some(seen);
            Hour { price, exit_liquidity, volatility: (seen * 8_760.0).sqrt(), ..Hour::default() }
        })
        .collect()
}

/// Price and liquidity at a moment, even by the logarithm between the points around it.
fn between(points: &[&MarketPoint], at: f64) -> (f64, f64) {
    let after = points.partition_point(|point| (point.observed_at as f64) < at).min(points.len() - 1);
    let (low, high) = (points[after.saturating_sub(1)], points[after]);
    let span = (high.observed_at - low.observed_at) as f64;
    let part = if span > 0.0 { ((at - low.observed_at as f64) / span).clamp(0.0, 1.0) } else { 1.0 };
    let mean = |low: f64, high: f64| low * twin::real::exp(part * ln(high / low));
    (mean(low.price_micro as f64, high.price_micro as f64), mean(low.liquidity as f64, high.liquidity as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::example;

    #[test]
    fn providers_who_leave_day_after_day_raise_the_alarm_and_a_calm_month_does_not() {
        let calm = example::economy(30, 60, 1);
        assert!(crunch(&calm).is_none(), "{:?}", of(&calm));
        let mut leaving = calm.clone();
        let newest = leaving.market.last().unwrap().observed_at;
        let day = day_secs(&leaving.rules);
        for point in &mut leaving.market {
            let days = (newest - point.observed_at) as f64 / day as f64;
            point.liquidity = (point.liquidity as f64 * (0.45 + 0.275 * days.min(2.0))) as u64;
        }
        let found = crunch(&leaving).unwrap_or_else(|| panic!("{:?}", of(&leaving)));
        assert_eq!((found.kind.as_str(), found.severity), ("crunch", Severity::Veto));
    }

    #[test]
    fn a_handful_of_points_or_wild_ones_say_nothing() {
        let mut snapshot = example::economy(30, 60, 1);
        snapshot.market.truncate(3);
        assert!(of(&snapshot).is_none());
        let mut wild = example::economy(30, 60, 1);
        wild.market.iter_mut().for_each(|point| (point.price_micro, point.liquidity) = (i64::MAX, u64::MAX));
        assert!(crunch(&wild).is_none());
    }
}
