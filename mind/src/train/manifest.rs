//! How the committed policies were made: `policies/manifest.toml`.

use std::sync::Arc;

use referee::{arms::Arm, suite::Suite};
use serde::{Deserialize, Serialize};
use twin::rule::Rule;

use super::{Bench, HALF, LAMBDA, SHIFTS, Score, Settings, Trained, steered};
use crate::{
    learn::{
        Progress,
        fqi::{self, FittedQ, Taught},
    },
    policy::Policy,
};

/// What it takes to make every policy again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// For people.
    pub objective: String,
    /// Weight of the mean of the worst tenth of the runs.
    pub lambda: f64,
    /// SHA-256 over the sources of rules, twin, referee and mind at the time of the training, as hex.
    pub sources: String,
    #[serde(rename = "policy")]
    pub entries: Vec<Entry>,
    /// How arm Q was made, which is no table but lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fitted_q: Option<Entry<fqi::Settings>>,
}

/// One policy's making; `S` says how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<S = Settings> {
    pub arm: Arm,
    /// Arm whose policy the search began at; the frame's own start without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Arm>,
    /// SHA-256 of the policy's file.
    pub hash: String,
    /// Simulator calls in all.
    pub calls: u64,
    /// Worth on the seeds of the choice, in millionths; and by how much constraints are broken there.
    pub worth: i64,
    pub violation: i64,
    pub settings: S,
}

pub(super) const MILLION: f64 = 1e6;

/// Why a manifest cannot be used, or what differs from it.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    #[error("{0} is not in the manifest")]
    Unknown(Arm),
    #[error("{0} has no search space: only A0 to A4 and Q are trained here")]
    NoSpace(Arm),
    #[error("{0}: the budget of {1} simulator calls is too small for one seed")]
    Budget(Arm, u64),
    #[error("{arm}: the file's hash is {found}, the manifest says {expected}; train again, or restore the file")]
    Hash { arm: Arm, found: String, expected: String },
    #[error(
        "{arm}: worth {found} and violation {broken} on the seeds of the choice, the manifest says {expected} and {allowed}: the twin or the referee has changed since the training"
    )]
    Worth { arm: Arm, found: i64, broken: i64, expected: i64, allowed: i64 },
}

impl Manifest {
    /// Reads a manifest.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        Ok(toml::from_str(text)?)
    }

    /// The committed one.
    pub fn built_in() -> Result<Self, ManifestError> {
        Self::parse(include_str!("../../../policies/manifest.toml"))
    }

    /// The manifest as a file.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// An empty one with today's objective.
    pub fn new(sources: String) -> Self {
        let objective = format!(
            "constraints first; then the mean over runs and primary metrics of g / (|g| + {HALF}), g the relative gain over B0, less {LAMBDA} times its mean loss in the worst tenth of the runs"
        );
        Self { objective, lambda: LAMBDA, sources, entries: Vec::new(), fitted_q: None }
    }

    /// How `arm` was made.
    pub fn entry(&self, arm: Arm) -> Result<&Entry, ManifestError> {
        self.entries.iter().find(|entry| entry.arm == arm).ok_or(ManifestError::Unknown(arm))
    }
}

impl Entry {
    /// Trains again as this entry says, from the policy of its start.
    pub fn train(
        &self,
        start: Option<&Policy>,
        suite: &Suite,
        told: &mut dyn FnMut(&Progress),
    ) -> Result<(Policy, Self), ManifestError> {
        let Trained { policy, score, calls, .. } =
            self.settings.train(self.arm, start, suite, told).ok_or(ManifestError::NoSpace(self.arm))?;
        let entry = self.made(policy.hash(), calls, &score);
        Ok((policy, entry))
    }

    /// Whether the policy is the one that was trained, and is worth what it was then; gives its figures on the seeds of the choice.
    pub fn check(&self, policy: &Policy, suite: &Suite) -> Result<Score, ManifestError> {
        self.compare(policy.hash(), || played(self.settings.choice, suite, steered(policy.clone())))
    }
}

impl Entry<fqi::Settings> {
    /// Trains again as this entry says.
    pub fn train(&self, suite: &Suite, told: &mut dyn FnMut(&str)) -> Result<(Arc<FittedQ>, Self), ManifestError> {
        let too_small = ManifestError::Budget(self.arm, self.settings.calls);
        let Taught { learned, score, calls, .. } = self.settings.train(suite, told).ok_or(too_small)?;
        let entry = self.made(learned.hash(), calls, &score);
        Ok((learned, entry))
    }

    /// As for the tables.
    pub fn check(&self, learned: &Arc<FittedQ>, suite: &Suite) -> Result<Score, ManifestError> {
        self.compare(learned.hash(), || played(self.settings.choice, suite, |_| learned.rule(1.0)))
    }
}

impl<S: Clone> Entry<S> {
    fn made(&self, hash: String, calls: u64, score: &Score) -> Self {
        let (worth, violation) = (millionths(score.value()), millionths(score.violation));
        Self { hash, calls, worth, violation, ..self.clone() }
    }

    fn compare(&self, hash: String, play: impl FnOnce() -> Score) -> Result<Score, ManifestError> {
        let arm = self.arm;
        if hash != self.hash {
            return Err(ManifestError::Hash { arm, found: hash, expected: self.hash.clone() });
        }
        let score = play();
        let (found, broken) = (millionths(score.value()), millionths(score.violation));
        if (found, broken) != (self.worth, self.violation) {
            let (expected, allowed) = (self.worth, self.violation);
            return Err(ManifestError::Worth { arm, found, broken, expected, allowed });
        }
        Ok(score)
    }
}

/// The figures of a rule on the seeds of the choice.
fn played([from, to]: [u64; 2], suite: &Suite, make: impl Fn(u64) -> Box<dyn Rule + Send> + Sync) -> Score {
    Score::of(&Bench::new(suite, &SHIFTS, from..to).play(make))
}

/// As it is written in a file.
pub(super) fn millionths(value: f64) -> i64 {
    // ROUNDING: to the nearest; a score is far from the edge of i64.
    (value * MILLION).round() as i64
}
