//! The policy file: TOML that people can read, checked strictly.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Curve, Feature, Lever, LeverName, Policy, Term, sign};

/// A lever as it stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    lever: LeverName,
    base: i64,
    low: i64,
    high: i64,
    dead_band: i64,
    #[serde(default)]
    terms: Vec<Term<Feature>>,
}

impl From<Row> for Lever {
    fn from(row: Row) -> Self {
        let Row { lever, base, low, high, dead_band, terms } = row;
        Self { lever, curve: Curve { base, low, high, dead_band, terms } }
    }
}

impl From<Lever> for Row {
    fn from(Lever { lever, curve }: Lever) -> Self {
        let Curve { base, low, high, dead_band, terms } = curve;
        Self { lever, base, low, high, dead_band, terms }
    }
}

/// Why a policy file is refused.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// Not TOML, or a field that does not exist; the message has line and column.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// Numbers that make no curve.
    #[error("lever {}: {reason}", lever.name())]
    Curve { lever: LeverName, reason: String },
    /// A lever that stands twice.
    #[error("lever {} stands twice", .0.name())]
    Twice(LeverName),
    /// A slope against theory, or without any.
    #[error("lever {}: slope {slope} on {}: {expected}", lever.name(), feature.name())]
    Sign { lever: LeverName, feature: Feature, slope: i64, expected: String },
}

impl Policy {
    /// Reads and checks a policy.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text)?;
        for (place, lever) in policy.levers.iter().enumerate() {
            if policy.levers[..place].iter().any(|other| other.lever == lever.lever) {
                return Err(PolicyError::Twice(lever.lever));
            }
            lever.check()?;
        }
        Ok(policy)
    }

    /// The policy as a file; parsing it gives the same policy again.
    pub fn to_toml(&self) -> String {
        let mut text = format!("name = {}\nabout = {}\n", quoted(&self.name), quoted(&self.about));
        for Lever { lever, curve } in &self.levers {
            let (base, low, high, band) = (curve.base, curve.low, curve.high, curve.dead_band);
            let name = lever.name();
            text += &format!("\n# {}\n[[lever]]\nlever = \"{name}\"\n", lever.title());
            text += &format!("base = {base}\nlow = {low}\nhigh = {high}\ndead_band = {band}\n");
            if !curve.terms.is_empty() {
                let rows: String = curve.terms.iter().map(line).collect();
                text += &format!("terms = [\n{rows}]\n");
            }
        }
        text
    }

    /// SHA-256 of the file, as hex.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.to_toml()))
    }
}

impl Lever {
    fn check(&self) -> Result<(), PolicyError> {
        let lever = self.lever;
        self.curve.check().map_err(|reason| PolicyError::Curve { lever, reason })?;
        self.curve.terms.iter().try_for_each(|term| {
            let wrong = |expected: &str| {
                Err(PolicyError::Sign {
                    lever,
                    feature: term.feature,
                    slope: term.slope,
                    expected: expected.to_owned(),
                })
            };
            match sign(lever, term.feature) {
                None if term.slope != 0 => wrong("theory knows no reason for one"),
                Some((sign, reason)) if term.slope.signum() == -i64::from(sign) => {
                    wrong(&format!("expected {} 0: {reason}", if sign > 0 { "at least" } else { "at most" }))
                }
                _ => Ok(()),
            }
        })
    }
}

fn line(term: &Term<Feature>) -> String {
    format!("    {{ feature = \"{}\", slope = {}, knee = {:?} }},\n", term.feature.name(), term.slope, term.knee)
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
