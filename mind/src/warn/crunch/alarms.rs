//! Alarms and events: an alarm stands for three days; it is true if an event begins while it stands, and false otherwise.

use serde::{Deserialize, Serialize};

/// Hours that an alarm stands; the next can only come after it.
pub const STANDS: usize = 72;
/// Hours after an event that count for nobody: what happens then is the event.
const AFTERMATH: usize = 168;
/// False alarms per 30 days that a threshold may cost.
pub const BUDGET: f64 = 1.0;
const HOURS_30D: f64 = 720.0;
/// Shares of exits that count as equal.
const NEARLY: f64 = 0.02;
/// Thresholds that are tried between the lowest and the highest score.
const TRIED: usize = 120;

/// Score of every hour of a run, and its events with whether somebody was leaving before them.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    pub scores: Vec<f64>,
    pub events: Vec<(usize, bool)>,
}

/// What a threshold gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub events: usize,
    /// Events that began while an alarm stood.
    pub foreseen: usize,
    /// Those of all and of the foreseen ones before which somebody was leaving, and the alarm's hours ahead of each of the latter, shortest first.
    pub exits: usize,
    pub exits_foreseen: usize,
    pub leads: Vec<usize>,
    pub false_alarms: usize,
    /// Hours watched, without the aftermath of events.
    pub hours: usize,
}

impl Tally {
    pub fn precision(&self) -> f64 {
        self.foreseen as f64 / (self.foreseen + self.false_alarms).max(1) as f64
    }

    pub fn false_per_30_days(&self) -> f64 {
        self.false_alarms as f64 * HOURS_30D / self.hours.max(1) as f64
    }

    /// Share of the exits that were foreseen, and of the crashes, in which the price takes liquidity along and nobody leaves before.
    pub fn exit_recall(&self) -> f64 {
        self.exits_foreseen as f64 / self.exits.max(1) as f64
    }

    pub fn crash_recall(&self) -> f64 {
        (self.foreseen - self.exits_foreseen) as f64 / (self.events - self.exits).max(1) as f64
    }

    /// Mean lead over all exits; one that was not foreseen counts 0 hours.
    pub fn mean_lead(&self) -> f64 {
        self.leads.iter().sum::<usize>() as f64 / self.exits.max(1) as f64
    }

    /// Quantile of the leads of the exits that were foreseen.
    pub fn lead(&self, q: f64) -> f64 {
        let leads: Vec<f64> = self.leads.iter().map(|lead| *lead as f64).collect();
        referee::stats::quantile(&leads, q).unwrap_or(0.0)
    }

    fn add(&mut self, other: Self) {
        self.events += other.events;
        self.foreseen += other.foreseen;
        self.exits += other.exits;
        self.exits_foreseen += other.exits_foreseen;
        self.leads.extend(other.leads);
        self.false_alarms += other.false_alarms;
        self.hours += other.hours;
    }
}

/// What `threshold` gives over all runs.
pub fn tally(runs: &[Watched], threshold: f64) -> Tally {
    let mut all = Tally::default();
    runs.iter().for_each(|run| all.add(one(run, threshold)));
    all.leads.sort_unstable();
    all
}

fn one(run: &Watched, threshold: f64) -> Tally {
    let exits = run.events.iter().filter(|(_, is_exit)| *is_exit).count();
    let mut tally = Tally { events: run.events.len(), exits, ..Tally::default() };
    let mut hour = 0;
    let mut events = run.events.iter().peekable();
    while hour < run.scores.len() {
        if let Some(event) = events.next_if(|event| hour >= event.0) {
            hour = event.0 + AFTERMATH;
            continue;
        }
        if run.scores[hour] < threshold {
            (hour, tally.hours) = (hour + 1, tally.hours + 1);
            continue;
        }
        let end = (hour + STANDS).min(run.scores.len());
        match events.peek() {
            Some(&&(event, is_exit)) if event < hour + STANDS && event < run.scores.len() => {
                tally.foreseen += 1;
                if is_exit {
                    tally.exits_foreseen += 1;
                    tally.leads.push(event - hour);
                }
                tally.hours += event - hour;
                hour = event;
            }
            _ => {
                tally.false_alarms += 1;
                tally.hours += end - hour;
                hour = end;
            }
        }
    }
    tally
}

/// The threshold within the budget of false alarms that foresees most exits; of those that foresee nearly as many with nearly the longest lead the highest, so that no alarm is wasted.
pub fn threshold(runs: &[Watched]) -> f64 {
    let mut scores: Vec<f64> = runs.iter().flat_map(|run| run.scores.iter().copied()).collect();
    scores.sort_by(f64::total_cmp);
    let Some(last) = scores.len().checked_sub(1) else { return f64::INFINITY };
    // Ever finer towards the highest scores.
    let part = |n: usize| 1.0 - twin::real::exp(-(n as f64) * 0.11);
    let tried = (0..TRIED).map(|n| scores[(last as f64 * part(n)) as usize]);
    let within: Vec<(f64, Tally)> = tried
        .map(|threshold| (threshold, tally(runs, threshold)))
        .filter(|(_, tally)| tally.false_per_30_days() <= BUDGET)
        .collect();
    let most = within.iter().map(|(_, tally)| tally.exit_recall()).fold(0.0, f64::max);
    let many: Vec<&(f64, Tally)> = within.iter().filter(|(_, tally)| tally.exit_recall() >= most - NEARLY).collect();
    let longest = many.iter().map(|(_, tally)| tally.mean_lead()).fold(0.0, f64::max);
    let good = many.iter().filter(|(_, tally)| tally.mean_lead() >= longest - 1.0);
    good.map(|(threshold, _)| *threshold).reduce(f64::max).filter(|_| most > 0.0).unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(alarms: &[usize], events: &[usize]) -> Watched {
        let mut scores = vec![0.0; 2_000];
        alarms.iter().for_each(|hour| scores[*hour] = 1.0);
        Watched { scores, events: events.iter().map(|event| (*event, true)).collect() }
    }

    #[test]
    fn an_alarm_leads_by_the_hours_from_its_raise_to_the_event() {
        let tally = tally(&[run(&[960, 970], &[1_000])], 0.5);
        assert_eq!((tally.foreseen, tally.leads.as_slice(), tally.false_alarms), (1, &[40][..], 0));
    }

    #[test]
    fn an_alarm_after_the_event_or_too_early_foresees_nothing() {
        assert_eq!(tally(&[run(&[1_001, 1_100], &[1_000])], 0.5).foreseen, 0);
        let early = tally(&[run(&[900], &[1_000])], 0.5);
        assert_eq!((early.foreseen, early.false_alarms), (0, 1));
    }

    #[test]
    fn an_alarm_that_is_always_on_costs_ten_false_ones_in_thirty_days() {
        let always = Watched { scores: vec![1.0; 7_200], events: vec![] };
        assert_eq!(tally(&[always], 0.5).false_per_30_days(), 10.0);
    }

    #[test]
    fn the_threshold_keeps_to_the_budget_and_wastes_no_alarm() {
        // A faint sign 60 hours ahead that noise shows every week, and a clear one 30 hours ahead.
        let mut runs: Vec<Watched> = (0..20).map(|_| run(&[970], &[1_000])).collect();
        for run in &mut runs {
            run.scores[940] = 0.5;
            (0..12).for_each(|week| run.scores[week * 150 + 10] = 0.5);
        }
        let chosen = threshold(&runs);
        assert_eq!(chosen, 1.0);
        assert!(tally(&runs, chosen).false_per_30_days() <= BUDGET);
        assert_eq!(tally(&runs, chosen).exit_recall(), 1.0);
    }
}
