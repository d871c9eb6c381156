//! One value per metrics period.

use std::collections::BTreeMap;

use economics::metrics::{Metric, Period};

use super::{YEAR, day_secs, regular, step_secs};
use crate::{
    snapshot::{MarketPoint, PeriodView, Snapshot},
    units::{ln, real, tokens},
};

/// Steps in the window of the rolling volatility.
const WINDOW: usize = 7;

pub(super) fn all(snapshot: &Snapshot) -> BTreeMap<String, Vec<f64>> {
    let price = prices(snapshot);
    let returns = log_returns(&price);
    let steps_per_year = YEAR / step_secs(&snapshot.rules) as f64;
    let day = day_secs(&snapshot.rules);
    let metric = |metric: Metric| {
        let value = |period| real(metric.of(&Period::from(period), day));
        (metric.name(), regular(snapshot).map(value).collect::<Vec<_>>())
    };
    let flow = |value: fn(&PeriodView) -> u64| {
        let rate = |period: &PeriodView| {
            tokens(value(period)) * day as f64 / period.end.saturating_sub(period.start).max(1) as f64
        };
        regular(snapshot).map(rate).collect::<Vec<_>>()
    };
    let volume = market_sums(snapshot);
    let liquidity = liquidity(snapshot);
    let turnover = volume.iter().zip(&liquidity).map(|(v, l)| if *l > 0.0 { v / l } else { 0.0 }).collect();
    [
        ("volatility_7d", volatility(&returns, steps_per_year)),
        ("price", price),
        ("log_return", returns),
        ("turnover", turnover),
        ("volume", volume),
        ("liquidity", liquidity),
        metric(Metric::StakedShare),
        metric(Metric::NetInflation),
        metric(Metric::Fees),
        ("burned", flow(|p| p.burned)),
        ("minted", flow(|p| p.minted)),
        ("active_wallets", active_wallets(snapshot)),
    ]
    .into_iter()
    .map(|(name, values)| (name.to_owned(), values))
    .collect()
}

/// Mean over sources of each source's last price up to the period's end; before the first point, the first known price.
fn prices(snapshot: &Snapshot) -> Vec<f64> {
    let first = snapshot.market.first().map_or(1.0, |point| point.price_micro as f64 / 1e6);
    let mut latest: BTreeMap<&str, f64> = BTreeMap::new();
    let mut points = snapshot.market.iter().peekable();
    let mut prices = Vec::new();
    for period in regular(snapshot) {
        while let Some(point) = points.next_if(|point| point.observed_at <= period.end) {
            if point.price_micro > 0 {
                latest.insert(&point.source, point.price_micro as f64 / 1e6);
            }
        }
        let mean = latest.values().sum::<f64>() / latest.len().max(1) as f64;
        prices.push(if latest.is_empty() { first.max(1e-6) } else { mean });
    }
    prices
}

fn log_returns(price: &[f64]) -> Vec<f64> {
    (0..price.len()).map(|t| if t == 0 { 0.0 } else { ln(price[t] / price[t - 1]) }).collect()
}

/// Root mean square of the last seven returns, annualised.
fn volatility(returns: &[f64], steps_per_year: f64) -> Vec<f64> {
    (0..returns.len())
        .map(|t| {
            // The first return is not one.
            let window = &returns[(t + 1).saturating_sub(WINDOW).max(1).min(t + 1)..=t];
            let squares: f64 = window.iter().map(|r| r * r).sum();
            (squares / window.len().max(1) as f64 * steps_per_year).sqrt()
        })
        .collect()
}

fn within(period: &PeriodView, point: &MarketPoint) -> bool {
    point.observed_at > period.start && point.observed_at <= period.end
}

/// Quote units traded per period.
fn market_sums(snapshot: &Snapshot) -> Vec<f64> {
    let volume = |period: &PeriodView| {
        snapshot.market.iter().filter(|point| within(period, point)).map(|point| point.volume as f64 / 1e6).sum()
    };
    regular(snapshot).map(volume).collect()
}

/// Newest liquidity up to each period's end, quote units; 0 before the first point.
fn liquidity(snapshot: &Snapshot) -> Vec<f64> {
    let at = |period: &PeriodView| {
        let known = snapshot.market.iter().rev().find(|point| point.observed_at <= period.end);
        known.map_or(0.0, |point| point.liquidity as f64 / 1e6)
    };
    regular(snapshot).map(at).collect()
}

/// Wallets active in each period; 0 where nothing is known.
fn active_wallets(snapshot: &Snapshot) -> Vec<f64> {
    let by_end: BTreeMap<i64, u64> = snapshot.activity.iter().map(|a| (a.end, a.active_wallets)).collect();
    snapshot.periods.iter().map(|period| by_end.get(&period.end).copied().unwrap_or(0) as f64).collect()
}
