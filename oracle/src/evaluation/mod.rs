//! What an evaluation found, for people: Markdown for a repository, HTML that is complete in itself.

mod markdown;
mod numbers;
mod page;
mod plots;
mod sections;
mod tables;

use std::{
    fs,
    path::{Path, PathBuf},
};

use referee::results::Results;
use serde::{Deserialize, Serialize};

pub use {
    markdown::markdown,
    sections::{Section, coverage, sections},
};

include!(concat!(env!("OUT_DIR"), "/evaluated.rs"));

/// A report that was not written, as a fragment after "failed to …".
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    #[error("write {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("write results.json: {0}")]
    Json(#[from] serde_json::Error),
}

/// Sources of everything that a result is computed by: name and bytes.
pub fn sources() -> &'static [(&'static str, &'static [u8])] {
    EVALUATED
}

/// Everything that one evaluation says; `results.json` is this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// What the referee judged.
    #[serde(flatten)]
    pub results: Results,
    /// Name and SHA-256 of every policy that was played, fixed before the first run.
    pub policies: Vec<(String, String)>,
    pub sections: Vec<Section>,
}

/// Writes `results.json`, `evaluation.md` and `evaluation.html` into `out`.
pub fn write(evaluation: &Evaluation, out: &Path) -> Result<(), EvaluationError> {
    put(&out.join("results.json"), &(serde_json::to_string_pretty(evaluation)? + "\n"))?;
    put(&out.join("evaluation.md"), &markdown(evaluation))?;
    put(&out.join("evaluation.html"), &page::render(evaluation))
}

fn put(path: &Path, text: &str) -> Result<(), EvaluationError> {
    fs::write(path, text).map_err(|source| EvaluationError::Write { path: path.to_owned(), source })
}
