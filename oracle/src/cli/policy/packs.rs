//! The domain packs' policies: made again, and beside the committed ones.

use mind::packs::{Manifest, committed, train};

use crate::cli::output::note;

/// Name and text of a file that a training writes, and whether the committed one has the same bytes.
pub struct Made {
    pub name: String,
    pub text: String,
    pub is_as_committed: bool,
}

/// Trains every pack as the committed manifest says, with `budget` simulator calls of each search where one is given.
pub fn again(budget: Option<u64>) -> Vec<Made> {
    let mut searches = Manifest::built_in().searches;
    for search in &mut searches {
        search.calls = budget.unwrap_or(search.calls);
        note(&format!("{} simulator calls for each arm by {}", search.calls, search.learner));
    }
    let files = train(&searches, &mut |row| {
        let (pack, arm) = (row.pack.name(), row.arm.name());
        note(&format!("  {pack} {arm}: {:+.4} by {}, constraints broken by {:.2}", row.score, row.learner, row.breach));
    });
    let made =
        |(name, text): (String, String)| Made { is_as_committed: committed(&name) == Some(text.as_str()), name, text };
    files.into_iter().map(made).collect()
}

impl Made {
    /// What people read.
    pub fn told(&self) -> String {
        format!("{} {}", self.name, if self.is_as_committed { "as committed" } else { "NOT as committed" })
    }
}
