//! How the committed policies of the packs came to be: `policies/packs/manifest.toml`.

use {
    super::{arms::Arm, field::Field, policy},
    crate::{
        learn::{Evaluation, Learner},
        train::Settings,
    },
    serde::{Deserialize, Serialize},
    sha2::{Digest, Sha256},
    twin::packs::{self, Kind},
};

/// Name of the manifest among the files that a training writes.
pub(super) const MANIFEST: &str = "manifest.toml";
const COMMITTED: &str = include_str!("../../../policies/packs/manifest.toml");

/// What it takes to make every policy again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// For people.
    pub command: String,
    /// SHA-256 over the packs' scenarios and parameters, as hex.
    pub inputs: String,
    /// The searches that every arm of every pack gets; what is best on the seeds of the choice stays.
    #[serde(rename = "search")]
    pub searches: Vec<Settings>,
    #[serde(rename = "arm")]
    pub arms: Vec<Trained>,
}

/// What was found for one arm of one pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trained {
    pub pack: Kind,
    pub arm: Arm,
    /// Whose search found it.
    pub learner: Learner,
    /// Simulator calls of all searches and choices.
    pub calls: u64,
    /// Objective and breach on the seeds of the choice, rounded.
    pub score: f64,
    pub breach: f64,
    /// SHA-256 of the policy's file; empty for the field's rule.
    pub hash: String,
    /// The field's free numbers as a point of the unit cube; empty for its source's, and for a policy.
    pub point: Vec<f64>,
}

impl Manifest {
    /// The committed one.
    pub fn built_in() -> Self {
        toml::from_str(COMMITTED).expect("the committed manifest is read by a test")
    }

    /// The manifest as a file.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("numbers and words are TOML")
    }

    /// How an arm of a pack was made.
    pub fn of(&self, pack: Kind, arm: Arm) -> Option<&Trained> {
        self.arms.iter().find(|row| row.pack == pack && row.arm == arm)
    }

    /// The field's rule with the numbers that were found for it.
    pub fn tuned(&self, pack: Kind) -> Field {
        let found = self.of(pack, Arm::Tuned).filter(|row| !row.point.is_empty());
        found.map_or(Field::source(pack), |row| Field::at(pack, &row.point))
    }
}

impl Trained {
    /// What it came to on the seeds of the choice.
    pub fn evaluation(&self) -> Evaluation {
        Evaluation { score: self.score, objectives: Vec::new(), violation: self.breach }
    }
}

/// The committed text of a file that a training writes, by its name.
pub fn committed(name: &str) -> Option<&'static str> {
    let files = policy::FILES.iter().chain([&(MANIFEST, COMMITTED)]);
    files.into_iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// SHA-256 over everything that the packs begin with, as hex.
pub fn inputs() -> String {
    let mut hash = Sha256::new();
    packs::BUILT_IN.iter().for_each(|(name, text)| {
        hash.update(name);
        hash.update(text);
    });
    Kind::ALL.iter().for_each(|kind| hash.update(packs::migration(*kind)));
    hex::encode(hash.finalize())
}
