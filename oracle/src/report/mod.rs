//! The transparency report: what changed, what was refused and held, and how good the forecasts were; as HTML, JSON and plots.

mod document;
mod figures;
mod month;
mod page;
mod tables;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    store::{Store, StoreError},
    view::{Picture, plots},
};

pub use document::{Document, Parameter, Totals};
pub use month::Span;

/// Style of a plot that stands alone.
const PLOT_STYLE: &str = include_str!("plot.css");

/// A report that was not written, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("read the month: found {found:?}, expected YYYY-MM such as 2026-11")]
    Month { found: String },
    #[error("write the report: {0}")]
    Store(#[from] StoreError),
    #[error("write {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("write report.json: {0}")]
    Json(#[from] serde_json::Error),
}

impl ReportError {
    /// True when what was typed cannot work.
    pub fn is_wrong_input(&self) -> bool {
        matches!(self, Self::Month { .. })
    }

    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_transient())
    }
}

/// Writes `report.html` (complete in itself), `report.json` and `plots/*.svg` into `out`.
///
/// `month` is `YYYY-MM` in UTC; without it the report tells everything that the store holds.
pub fn write(store: &Store, month: Option<&str>, out: &Path) -> Result<(), ReportError> {
    let span = month.map_or(Ok(Span::ALL), str::parse)?;
    let picture = span.cut(Picture::load(store)?);
    let document = Document::new(&picture, span, month);
    let folder = out.join("plots");
    fs::create_dir_all(&folder).map_err(|source| ReportError::Write { path: folder.clone(), source })?;
    put(&out.join("report.html"), &page::render(&picture, &document))?;
    put(&out.join("report.json"), &(serde_json::to_string_pretty(&document)? + "\n"))?;
    for chart in plots::economy(&picture) {
        if let Some(svg) = chart.file(PLOT_STYLE) {
            put(&folder.join(format!("{}.svg", chart.name)), &svg)?;
        }
    }
    for standing in picture.parameters() {
        let drawn = plots::parameter(&picture, &standing.view.key).and_then(|chart| chart.file(PLOT_STYLE));
        // By index: a key is text from the chain, and no file is named by it.
        if let Some(svg) = drawn {
            put(&folder.join(format!("parameter-{:02}.svg", standing.view.index)), &svg)?;
        }
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<(), ReportError> {
    fs::write(path, text).map_err(|source| ReportError::Write { path: path.into(), source })
}
