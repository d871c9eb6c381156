//! Numbers that models read, made from a snapshot.

use std::collections::BTreeMap;

use mind::policy::Day;
use serde::{Deserialize, Serialize};

/// Series of one value per metrics period, and one row per wallet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Seconds between two values of a series.
    pub step_secs: i64,
    /// End of each period, unix seconds; every series has this length.
    pub ends: Vec<i64>,
    /// By name (fees, burned and minted are whole tokens per day of the models): price, log_return, volume, liquidity, volatility_7d (annualised), staked_share, fees, burned, minted, net_inflation (annualised), active_wallets, turnover.
    pub series: BTreeMap<String, Vec<f64>>,
    /// What a policy looks at, one per period.
    pub days: Vec<Day>,
    /// One row per wallet of the snapshot, columns `mind::segment::COLUMNS`, unscaled.
    pub wallet_matrix: Vec<Vec<f64>>,
}

mod days;
mod series;
mod wallets;

use crate::snapshot::{PeriodView, Rules, Snapshot};

/// Seconds of a day and of a year.
pub const DAY: i64 = 86_400;
pub const YEAR: f64 = 31_536_000.0;

/// Features of a snapshot; a snapshot without closed periods gives empty series.
pub fn build(snapshot: &Snapshot) -> Features {
    Features {
        step_secs: step_secs(&snapshot.rules),
        ends: regular(snapshot).map(|period| period.end).collect(),
        series: series::all(snapshot),
        days: days::days(snapshot),
        wallet_matrix: snapshot.wallets.iter().map(|wallet| wallets::row(wallet, snapshot)).collect(),
    }
}

/// Periods of about their proper length. One that ran more than twice as long was not attended, as before a launch, and tells nothing about a usual day.
fn regular(snapshot: &Snapshot) -> impl Iterator<Item = &PeriodView> {
    let longest = i64::try_from(snapshot.rules.period_secs.saturating_mul(2)).unwrap_or(i64::MAX);
    snapshot.periods.iter().filter(move |period| period.end.saturating_sub(period.start) <= longest)
}

/// Metrics periods in `days` of the models; at least one.
pub fn periods_in(days: u32, rules: &Rules) -> usize {
    (i64::from(days) * DAY / step_secs(rules)).max(1) as usize
}

/// Seconds on the chain's clock that stand for a day in the models.
pub fn day_secs(rules: &Rules) -> u64 {
    if is_accelerated(rules) { rules.period_secs.max(1) } else { DAY.unsigned_abs() }
}

/// Seconds on the chain's clock of `days` of the models.
pub fn chain_secs(days: u32, rules: &Rules) -> i64 {
    let period = i64::try_from(rules.period_secs).unwrap_or(DAY);
    (periods_in(days, rules) as i64).saturating_mul(period)
}

/// True where periods are so short that one stands for a day.
pub fn is_accelerated(rules: &Rules) -> bool {
    step_secs(rules) != i64::try_from(rules.period_secs).unwrap_or(DAY)
}

/// Seconds that one metrics period stands for in the models.
/// Periods under an hour exist only in accelerated test economies, where one period stands for one day.
pub fn step_secs(rules: &Rules) -> i64 {
    let period = i64::try_from(rules.period_secs).unwrap_or(DAY);
    if period >= 3_600 { period } else { DAY }
}

impl Features {
    /// A series by name, empty where it does not exist.
    pub fn get(&self, name: &str) -> &[f64] {
        self.series.get(name).map_or(&[], Vec::as_slice)
    }

    /// Newest value of a series.
    pub fn last(&self, name: &str) -> Option<f64> {
        self.get(name).last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::example;

    #[test]
    fn every_series_has_one_finite_value_per_period() {
        let snapshot = example::economy(20, 50, 1);
        let features = build(&snapshot);
        assert_eq!(features.ends.len(), 20);
        for (name, values) in &features.series {
            assert_eq!(values.len(), 20, "{name}");
            assert!(values.iter().all(|x| x.is_finite()), "{name}");
        }
        assert_eq!(features.wallet_matrix.len(), 50);
        assert!(features.wallet_matrix.iter().flatten().all(|x| x.is_finite()));
    }

    #[test]
    fn a_snapshot_without_history_gives_empty_series() {
        let features = build(&Snapshot::default());
        assert_eq!(features.last("price"), None);
        assert!(features.ends.is_empty());
    }

    #[test]
    fn a_period_that_nobody_closed_for_long_is_left_out() {
        let mut snapshot = example::economy(10, 10, 1);
        snapshot.periods[0].start -= 20 * DAY;
        snapshot.periods[0].fees *= 1_000;
        let features = build(&snapshot);
        assert_eq!((features.ends.len(), features.get("fees").len()), (9, 9));
        assert_eq!(features.ends[0], snapshot.periods[1].end);
    }

    #[test]
    fn inflation_is_minted_less_burned_per_year_of_the_supply_before() {
        let mut snapshot = example::economy(2, 10, 1);
        let period = snapshot.periods.last_mut().unwrap();
        (period.minted, period.burned, period.supply) = (200_000, 100_000, 100_100_000);
        let value = build(&snapshot).last("net_inflation").unwrap();
        assert!((value - 0.001 * 365.0).abs() < 1e-12, "{value}");
    }
}
