//! A liquidity crunch that is coming, by the learned score.
//!
//! The score learned from hours, so it speaks only where a source tells every hour: daily points, drawn out into hours, look like providers who leave hour by hour.
//! An accelerated test economy has no hours; there the plain rule on the fall of liquidity stands alone.
//! Between two points price and liquidity are taken as even, by the logarithm.

use mind::warn::{Hour, Now, now};

use super::{Flag, Severity, flag};
use crate::{
    features::{DAY, is_accelerated},
    snapshot::{MarketPoint, Snapshot},
    units::ln,
};

/// Hours that the score looks back.
const HOURS: usize = 192;
const HOUR_SECS: f64 = 3_600.0;
/// Weight of an hour in the volatility of about a week, as in the twin.
const WEIGHT: f64 = 2.0 / 169.0;
/// Points that a source must have told in the last day; fewer say nothing.
const LEAST: usize = 20;

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
    let newest = points.last()?.observed_at;
    let of_the_day = points.iter().filter(|point| point.observed_at > newest.saturating_sub(DAY)).count();
    (of_the_day >= LEAST && !is_accelerated(&snapshot.rules)).then(|| {
        let hours = hours(&points);
        now(|back| hours[hours.len().saturating_sub(1 + back as usize)])
    })
}

/// One entry per hour up to the newest point.
fn hours(points: &[&MarketPoint]) -> Vec<Hour> {
    let newest = points.last().map_or(0, |point| point.observed_at);
    let mut variance = None;
    let mut last: Option<f64> = None;
    (0..HOURS)
        .rev()
        .map(|back| {
            let (price, exit_liquidity) = between(points, newest as f64 - back as f64 * HOUR_SECS);
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

    /// Nine days of hourly points, from the oldest; `liquidity(h)` is that of `h` hours before the newest.
    fn hourly(liquidity: impl Fn(i64) -> f64) -> Snapshot {
        let mut snapshot = example::economy(30, 60, 1);
        let newest = snapshot.market.last().unwrap().clone();
        let point = |back: i64| MarketPoint {
            observed_at: newest.observed_at - back * 3_600,
            liquidity: (newest.liquidity as f64 * liquidity(back)) as u64,
            ..newest.clone()
        };
        snapshot.market = (0..9 * 24).rev().map(point).collect();
        snapshot
    }

    #[test]
    fn providers_who_leave_hour_by_hour_raise_the_alarm_and_a_calm_week_does_not() {
        let calm = hourly(|_| 1.0);
        assert!(crunch(&calm).is_none(), "{:?}", of(&calm));
        let leaving = hourly(|back| 0.7 + 0.025 * back.min(12) as f64);
        let found = crunch(&leaving).unwrap_or_else(|| panic!("{:?}", of(&leaving)));
        assert_eq!((found.kind.as_str(), found.severity), ("crunch", Severity::Veto));
    }

    #[test]
    fn daily_points_an_accelerated_economy_and_wild_figures_say_nothing() {
        assert!(of(&example::economy(30, 60, 1)).is_none());
        let mut fast = hourly(|_| 1.0);
        fast.rules.period_secs = 60;
        assert!(of(&fast).is_none());
        let mut wild = hourly(|_| 1.0);
        wild.market.iter_mut().for_each(|point| (point.price_micro, point.liquidity) = (i64::MAX, u64::MAX));
        assert!(crunch(&wild).is_none());
    }
}
