//! What was fixed before anybody looked: `docs/evaluation.toml`.

use {
    crate::{
        arms::{Arm, Tuning},
        judge::Method,
        metrics::METRICS,
    },
    serde::{Deserialize, Serialize},
    sha2::{Digest, Sha256},
    std::ops::Range,
};

/// The registered evaluation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Days of one run.
    pub days: u32,
    /// Agents of one run.
    pub agents: u32,
    /// Names of the metrics, in the order of the code; a change of the metrics without a change here is refused.
    pub metrics: Vec<String>,
    /// Arms played when none are named.
    pub arms: Vec<String>,
    /// Targets that the clairvoyant arm tries in each run.
    pub clairvoyant_candidates: u32,
    /// Seeds played when none are named, `A..B` without B.
    pub seeds: String,
    /// Seeds that may be used for training and tuning only.
    pub train_seeds: String,
    /// Seeds that may be used for choosing between trained policies.
    pub valid_seeds: String,
    pub method: Method,
    /// Free numbers of the rules, found on training seeds by `trimtab evaluate --tune`.
    pub tuning: Tuning,
}

/// Why a registration is refused.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// Not TOML, or a field that does not exist; the message has line and column.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// The list of metrics differs from the code's.
    #[error("metrics: found {found:?}, this version measures {expected:?}; register what is measured")]
    Metrics { found: Vec<String>, expected: Vec<&'static str> },
    /// A number that makes no sense.
    #[error("{field}: found {found}, expected {expected}")]
    Range { field: &'static str, found: String, expected: &'static str },
    /// A name that is no arm.
    #[error("arms: {0}")]
    Arm(String),
}

/// The committed registration.
pub const REGISTERED: &str = include_str!("../../docs/evaluation.toml");

impl Registration {
    /// What the repository registers.
    pub fn built_in() -> Self {
        Self::parse(REGISTERED).expect("a test reads the committed registration")
    }

    /// Reads and checks a registration.
    pub fn parse(text: &str) -> Result<Self, RegistrationError> {
        let read: Self = toml::from_str(text)?;
        let expected: Vec<&'static str> = METRICS.iter().map(|metric| metric.name).collect();
        if read.metrics != expected {
            return Err(RegistrationError::Metrics { found: read.metrics, expected });
        }
        read.check()?;
        Ok(read)
    }

    fn check(&self) -> Result<(), RegistrationError> {
        let range = |holds: bool, field, found: String, expected| match holds {
            true => Ok(()),
            false => Err(RegistrationError::Range { field, found, expected }),
        };
        let most_days = twin::MAX_STEPS as u32;
        range(
            (91..=most_days).contains(&self.days),
            "days",
            self.days.to_string(),
            "91 to 400, for retention at day 90",
        )?;
        range((50..=100_000).contains(&self.agents), "agents", self.agents.to_string(), "50 to 100 000")?;
        let level = self.method.level;
        range((0.5..1.0).contains(&level), "method.level", level.to_string(), "a share such as 0.95")?;
        range(self.method.resamples >= 100, "method.resamples", self.method.resamples.to_string(), "at least 100")?;
        for (field, seeds) in
            [("seeds", &self.seeds), ("train_seeds", &self.train_seeds), ("valid_seeds", &self.valid_seeds)]
        {
            range(seeds_of(seeds).is_some(), field, seeds.clone(), "A..B with A < B")?;
        }
        self.lineup().map(|_| ())
    }

    /// The arms played when none are named.
    pub fn lineup(&self) -> Result<Vec<Arm>, RegistrationError> {
        self.arms.iter().map(|name| name.parse().map_err(RegistrationError::Arm)).collect()
    }
}

/// A range of seeds written as `A..B`, without B; `None` if it is empty or not a range.
pub fn seeds_of(text: &str) -> Option<Range<u64>> {
    let (from, to) = text.split_once("..")?;
    let number = |part: &str| part.trim().replace('_', "").parse::<u64>().ok();
    let range = number(from)?..number(to)?;
    (!range.is_empty()).then_some(range)
}

/// SHA-256 over named parts, as hex; each part with its length, so that no two lists give the same bytes.
pub fn identity(parts: &[(&str, &[u8])]) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in parts {
        for part in [name.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_a_range_without_its_end() {
        assert_eq!(seeds_of("10_000..10_400"), Some(10_000..10_400));
        assert_eq!(seeds_of("3..3"), None);
        assert_eq!(seeds_of("three"), None);
    }

    #[test]
    fn the_identity_depends_on_where_a_part_ends() {
        assert_ne!(identity(&[("a", b"bc"), ("d", b"")]), identity(&[("a", b"b"), ("cd", b"")]));
        assert_eq!(identity(&[("a", b"b")]).len(), 64);
    }
}
