//! The days that a policy looks at: per closed period, what the twin's reading shows at the end of a day.
//!
//! Volume is as measured, since nobody marks faked trades on a market; a period without a known price is no sound day.

use std::collections::BTreeMap;

use economics::key::{GAUGE_STAKING, STAKERS_SHARE};
use mind::policy::Day;
use twin::real::{exp, ln};

use super::{YEAR, day_secs, regular};
use crate::snapshot::{MarketPoint, ParamView, PeriodView, Snapshot};

/// Days in which arrived stake is young.
const YOUNG_DAYS: usize = 30;
/// Hours of a day, and of a year.
const HOURS: f64 = 24.0;
const YEAR_HOURS: f64 = 8_760.0;
/// Weight of an hour in the volatility of about a week, 2 / (span + 1) as in the twin.
const HOUR_WEIGHT: f64 = 2.0 / 169.0;
/// Weight of a day in the smoothed rewards, as in the twin.
const DAY_WEIGHT: f64 = 0.3;

/// One day per period, oldest first.
pub(super) fn days(snapshot: &Snapshot) -> Vec<Day> {
    let day = day_secs(&snapshot.rules) as f64;
    let storms = Storms::of(&snapshot.market, day);
    let mut stake = Stake::default();
    let mut rewards: Option<f64> = None;
    regular(snapshot)
        .map(|period| {
            let scale = day / period.end.saturating_sub(period.start).max(1) as f64;
            let today = to_stakers(snapshot, period) * scale;
            let inflow = rewards.map_or(today, |before| before + DAY_WEIGHT * (today - before));
            rewards = Some(inflow);
            let seen = Seen::of(&snapshot.market, period);
            let activity = snapshot.activity.iter().find(|activity| activity.end == period.end);
            let staked = period.staked as f64;
            Day {
                price: seen.price,
                volatility: storms.at(period.end),
                volume: seen.volume * scale,
                liquidity: 2.0 * seen.liquidity,
                staked_share: staked / period.supply.max(1) as f64,
                young_share: stake.young(activity.map_or([0, 0], |sums| [sums.staked, sums.unstaked]), staked),
                reward_yield: inflow * YEAR
                    / economics::time::DAY as f64
                    / staked.max(period.supply as f64 * 1e-4).max(1.0),
                supply: period.supply as f64,
                minted: period.minted as f64 * scale,
                burned: period.burned as f64 * scale,
                fees: period.fees as f64 * scale,
                users: activity.map_or(0.0, |sums| sums.active_wallets as f64),
                turnout: 0.0,
            }
        })
        .collect()
}

/// What stakers get of a period's emission and fees, base units; a parameter's value before its last change but one is not known.
fn to_stakers(snapshot: &Snapshot, period: &PeriodView) -> f64 {
    let part = |place: usize| {
        let param = snapshot.params.iter().find(|param| economics::key(&param.key) == economics::key::STANDARD[place]);
        let then = |param: &ParamView| if param.changed_at < period.end { param.value } else { param.previous };
        param.map_or(0.0, |param| then(param) as f64 / 1e4)
    };
    period.minted as f64 * part(GAUGE_STAKING) + period.fees as f64 * part(STAKERS_SHARE)
}

/// The market of one period: mean price, or the last one before it; quote traded and newest depth, quote micro.
struct Seen {
    price: f64,
    volume: f64,
    liquidity: f64,
}

impl Seen {
    fn of(market: &[MarketPoint], period: &PeriodView) -> Self {
        let known = || market.iter().filter(|point| point.observed_at <= period.end && point.price_micro > 0);
        let within: Vec<&MarketPoint> = known().filter(|point| point.observed_at > period.start).collect();
        let last = known().next_back();
        let price = match within.len() {
            0 => last.map_or(0.0, |point| point.price_micro as f64),
            n => within.iter().map(|point| point.price_micro as f64).sum::<f64>() / n as f64,
        };
        Self {
            price: price / 1e6,
            volume: within.iter().map(|point| point.volume as f64).sum(),
            liquidity: last.map_or(0.0, |point| point.liquidity as f64),
        }
    }
}

/// Annualised volatility after each point of the source that tells most.
struct Storms(Vec<(i64, f64)>);

impl Storms {
    fn of(market: &[MarketPoint], day: f64) -> Self {
        let mut by_source: BTreeMap<&str, Vec<&MarketPoint>> = BTreeMap::new();
        market
            .iter()
            .filter(|point| point.price_micro > 0)
            .for_each(|point| by_source.entry(&point.source).or_default().push(point));
        // Of equals the first by name.
        let points = by_source.into_values().rev().max_by_key(Vec::len).unwrap_or_default();
        let mut variance: Option<f64> = None;
        let mut storms = Vec::with_capacity(points.len());
        for pair in points.windows(2) {
            let hours = pair[1].observed_at.saturating_sub(pair[0].observed_at) as f64 * HOURS / day.max(1.0);
            if hours <= 0.0 {
                continue;
            }
            let change = ln(pair[1].price_micro as f64 / pair[0].price_micro as f64);
            let hourly = change * change / hours;
            // The weight of several hours at once.
            let weight = 1.0 - exp(hours * ln(1.0 - HOUR_WEIGHT));
            let updated = variance.map_or(hourly, |before| before + weight * (hourly - before));
            variance = Some(updated);
            storms.push((pair[1].observed_at, (updated * YEAR_HOURS).sqrt()));
        }
        Self(storms)
    }

    /// The newest figure up to `end`; 0 before there is one.
    fn at(&self, end: i64) -> f64 {
        let after = self.0.partition_point(|(at, _)| *at <= end);
        after.checked_sub(1).map_or(0.0, |place| self.0[place].1)
    }
}

/// Stake by the day of its arrival; what is asked back is taken from the newest first, which is how mercenary stake leaves.
#[derive(Default)]
struct Stake {
    arrived: Vec<u64>,
}

impl Stake {
    /// Part of the stake that arrived in the last 30 days, after a day that brought and took these base units.
    fn young(&mut self, [staked, unstaked]: [u64; 2], now: f64) -> f64 {
        self.arrived.push(staked);
        let mut leaving = unstaked;
        for day in self.arrived.iter_mut().rev() {
            let gone = leaving.min(*day);
            *day -= gone;
            leaving -= gone;
        }
        let recent = self.arrived.iter().rev().take(YOUNG_DAYS).fold(0u64, |sum, day| sum.saturating_add(*day));
        (recent as f64 / now.max(1.0)).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{Activity, Snapshot, example};
    use mind::policy::{Feature, View};
    use twin::{Bundle, Reading, Rule, Scenario, file, play_rule, rule::Seen as Shown, world::World};

    const DAY: i64 = 86_400;

    /// Notes every hour's true figures and moves nothing.
    #[derive(Default)]
    struct Watch(Vec<Reading>);

    impl Rule for Watch {
        fn decide(&mut self, shown: &Shown<'_>) -> Bundle {
            if self.0.last().is_none_or(|known| known.hour < shown.reading.hour) {
                self.0.push(*shown.reading);
            }
            Bundle::hold()
        }
    }

    /// The hours of an economy in the twin, and its scenario.
    fn lived(name: &str) -> (Vec<Reading>, Scenario) {
        let file = file::built_in(name).expect("a committed scenario").expect("it is sound");
        let mut scenario = file.build(300, 3);
        (scenario.steps, scenario.governance.decide_every_hours, scenario.governance.lag_hours) = (75, 1, 0);
        let mut watch = Watch::default();
        play_rule(&mut World::new(&scenario), &scenario, &mut watch, 3, 0);
        (watch.0, scenario)
    }

    /// The same hours as an oracle would have read them from chain and market.
    fn read_on_chain(hours: &[Reading], scenario: &Scenario) -> Snapshot {
        let mut snapshot = example::economy(0, 0, 1);
        let start = snapshot.at.unix / DAY * DAY;
        for (param, known) in snapshot.params.iter_mut().zip(&scenario.params) {
            (param.value, param.previous, param.changed_at) = (known.value, known.value, i64::MIN);
        }
        for reading in hours.iter().filter(|reading| reading.hour > 0) {
            let at = start + i64::from(reading.hour) * 3_600;
            let is_evening = reading.hour.is_multiple_of(24);
            snapshot.market.push(MarketPoint {
                observed_at: at,
                source: "market".into(),
                price_micro: (reading.price * 1e6).round() as i64,
                volume: if is_evening { reading.organic_24h as u64 } else { 0 },
                liquidity: (reading.liquidity / 2.0) as u64,
            });
            if is_evening {
                snapshot.periods.push(PeriodView {
                    start: at - DAY,
                    end: at,
                    supply: reading.supply as u64,
                    minted: reading.minted_24h as u64,
                    burned: reading.burned_24h as u64,
                    fees: reading.fees_24h as u64,
                    staked: reading.staked as u64,
                    stakers: reading.stakers as u64,
                    rewards_paid: 0,
                    treasury: reading.treasury as u64,
                });
                snapshot.activity.push(Activity {
                    start: at - DAY,
                    end: at,
                    active_wallets: reading.users_24h as u64,
                    ..Activity::default()
                });
            }
        }
        snapshot
    }

    #[test]
    fn the_same_economy_looks_the_same_in_the_twin_and_through_a_snapshot() {
        for name in ["calm", "bear", "bull"] {
            let (hours, scenario) = lived(name);
            let twin: Vec<Day> =
                hours.iter().filter(|r| r.hour > 0 && r.hour.is_multiple_of(24)).map(Day::of).collect();
            let chain = days(&read_on_chain(&hours, &scenario));
            assert!(twin.len() >= 70 && twin.len() == chain.len(), "{} {}", twin.len(), chain.len());
            let [twin, chain] = [twin, chain].map(|days| View::of(&days).expect("a sound day"));
            for feature in Feature::ALL {
                // Who asked stake back, and so has young stake, is told by wallets and not by these sums.
                if feature != Feature::Young {
                    let (a, b) = (twin.get(feature), chain.get(feature));
                    assert!((a - b).abs() < 0.01, "{name}: {} is {a} in the twin and {b} on chain", feature.name());
                }
            }
        }
    }

    #[test]
    fn stake_is_young_for_thirty_days_and_the_newest_leaves_first() {
        let mut stake = Stake::default();
        assert_eq!(stake.young([0, 0], 100.0), 0.0, "what was there is not young");
        assert_eq!(stake.young([50, 0], 150.0), 50.0 / 150.0);
        assert_eq!(stake.young([10, 20], 140.0), 40.0 / 140.0);
        let later: Vec<f64> = (0..40).map(|_| stake.young([0, 0], 140.0)).collect();
        assert!(later[27] > 0.0 && later[29] == 0.0, "{later:?}");
        assert_eq!(stake.young([0, 1_000], 0.0), 0.0, "more than arrived");
    }

    #[test]
    fn a_period_without_any_price_is_no_sound_day() {
        let mut snapshot = example::economy(5, 10, 1);
        assert!(days(&snapshot).iter().all(Day::is_sound));
        snapshot.market.clear();
        assert!(days(&snapshot).iter().all(|day| !day.is_sound()));
    }
}
