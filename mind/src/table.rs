//! A table of figures for people, the same in Markdown and on a page.

use serde::{Deserialize, Serialize};

/// What one part of an evaluation shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub title: String,
    /// What it says and where it comes from, in whole sentences; may be empty.
    pub about: String,
    /// A name that begins with `#` is a column of figures.
    pub head: Vec<String>,
    /// As many cells as `head` has names.
    pub rows: Vec<Vec<String>>,
}
