//! What is shown beside the judgement: warnings, forecasts and domain packs, each by its own crate's figures.

use std::{ops::Range, path::Path};

use mind::{forecast, packs, table::Table, warn};
use referee::{
    failure::Check,
    history::{self, HistoryError},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One part, as tables for people and as figures for machines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub title: String,
    pub tables: Vec<Table>,
    /// What could not be judged, and why.
    pub missing: Vec<String>,
    /// Everything that the part measured.
    pub figures: Value,
}

/// Seeds of the warnings, of the forecasts in the twin, and of the domain packs.
const WARNING_SEEDS: u64 = 20;
const FORECAST_SEEDS: u64 = 3;
const PACK_SEEDS: u64 = 200;

/// All parts; `told` hears what is being done.
pub fn sections(seeds: &Range<u64>, data: Option<&Path>, mut told: impl FnMut(&str)) -> Vec<Section> {
    let some = |count: u64| seeds.start..seeds.end.min(seeds.start + count);
    told("forecasts");
    let twin = forecast::report::of_twin(some(FORECAST_SEEDS));
    let mut parts = vec![forecasts("Forecasts in the twin", &twin), real_forecasts(data)];
    told("warnings");
    parts.push(warnings(some(WARNING_SEEDS), data));
    told("domain packs");
    let plan = packs::Plan { seeds: some(PACK_SEEDS), data: data.map(Path::to_owned), ..packs::Plan::default() };
    let report = packs::report(&plan, &mut |_| ());
    parts.push(section("Domain packs", report.tables(), report.missing.clone(), &report));
    parts
}

fn real_forecasts(data: Option<&Path>) -> Section {
    const TITLE: &str = "Forecasts of real histories";
    let read = |dir: &Path| -> Result<Vec<(String, String)>, HistoryError> {
        Ok(history::tables(dir)?.into_iter().map(|table| (table.name, table.text)).collect())
    };
    match data.map(read) {
        Some(Ok(files)) => forecasts(TITLE, &forecast::report::of_histories(&files)),
        Some(Err(error)) => section(TITLE, Vec::new(), vec![error.to_string()], &Value::Null),
        None => section(TITLE, Vec::new(), vec!["no folder of data was given".into()], &Value::Null),
    }
}

fn forecasts(title: &str, report: &forecast::report::Report) -> Section {
    section(title, report.tables(title), report.missing.clone(), report)
}

/// Whether the intervals of nominal 90 % hold what they say; a series outside of the limits is not forecast, so the oracle holds.
pub fn coverage(sections: &[Section]) -> Vec<Check> {
    let (low, high) = forecast::report::COVERAGE;
    let judged = |section: &Section| {
        let report: forecast::report::Report = serde_json::from_value(section.figures.clone()).ok()?;
        let pooled = report.pooled()?;
        Some(Check {
            mode: format!("coverage: {}", section.title.to_lowercase()),
            arm: "forecasts".into(),
            found: format!(
                "{:.1} % of {} outcomes in intervals of nominal 90 %; {} of {} series outside",
                pooled.coverage90 * 100.0,
                pooled.origins,
                pooled.outside,
                pooled.series
            ),
            accepted: format!("{:.0} to {:.0} % together, else hold", low * 100.0, high * 100.0),
            passes: Some((low..=high).contains(&pooled.coverage90)),
        })
    };
    sections.iter().filter_map(judged).collect()
}

fn section(title: &str, tables: Vec<Table>, missing: Vec<String>, figures: &impl Serialize) -> Section {
    let figures = serde_json::to_value(figures).unwrap_or_default();
    Section { title: title.to_owned(), tables, missing, figures }
}

fn warnings(seeds: Range<u64>, data: Option<&Path>) -> Section {
    match warn::report::report(&warn::report::Asked { seeds, data }) {
        Ok(report) => section("Warnings", report.tables(), report.missing.clone(), &report),
        Err(error) => section("Warnings", Vec::new(), vec![error.to_string()], &Value::Null),
    }
}
