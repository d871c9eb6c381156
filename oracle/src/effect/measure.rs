//! Forecast against actual, in the very series that the forecast was made in.

use crate::{
    decision::Decision,
    features,
    snapshot::{PeriodView, Rules, Snapshot},
    store::Measured,
    units::micro,
};

/// Measures a decision's forecast at the first closed period that reaches its horizon; `None` before that, and without a forecast.
pub fn measure(decision: &Decision, outcome: &str, periods: &[PeriodView], rules: &Rules) -> Option<Measured> {
    let forecast = decision.plan.effect.as_ref()?;
    let due_at = decision.at.unix.saturating_add(forecast.horizon_secs);
    let seen = Snapshot { periods: periods.to_vec(), rules: rules.clone(), ..Snapshot::default() };
    let features = features::build(&seen);
    let place = features.ends.iter().position(|end| *end >= due_at)?;
    let actual = micro(*features.get(&forecast.name).get(place)?);
    // What did not happen is graded against the forecast without it.
    let happened = outcome == "executed";
    let expected = if happened { forecast.p50 } else { forecast.p50_without };
    let shift = expected - forecast.p50;
    Some(Measured {
        metric: forecast.name.clone(),
        horizon_secs: forecast.horizon_secs.unsigned_abs(),
        due_at,
        baseline: forecast.baseline,
        p10: forecast.p10 + shift,
        p50: forecast.p50,
        p90: forecast.p90 + shift,
        p50_without: forecast.p50_without,
        actual,
        error: actual.saturating_sub(expected),
        within: (forecast.p10 + shift..=forecast.p90 + shift).contains(&actual),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        decision::{Inputs, decide},
        hash::Hash,
        objectives::Objectives,
        search::EffectForecast,
        snapshot::example,
    };

    fn decision() -> Decision {
        let snapshot = example::economy(3, 10, 1);
        let mut decision = decide(&Inputs {
            number: 1,
            parent: Hash::ZERO,
            snapshot: &snapshot,
            objectives: &Objectives::default(),
            seed: 1,
        });
        decision.at.unix = 1_000;
        decision.plan.effect = Some(EffectForecast {
            metric: 1,
            name: "staked_share".into(),
            horizon_secs: 100,
            baseline: 0,
            p10: 400_000,
            p50: 500_000,
            p90: 600_000,
            p50_without: 300_000,
        });
        decision
    }

    fn period(end: i64, staked: u64) -> PeriodView {
        PeriodView { start: end - 10, end, supply: 100, staked, ..PeriodView::default() }
    }

    fn rules() -> Rules {
        Rules { period_secs: 10, ..Rules::default() }
    }

    #[test]
    fn nothing_is_measured_before_the_horizon() {
        assert_eq!(measure(&decision(), "executed", &[period(1_090, 50)], &rules()), None);
    }

    #[test]
    fn an_executed_change_is_graded_against_its_own_forecast() {
        let found =
            measure(&decision(), "executed", &[period(1_090, 10), period(1_100, 55), period(1_110, 99)], &rules())
                .unwrap();
        assert_eq!((found.actual, found.error, found.within, found.due_at), (550_000, 50_000, true, 1_100));
    }

    #[test]
    fn what_did_not_happen_is_graded_against_the_forecast_without_it() {
        let found = measure(&decision(), "vetoed", &[period(1_100, 55)], &rules()).unwrap();
        assert_eq!((found.error, found.within, found.p10), (250_000, false, 200_000));
    }
}
