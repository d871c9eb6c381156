//! What the warnings are worth, with figures, for the evaluation document.

use std::{ops::Range, path::Path};

use referee::history::histories;
use serde::{Deserialize, Serialize};

use super::{
    WarnError, Warnings, built_in,
    crunch::{self, CaseFigures, CrunchFigures, LevelFigures, Worlds},
    holds::{HoldFigures, holds},
    pump::{self, PumpFigures},
    transfers::{self, TransferFigures},
};
use crate::table::Table;

/// What is judged on.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Seeds of the twin.
    pub seeds: Range<u64>,
    /// Folder of real histories, searched for price histories and for a file of labelled pumps.
    pub data: Option<&'a Path>,
}

/// Figures of all warnings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub seeds: Range<u64>,
    pub crunch: CrunchFigures,
    pub holds: HoldFigures,
    pub cases: Vec<CaseFigures>,
    pub pumps: Option<PumpFigures>,
    pub transfers: TransferFigures,
    /// What could not be judged, and why.
    pub missing: Vec<String>,
}

/// Made economies per shape.
const ECONOMIES: u64 = 100;
/// The hours that the field's claim promises.
const CLAIMED_HOURS: f64 = 48.0;

/// Judges the committed warnings.
pub fn report(asked: &Asked) -> Result<Report, WarnError> {
    judge(built_in(), asked)
}

/// Judges warnings.
pub fn judge(learned: &Warnings, asked: &Asked) -> Result<Report, WarnError> {
    let worlds = Worlds::registered();
    let mut missing = Vec::new();
    let crunch =
        crunch::judge(&worlds, &learned.crunch, &learned.prices, asked.seeds.clone(), 2 * learned.manifest.runs);
    let cases = asked.data.map_or_else(Vec::new, |dir| match histories(dir) {
        Ok((found, _)) => crunch::cases(&found, &learned.prices),
        Err(error) => {
            missing.push(format!("histories of prices: {error}"));
            Vec::new()
        }
    });
    let pumps = match asked.data.map(pump::find) {
        None => Err("no folder of data was given".to_owned()),
        Some(Err(error)) => Err(error.to_string()),
        Some(Ok(None)) => Err("no file under the folder has the columns of labelled pumps".to_owned()),
        Some(Ok(Some(events))) => {
            pump::judge(&events, &learned.pumps, &learned.manifest.pumps_until).map_err(|error| error.to_string())
        }
    };
    let pumps = pumps.map_err(|reason| missing.push(format!("labelled pumps: {reason}"))).ok();
    if asked.data.is_none() {
        missing.push("real collapses: no folder of data was given".into());
    }
    let transfers = transfers::judge(&learned.transfers, ECONOMIES);
    let holds = holds(&worlds, asked.seeds.clone());
    Ok(Report { seeds: asked.seeds.clone(), crunch, holds, cases, pumps, transfers, missing })
}

impl Report {
    /// The figures as tables.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables = vec![self.crunch_table()];
        tables.extend((!self.cases.is_empty()).then(|| self.case_table()));
        tables.extend(self.pumps.as_ref().map(pump_table));
        tables.push(transfer_table(&self.transfers));
        tables
    }

    fn crunch_table(&self) -> Table {
        let held = &self.crunch.held_out;
        let mut rows = Vec::new();
        for level in std::iter::once(held).chain(&self.crunch.shifts) {
            rows.extend(level_rows(level));
        }
        let (ours, most) = (held.ours(), held.most_lead_hours);
        let verdict = if ours.median_lead_hours >= CLAIMED_HOURS { "is reached" } else { "is not reached" };
        Table {
            title: "Liquidity crunches".into(),
            about: format!(
                "The event: what sellers can take out within 2 % of slippage falls by half within 24 hours. \
                 An alarm stands for three days; every threshold was set on validation seeds at no more than one false alarm per 30 days. \
                 The claim of 48 hours {verdict}: the median lead is {:.0} hours, and in these scenarios {most:.0} hours pass from the first hour in which anybody leaves until the event. \
                 Nothing differs before that hour, so nobody who does not know the future can lead by more; made exits with a leak before them show what a precursor is worth. \
                 An exit is an event before which somebody was leaving; in a crash the price alone takes liquidity along within hours, and no figure tells of it beforehand. \
                 Precision is low for all by arithmetic: at a budget of one false alarm per 30 days, {} events in {} runs of 180 days meet up to six false alarms per run. \
                 What holding costs: a rule that moves much (PI) and holds while the score warns, on {:.1} % of the days, gains {:+.4} over static parameters on average, and {:+.4} without these holds.",
                ours.median_lead_hours,
                held.exits + held.crashes,
                held.runs,
                self.holds.held_days * 100.0,
                self.holds.gain_held,
                self.holds.gain_free
            ),
            head: [
                "level",
                "detector",
                "#exits foreseen",
                "#crashes foreseen",
                "#precision",
                "#false alarms per 30 days",
                "#median lead, h",
                "#lead of the worst tenth, h",
                "#possible lead, h",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows,
        }
    }

    fn case_table(&self) -> Table {
        let hours = |lead: Option<f64>| lead.map_or("none".to_owned(), |hours| format!("{hours:.0}"));
        let row = |case: &CaseFigures| {
            vec![
                case.history.clone(),
                case.event.clone(),
                moment(case.at),
                hours(case.score_lead_hours),
                format!("{} ({})", hours(case.rule_lead_hours), case.rule),
                format!("{} and {} in {:.0} days", case.score_alarms_before, case.rule_alarms_before, case.days_before),
            ]
        };
        Table {
            title: "Real collapses".into(),
            about: "Case studies, not statistics: hourly closes alone, with the score that learned in the twin and never saw a real price. \
                    Leads count the rows of hours between the first alarm within three days and the event."
                .into(),
            head: ["history", "event", "hour (UTC)", "lead of the score, h", "lead of the one-line rule, h", "alarms before: score and rule"]
                .map(str::to_owned)
                .to_vec(),
            rows: self.cases.iter().map(row).collect(),
        }
    }
}

fn level_rows(level: &LevelFigures) -> Vec<Vec<String>> {
    let row = |detector: &crunch::DetectorFigures| {
        vec![
            format!("{} ({} exits and {} crashes in {} runs)", level.level, level.exits, level.crashes, level.runs),
            detector.name.clone(),
            format!("{:.2}", detector.exit_recall),
            format!("{:.2}", detector.crash_recall),
            format!("{:.2}", detector.precision),
            format!("{:.2}", detector.false_per_30_days),
            format!("{:.0}", detector.median_lead_hours),
            format!("{:.0}", detector.lower_lead_hours),
            format!("{:.0}", level.most_lead_hours),
        ]
    };
    level.detectors.iter().map(row).collect()
}

fn pump_table(found: &PumpFigures) -> Table {
    let area = |area: f64| format!("{area:.3}");
    let row =
        |part: &str, rows: usize, ours: f64, plain: String| vec![part.to_owned(), rows.to_string(), area(ours), plain];
    let mut rows = vec![
        row(
            "walk forward on the first 70 %",
            found.rows - found.last_rows,
            found.walk_pr_auc,
            area(found.walk_plain_pr_auc),
        ),
        row("last 30 %, judged once", found.last_rows, found.forward_pr_auc, area(found.forward_plain_pr_auc)),
    ];
    rows.extend(
        found
            .frozen_pr_auc
            .map(|ours| row("committed coefficients on later rows", found.frozen_rows, ours, String::new())),
    );
    Table {
        title: "Pumps".into(),
        about: format!(
            "Area under the precision–recall curve on {} labelled events in time order, {} of them pumps; learning and judging are {} rows apart. \
             Chance on the last part is {:.3}. {}.",
            found.rows,
            found.pumps,
            pump::EMBARGO,
            found.last_share,
            pump::VARIANTS
        ),
        head: ["part", "rows", "score", "plain logistic"].map(str::to_owned).to_vec(),
        rows,
    }
}

fn transfer_table(found: &TransferFigures) -> Table {
    let row = |shape: &transfers::ShapeFigures| {
        vec![
            shape.shape.clone(),
            if shape.is_taught { "yes" } else { "no" }.to_owned(),
            format!("{} of {}", shape.found, shape.economies),
            format!("{:.0}", shape.days_to_detect),
            format!("{} of {}", shape.found_by_rule, shape.economies),
        ]
    };
    Table {
        title: "Wash transfers".into(),
        about: format!(
            "Rings planted in made economies with merchants, an exchange, wages, friends and partners who trade both ways. \
             Area under the precision–recall curve over rings of shapes that were not taught: {:.3} (chance {:.3}). \
             Of {} honest economies {} had anything flagged and {} enough to hold a decision. \
             Money that is washed through an exchange cannot be told from other customers' and is not found.",
            found.pr_auc, found.chance, found.honest, found.false_flags, found.false_holds
        ),
        head: ["shape", "taught", "found within 20 days", "days until found", "found by loops of two and three alone"]
            .map(str::to_owned)
            .to_vec(),
        rows: found.shapes.iter().map(row).collect(),
    }
}

/// Unix seconds as text.
pub(crate) fn moment(unix: i64) -> String {
    let (days, hour) = (unix.div_euclid(86_400), unix.rem_euclid(86_400) / 3_600);
    // Days to a civil date (Hinnant, "chrono-compatible low-level date algorithms").
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!("{year}-{month:02}-{day:02} {hour:02}:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_people_write_them() {
        assert_eq!(moment(1_652_119_200), "2022-05-09 18:00");
        assert_eq!(moment(951_782_400), "2000-02-29 00:00");
    }

    #[test]
    fn a_report_without_data_says_what_is_missing_and_can_be_read_back() {
        let made = report(&Asked { seeds: 20_000..20_001, data: None }).unwrap();
        assert_eq!(made.missing.len(), 2);
        assert!(made.pumps.is_none() && made.cases.is_empty());
        let back: Report = serde_json::from_str(&serde_json::to_string(&made).unwrap()).unwrap();
        assert_eq!(back.tables(), made.tables());
        assert!(made.tables().iter().all(|table| table.rows.iter().all(|row| row.len() == table.head.len())));
    }
}
