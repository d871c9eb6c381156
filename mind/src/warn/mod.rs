//! Warnings: a liquidity crunch that is coming, a pump, money that goes round.
//!
//! ```text
//! runs of the twin ──► crunch ──┐
//! labelled events ───► pump ────┼──► policies/warnings.toml ──► now, find, probability
//! made economies ────► transfers┘
//! ```
//!
//! Every score is an additive logistic model that people can read ([`score`]); thresholds keep a budget of false alarms that was fixed beforehand.
//! A flag never acts: it makes the oracle hold and asks people.

pub mod crunch;
pub mod holds;
pub mod pump;
pub mod report;
pub mod score;
mod train;
pub mod transfers;

pub use train::{RUNS, Training, WarnError, train};

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use twin::{Reading, Seen, real::logistic};

/// The public figures of one hour that warnings look at; quote units, shares from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Hour {
    pub price: f64,
    /// Annualised, weighted over about a week.
    pub volatility: f64,
    /// Volume of the last 24 hours: as measured, and without what looks washed.
    pub volume_24h: f64,
    pub organic_24h: f64,
    /// Quote that sellers can take out before the price has fallen by 2 %; 0 where nobody knows.
    pub exit_liquidity: f64,
    /// Staked part of the supply, and the part that has been asked back and waits.
    pub staked_share: f64,
    pub cooling_share: f64,
}

impl From<&Reading> for Hour {
    fn from(reading: &Reading) -> Self {
        let share = |amount: f64| if reading.supply > 0.0 { amount / reading.supply } else { 0.0 };
        Self {
            price: reading.price,
            volatility: reading.volatility,
            volume_24h: reading.volume_24h,
            organic_24h: reading.organic_24h,
            exit_liquidity: reading.exit_liquidity,
            staked_share: reading.staked_share,
            cooling_share: share(reading.cooling),
        }
    }
}

/// What the warnings say of now.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Now {
    /// Probability, 0 to 1, that exit liquidity halves within a day that begins in the next two.
    pub crunch: f64,
    /// The probability is at or above the frozen threshold of one false alarm per 30 days.
    pub raised: bool,
    /// Part of the newest day's volume that looks washed, 0 to 1.
    pub faked: f64,
}

/// Everything that was learned, as committed in `policies/warnings.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warnings {
    pub manifest: Manifest,
    pub crunch: crunch::Learned,
    pub prices: crunch::Learned,
    pub pumps: score::Score,
    pub transfers: transfers::Judge,
}

/// How it was learned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub command: String,
    pub learner: String,
    /// Runs per scenario and seeds of the twin, economies of transfers.
    pub runs: u64,
    pub economies: u64,
    /// Budget that set the thresholds.
    pub budget: String,
    /// Rows of labelled pumps, the newest one's time, the ridge penalty that the walk forward chose, and sha256 of the file.
    pub pump_rows: usize,
    pub pumps_until: String,
    pub pump_alpha: f64,
    pub pump_file: String,
    pub pump_variants: String,
}

/// The committed warnings.
pub fn built_in() -> &'static Warnings {
    static BUILT_IN: OnceLock<Warnings> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        toml::from_str(include_str!("../../../policies/warnings.toml"))
            .expect("the committed warnings are read by a test")
    })
}

/// What the committed warnings say, from figures `h` hours before the newest known; a nearest one is enough, as far as 168 hours back.
///
/// Where exit liquidity is not known, prices alone answer.
pub fn now(before: impl Fn(u32) -> Hour) -> Now {
    let Warnings { crunch, prices, .. } = built_in();
    let newest = before(0);
    let (log_odds, threshold) = if newest.exit_liquidity > 0.0 {
        (crunch.score.log_odds(&crunch::row(&before)), crunch.threshold)
    } else {
        (prices.score.log_odds(&crunch::price_row(&before)), prices.threshold)
    };
    if !(newest.price > 0.0 && newest.price.is_finite()) {
        return Now::default();
    }
    let faked = 1.0 - newest.organic_24h / newest.volume_24h;
    let faked = if faked.is_finite() { faked.clamp(0.0, 1.0) } else { 0.0 };
    Now { crunch: logistic(log_odds), raised: log_odds >= threshold, faked }
}

/// The same for a rule in the twin, from what it may know.
pub fn now_seen(seen: &Seen<'_>) -> Now {
    now(|hours| Hour::from(seen.before(hours)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(price: f64, exit_liquidity: f64) -> Hour {
        let (volume_24h, organic_24h, volatility) = (1e6, 8e5, 0.8);
        Hour { price, exit_liquidity, volume_24h, organic_24h, volatility, staked_share: 0.5, cooling_share: 0.0 }
    }

    #[test]
    fn a_calm_week_raises_nothing_and_providers_who_leave_raise_the_alarm() {
        let calm = now(|_| hour(1.0, 1e5));
        assert!(!calm.raised && calm.crunch < 0.05, "{calm:?}");
        assert!((calm.faked - 0.2).abs() < 1e-12);
        let leaving = now(|hours| hour(1.0, 1e5 * (0.7 + 0.025 * f64::from(hours.min(12)))));
        assert!(leaving.raised && leaving.crunch > 10.0 * calm.crunch, "{leaving:?}");
    }

    #[test]
    fn prices_alone_answer_where_no_liquidity_is_known() {
        let falling = |hours: u32| hour(1.0 - 0.3 * f64::from(24 - hours.min(24)) / 24.0, 0.0);
        let alone = built_in().prices.score.probability(&crunch::price_row(&falling));
        assert_eq!(now(falling).crunch, alone);
        assert_ne!(alone, now(|_| hour(1.0, 0.0)).crunch);
    }

    #[test]
    fn figures_that_are_no_numbers_give_no_warning_and_no_wild_number() {
        for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -3.0, f64::MIN_POSITIVE, f64::MAX] {
            for which in 0..5u32 {
                let said = now(|hours| {
                    let mut h = hour(1.0, 1e5);
                    if hours % 5 == which || which == 0 {
                        (h.price, h.exit_liquidity, h.volatility) = (odd, odd, odd);
                        (h.volume_24h, h.organic_24h, h.staked_share, h.cooling_share) = (odd, odd, odd, odd);
                    }
                    h
                });
                assert!((0.0..=1.0).contains(&said.crunch) && (0.0..=1.0).contains(&said.faked), "{odd} {said:?}");
            }
        }
    }

    #[test]
    fn what_is_committed_is_written_as_it_is_read() {
        let text = toml::to_string(built_in()).unwrap();
        assert!(include_str!("../../../policies/warnings.toml").ends_with(&text));
    }
}
