//! What is shown beside the judgement: warnings, forecasts and domain packs, each by its own crate's figures.

use std::{ops::Range, path::Path};

use mind::{table::Table, warn};
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

/// Seeds of the warnings.
const WARNING_SEEDS: u64 = 20;

/// All parts; `told` hears what is being done.
pub fn sections(seeds: &Range<u64>, data: Option<&Path>, mut told: impl FnMut(&str)) -> Vec<Section> {
    let some = |count: u64| seeds.start..seeds.end.min(seeds.start + count);
    told("warnings");
    vec![warnings(some(WARNING_SEEDS), data)]
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
