//! How the committed policies were made: `policies/manifest.toml`.

use referee::{arms::Arm, suite::Suite};
use serde::{Deserialize, Serialize};

use super::{Bench, HALF, LAMBDA, SHIFTS, Score, Settings, Trained, steered};
use crate::{learn::Progress, policy::Policy};

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
}

/// One policy's making.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
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
    pub settings: Settings,
}

const MILLION: f64 = 1e6;

/// Why a manifest cannot be used, or what differs from it.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    #[error("{0} is not in the manifest")]
    Unknown(Arm),
    #[error("{0} has no search space: only A0 to A4 are trained here")]
    NoSpace(Arm),
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
        Self { objective, lambda: LAMBDA, sources, entries: Vec::new() }
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
        let entry = Self {
            hash: policy.hash(),
            calls,
            worth: millionths(score.value()),
            violation: millionths(score.violation),
            ..self.clone()
        };
        Ok((policy, entry))
    }

    /// Whether the policy is the one that was trained, and is worth what it was then; gives its figures on the seeds of the choice.
    pub fn check(&self, policy: &Policy, suite: &Suite) -> Result<Score, ManifestError> {
        if policy.hash() != self.hash {
            return Err(ManifestError::Hash { arm: self.arm, found: policy.hash(), expected: self.hash.clone() });
        }
        let [from, to] = self.settings.choice;
        let score = Score::of(&Bench::new(suite, &SHIFTS, from..to).play(steered(policy.clone())));
        let (worth, violation) = (millionths(score.value()), millionths(score.violation));
        if (worth, violation) != (self.worth, self.violation) {
            return Err(ManifestError::Worth {
                arm: self.arm,
                found: worth,
                broken: violation,
                expected: self.worth,
                allowed: self.violation,
            });
        }
        Ok(score)
    }
}

fn millionths(value: f64) -> i64 {
    // ROUNDING: to the nearest; a score is far from the edge of i64.
    (value * MILLION).round() as i64
}
