//! What a proposal promises in the metric that the chain itself will show.

use economics::metrics::Metric;
use twin::{Outcome, outcome::Mark};

use super::EffectForecast;
use crate::{
    detect::robust::quantile,
    forecast::Forecast,
    units::{micro, real},
};

/// The twin's reading of a metric that the chain's ring shows.
fn reading(metric: Metric) -> fn(&Mark) -> f64 {
    match metric {
        Metric::StakedShare => |mark| mark.staked_share,
        Metric::NetInflation => |mark| mark.net_inflation,
        Metric::Fees => |mark| mark.fees,
    }
}

/// The forecast for a candidate, in the metric in which its effect stands out most.
///
/// Level and uncertainty without the change are the forecast's (the twin's own where there is none); the difference made is the twin's, run by run.
/// Both uncertainties are taken as independent.
/// `only_shares` leaves out metrics per unit of time, which mean nothing where periods stand for days.
pub fn effect(
    runs: &[Outcome],
    hold: &[Outcome],
    forecasts: &[Forecast],
    horizon_secs: i64,
    only_shares: bool,
) -> EffectForecast {
    let strength = |metric: Metric| {
        let change = differences(runs, hold, metric);
        let own = spread(&values(hold, metric)).max(1e-9);
        quantile(&change, 0.5).abs() / own
    };
    let allowed = Metric::ALL.into_iter().filter(|metric| !only_shares || *metric == Metric::StakedShare);
    // Of equals the first.
    let metric = allowed.rev().max_by(|a, b| strength(*a).total_cmp(&strength(*b))).unwrap_or(Metric::StakedShare);
    let change = differences(runs, hold, metric);
    let made = forecasts.iter().find(|forecast| forecast.metric == metric.name());
    let [low, without, high] = match made {
        Some(forecast) => [forecast.p10, forecast.p50, forecast.p90].map(real),
        None => [0.1, 0.5, 0.9].map(|q| quantile(&values(hold, metric), q)),
    };
    let [least, typical, most] = [0.1, 0.5, 0.9].map(|q| quantile(&change, q));
    let join = |a: f64, b: f64| (a * a + b * b).sqrt();
    let p50 = without + typical;
    EffectForecast {
        metric: metric.code(),
        name: metric.name().into(),
        horizon_secs,
        after_end_secs: horizon_secs,
        baseline: made.map_or(micro(without), |forecast| forecast.last),
        p10: micro(p50 - join(without - low, typical - least)),
        p50: micro(p50),
        p90: micro(p50 + join(high - without, most - typical)),
        p50_without: micro(without),
    }
}

fn values(runs: &[Outcome], metric: Metric) -> Vec<f64> {
    runs.iter().map(|run| reading(metric)(&run.mark)).collect()
}

fn differences(runs: &[Outcome], hold: &[Outcome], metric: Metric) -> Vec<f64> {
    values(runs, metric).iter().zip(values(hold, metric)).map(|(with, without)| with - without).collect()
}

fn spread(values: &[f64]) -> f64 {
    quantile(values, 0.9) - quantile(values, 0.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(staked_share: f64, fees: f64) -> Outcome {
        Outcome { mark: Mark { staked_share, fees, ..Mark::default() }, ..Outcome::default() }
    }

    #[test]
    fn the_metric_that_moves_most_is_forecast_from_the_level_of_the_series() {
        let hold: Vec<Outcome> = (0..20).map(|n| run(0.30 + 0.001 * f64::from(n), 100.0 + f64::from(n))).collect();
        let moved: Vec<Outcome> = hold.iter().map(|o| run(o.mark.staked_share, o.mark.fees + 50.0)).collect();
        let series = Forecast {
            metric: "fees".into(),
            last: 80_000_000,
            p10: 70_000_000,
            p50: 80_000_000,
            p90: 95_000_000,
            ..Forecast::default()
        };
        let made = effect(&moved, &hold, &[series], 86_400, false);
        assert_eq!((made.name.as_str(), made.metric), ("fees", 3));
        assert_eq!((made.baseline, made.p50_without, made.p50), (80_000_000, 80_000_000, 130_000_000));
        assert_eq!((made.p10, made.p90), (120_000_000, 145_000_000));
    }

    #[test]
    fn where_periods_stand_for_days_only_shares_are_forecast() {
        let hold = vec![run(0.3, 1.0); 5];
        let moved = vec![run(0.3, 99.0); 5];
        assert_eq!(effect(&moved, &hold, &[], 60, true).name, "staked_share");
    }
}
