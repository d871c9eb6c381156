//! Policies: small tables that say where the levers shall be, given what is seen.
//!
//! ```text
//! readings or periods ─► Day … Day ─► View ┐
//!                  forecasts, warnings ─► Extras ┴─► Policy::targets ─► Targets ─► bundle
//! ```
//!
//! The twin and the chain's oracle run the same code, so what was trained is what acts.

mod built_in;
mod curve;
mod day;
mod diary;
mod draw;
mod extras;
mod feature;
mod file;
mod lever;
mod steered;
mod targets;
mod view;

pub use built_in::{FILES, built_in, fitted_q, frozen, learned};
pub use curve::{Curve, MOST_TERMS, Term, beyond};
pub use day::Day;
pub use diary::{Diary, is_fresh};
pub use extras::{Extras, Outlook};
pub use feature::Feature;
pub use file::PolicyError;
pub use lever::{LeverName, sign};
pub use steered::Steered;
pub use targets::{Targets, Wish};
pub use view::{View, WINDOW};

use serde::{Deserialize, Serialize};

/// A trained or written policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub name: String,
    /// What it is, for people.
    pub about: String,
    /// Levers that it moves; the others are left alone.
    #[serde(rename = "lever")]
    pub levers: Vec<Lever>,
}

/// One lever and its curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "file::Row", into = "file::Row")]
pub struct Lever {
    pub lever: LeverName,
    pub curve: Curve<Feature>,
}

impl Policy {
    /// Where every lever shall be.
    pub fn targets(&self, view: &View, extras: &Extras) -> Targets {
        let mut targets = Targets::default();
        for Lever { lever, curve } in &self.levers {
            let goal = curve.target(|feature| extras.get(feature).unwrap_or_else(|| view.get(feature)));
            targets.set(*lever, goal, curve.dead_band);
        }
        targets
    }

    /// Whether it answers to a feature for which `is_wanted` holds.
    pub fn heeds(&self, is_wanted: impl Fn(Feature) -> bool) -> bool {
        self.levers.iter().flat_map(|lever| &lever.curve.terms).any(|term| is_wanted(term.feature))
    }

    /// The same policy with `gain` times the slopes.
    #[must_use]
    pub fn scaled(&self, gain: f64) -> Self {
        let scale = |lever: &Lever| Lever { lever: lever.lever, curve: lever.curve.scaled(gain) };
        Self { levers: self.levers.iter().map(scale).collect(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests;
