//! Real collapses, told one by one: few events are case studies, never percentages.

use referee::history::History;
use serde::{Deserialize, Serialize};

use super::{learn::Learned, learn::price_scores, worlds::halvings};
use crate::warn::Hour;

/// One collapse of one history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseFigures {
    pub history: String,
    /// What happened, and the unix second of the hour in which it had.
    pub event: String,
    pub at: i64,
    /// First alarm within the three days for which an alarm stands, in hours ahead; absent where there was none.
    pub score_lead_hours: Option<f64>,
    pub rule: String,
    pub rule_lead_hours: Option<f64>,
    /// Alarms of the score and of the rule in the 90 days before those three, or what the history has of them.
    pub days_before: f64,
    pub score_alarms_before: usize,
    pub rule_alarms_before: usize,
}

/// Hours in which an alarm before an event counts, and hours before these that are looked at for needless ones.
const LOOK: usize = STANDS;
const EARLIER: usize = 90 * 24;
/// An alarm stands as long here as in the twin.
const STANDS: usize = super::alarms::STANDS;
/// A price that stays this near to 1 is pegged; its peg is lost 2 % below; the rule warns below 0.9985.
const PEGGED: f64 = 0.01;
const LOST: f64 = 0.98;
const RULE: f64 = 0.9985;
/// Weight of an hour in the volatility of about a week, as in the twin's readings.
const WEIGHT: f64 = 2.0 / 169.0;

/// Collapses of hourly histories: a peg that is lost, a price that halves within a day.
pub fn cases(histories: &[History], prices: &Learned) -> Vec<CaseFigures> {
    histories.iter().filter(|history| !history.is_daily).flat_map(|history| of(history, prices)).collect()
}

fn of(history: &History, prices: &Learned) -> Vec<CaseFigures> {
    let close = &history.close;
    let scores = price_scores(&prices.score, &hours(close));
    let warns: Vec<bool> = scores.iter().map(|score| *score >= prices.threshold).collect();
    let pegged = referee::stats::median(&close.iter().map(|p| (p - 1.0).abs()).collect::<Vec<_>>()) < Some(PEGGED);
    let fell = |part: f64| -> Vec<bool> {
        (0..close.len()).map(|hour| close[hour] <= part * close[hour.saturating_sub(24)]).collect()
    };
    let (name, rule) = if pegged {
        ("close below 0.9985", close.iter().map(|price| *price < RULE).collect())
    } else {
        ("close 15 % below that of a day before", fell(0.85))
    };
    let mut events: Vec<(usize, &str)> = Vec::new();
    if pegged {
        events.extend(
            close.iter().position(|price| *price < LOST).map(|hour| (hour, "close below 0.98: the peg is lost")),
        );
    }
    events.extend(halvings(close).into_iter().map(|hour| (hour, "close half of that of a day before")));
    let case = |(hour, event): (usize, &str)| {
        let from = hour.saturating_sub(LOOK);
        let lead =
            |warns: &[bool]| warns[from..hour].iter().position(|warns| *warns).map(|at| (hour - from - at) as f64);
        let earlier = from.saturating_sub(EARLIER)..from;
        CaseFigures {
            history: history.name.clone(),
            event: event.to_owned(),
            at: history.start + hour as i64 * 3_600,
            score_lead_hours: lead(&warns),
            rule: name.to_owned(),
            rule_lead_hours: lead(&rule),
            days_before: earlier.len() as f64 / 24.0,
            score_alarms_before: raised(&warns[earlier.clone()]),
            rule_alarms_before: raised(&rule[earlier]),
        }
    };
    events.into_iter().map(case).collect()
}

/// Alarms, each standing for `STANDS` hours.
fn raised(warns: &[bool]) -> usize {
    let (mut hour, mut count) = (0, 0);
    while hour < warns.len() {
        (hour, count) = if warns[hour] { (hour + STANDS, count + 1) } else { (hour + 1, count) };
    }
    count
}

/// Prices with their volatility, as the twin's readings have it.
fn hours(close: &[f64]) -> Vec<Hour> {
    let mut variance: Option<f64> = None;
    let mut last = close.first().copied().unwrap_or(1.0);
    close
        .iter()
        .map(|&price| {
            let log = twin::real::ln(price / last);
            last = price;
            let seen = variance.map_or(log * log, |v| v + WEIGHT * (log * log - v));
            variance = Some(seen);
            Hour { price, volatility: (seen * 8_760.0).sqrt(), ..Hour::default() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warn::built_in;

    #[test]
    fn a_peg_that_slips_for_two_days_before_it_breaks_is_a_case_with_the_rules_lead() {
        let mut close: Vec<f64> = (0..3_000).map(|hour| 1.0 + 0.0002 * f64::from(hour % 3)).collect();
        (2_500..2_548).for_each(|hour| close[hour] = 0.997);
        close[2_548..].fill(0.9);
        let history = History { name: "peg".into(), start: 0, close, filled: 0, is_daily: false };
        let found = cases(&[history], &built_in().prices);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule_lead_hours, found[0].rule_alarms_before), (Some(48.0), 0));
        assert!(found[0].score_lead_hours.is_none_or(|hours| hours <= 72.0), "an alarm stands for three days");
    }
}
