//! Alarms and events: an alarm stands for three days; it is true if an event begins while it stands, and false otherwise.

use serde::{Deserialize, Serialize};

/// Hours that an alarm stands; the next can only come after it.
pub const STANDS: usize = 72;
/// Hours after an event that count for nobody: what happens then is the event.
const AFTERMATH: usize = 168;
/// False alarms per 30 days that a threshold may cost.
pub const BUDGET: f64 = 1.0;
const HOURS_30D: f64 = 720.0;
/// Thresholds that are tried between the lowest and the highest score.
const TRIED: usize = 120;

/// Score of every hour of a run, and its events.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    pub scores: Vec<f64>,
    pub events: Vec<usize>,
}

/// What a threshold gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    pub events: usize,
    /// Events that began while an alarm stood, and its hours ahead of each, shortest first.
    pub foreseen: usize,
    pub leads: Vec<usize>,
    pub false_alarms: usize,
    /// Hours watched, without the aftermath of events.
    pub hours: usize,
}

impl Tally {
    pub fn recall(&self) -> f64 {
        self.foreseen as f64 / self.events.max(1) as f64
    }

    pub fn precision(&self) -> f64 {
        self.foreseen as f64 / (self.foreseen + self.false_alarms).max(1) as f64
    }

    pub fn false_per_30_days(&self) -> f64 {
        self.false_alarms as f64 * HOURS_30D / self.hours.max(1) as f64
    }

    /// Mean lead over all events; an event that nobody foresaw counts 0 hours.
    pub fn mean_lead(&self) -> f64 {
        self.leads.iter().sum::<usize>() as f64 / self.events.max(1) as f64
    }

    /// Quantile of the leads of the events that were foreseen.
    pub fn lead(&self, q: f64) -> f64 {
        let leads: Vec<f64> = self.leads.iter().map(|lead| *lead as f64).collect();
        referee::stats::quantile(&leads, q).unwrap_or(0.0)
    }

    fn add(&mut self, other: Self) {
        self.events += other.events;
        self.foreseen += other.foreseen;
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
    let mut tally = Tally { events: run.events.len(), ..Tally::default() };
    let mut hour = 0;
    let mut events = run.events.iter().copied().peekable();
    while hour < run.scores.len() {
        if let Some(event) = events.next_if(|event| hour >= *event) {
            hour = event + AFTERMATH;
            continue;
        }
        if run.scores[hour] < threshold {
            (hour, tally.hours) = (hour + 1, tally.hours + 1);
            continue;
        }
        let end = (hour + STANDS).min(run.scores.len());
        match events.peek() {
            Some(event) if *event < hour + STANDS && *event < run.scores.len() => {
                tally.foreseen += 1;
                tally.leads.push(event - hour);
                tally.hours += event - hour;
                hour = *event;
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

/// The threshold within the budget of false alarms that foresees most events; of equal ones the longest mean lead, then the highest.
pub fn threshold(runs: &[Watched]) -> f64 {
    let mut scores: Vec<f64> = runs.iter().flat_map(|run| run.scores.iter().copied()).collect();
    scores.sort_by(f64::total_cmp);
    let Some(last) = scores.len().checked_sub(1) else { return f64::INFINITY };
    // Ever finer towards the highest scores.
    let part = |n: usize| 1.0 - twin::real::exp(-(n as f64) * 0.11);
    let tried = (0..TRIED).map(|n| scores[(last as f64 * part(n)) as usize]);
    let mut best = (f64::INFINITY, 0, 0.0);
    for (threshold, found) in tried.map(|threshold| (threshold, tally(runs, threshold))) {
        let lead = found.mean_lead();
        let better = (found.foreseen, lead) >= (best.1, best.2);
        if found.false_per_30_days() <= BUDGET && found.foreseen > 0 && better {
            best = (threshold, found.foreseen, lead);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(alarms: &[usize], events: &[usize]) -> Watched {
        let mut scores = vec![0.0; 2_000];
        alarms.iter().for_each(|hour| scores[*hour] = 1.0);
        Watched { scores, events: events.to_vec() }
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
            (0..12).for_each(|week| run.scores[week * 160 + 10] = 0.5);
        }
        let chosen = threshold(&runs);
        assert_eq!(chosen, 1.0);
        assert!(tally(&runs, chosen).false_per_30_days() <= BUDGET);
        assert_eq!(tally(&runs, chosen).recall(), 1.0);
    }
}
