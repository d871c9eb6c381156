//! Forecast against actual, in the chain's own metric and at the period that the chain's grade is taken from.

use economics::{metrics::Metric, score, time::DAY};

use crate::{decision::Decision, snapshot::PeriodView, store::Measured};

/// Measures the forecast of a decision that ended at `ended_at`, at the first closed period that reaches its horizon;
/// `None` before that, and without a forecast.
pub fn measure(decision: &Decision, outcome: &str, ended_at: i64, periods: &[PeriodView]) -> Option<Measured> {
    let forecast = decision.plan.effect.as_ref()?;
    // A hold has no way through the gate.
    let ahead = if outcome == "held" { forecast.horizon_secs } else { forecast.after_end_secs };
    let due_at = score::due_at(ended_at, ahead.unsigned_abs());
    let reached = periods.iter().find(|period| period.end >= due_at)?;
    let actual = Metric::from_u8(forecast.metric)?.of(&reached.into(), DAY.unsigned_abs());
    // What did not happen is graded against the forecast without it.
    let happened = outcome == "executed";
    let expected = if happened { forecast.p50 } else { forecast.p50_without };
    let shift = expected - forecast.p50;
    Some(Measured {
        metric: forecast.name.clone(),
        horizon_secs: ahead.unsigned_abs(),
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
            before: None,
            snapshot: &snapshot,
            objectives: &Objectives::default(),
            forced_holds: 0,
            seed: 1,
        });
        decision.plan.effect = Some(EffectForecast {
            metric: 1,
            name: "staked_share".into(),
            horizon_secs: 150,
            after_end_secs: 100,
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

    #[test]
    fn nothing_is_measured_before_the_horizon() {
        assert_eq!(measure(&decision(), "executed", 1_000, &[period(1_090, 50)]), None);
    }

    #[test]
    fn an_executed_change_is_graded_against_its_own_forecast() {
        let found = measure(&decision(), "executed", 1_000, &[period(1_090, 10), period(1_100, 55), period(1_110, 99)])
            .unwrap();
        assert_eq!((found.actual, found.error, found.within, found.due_at), (550_000, 50_000, true, 1_100));
    }

    #[test]
    fn a_hold_is_measured_at_the_whole_horizon() {
        let periods = [period(1_100, 20), period(1_150, 30)];
        assert_eq!(measure(&decision(), "held", 1_000, &periods).unwrap().actual, 300_000);
    }

    #[test]
    fn what_did_not_happen_is_graded_against_the_forecast_without_it() {
        let found = measure(&decision(), "vetoed", 1_000, &[period(1_100, 55)]).unwrap();
        assert_eq!((found.error, found.within, found.p10), (250_000, false, 200_000));
    }
}
