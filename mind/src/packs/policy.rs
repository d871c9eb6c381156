//! A pack's learned policy: a table of few numbers per parameter, in the form that every policy has.

use {
    super::{
        feature::{Feature, Smoother},
        field::{live, place},
        space::{self, Form},
    },
    crate::policy::{Curve, Term, is_fresh},
    economics::key::EMISSION_RATE,
    serde::{Deserialize, Serialize},
    sha2::{Digest, Sha256},
    std::{fmt::Write, sync::Arc},
    twin::{
        packs::Kind,
        rule::{Bundle, Rule, Seen},
    },
};

/// Name and text of every committed policy; a pack's levels answer to nothing, found by the same search.
pub const FILES: [(&str, &str); 6] = [
    ("lending-levels.toml", include_str!("../../../policies/packs/lending-levels.toml")),
    ("lending.toml", include_str!("../../../policies/packs/lending.toml")),
    ("game-levels.toml", include_str!("../../../policies/packs/game-levels.toml")),
    ("game.toml", include_str!("../../../policies/packs/game.toml")),
    ("network-levels.toml", include_str!("../../../policies/packs/network-levels.toml")),
    ("network.toml", include_str!("../../../policies/packs/network.toml")),
];

/// The committed policy of a pack.
pub fn built_in(kind: Kind) -> Policy {
    read(&file(kind, Form::Feedback))
}

/// The committed levels of a pack.
pub fn levels(kind: Kind) -> Policy {
    read(&file(kind, Form::Levels))
}

/// Name of the file of a pack's policy of this form.
pub fn file(kind: Kind, form: Form) -> String {
    match form {
        Form::Levels => format!("{}-levels.toml", kind.name()),
        Form::Feedback => format!("{}.toml", kind.name()),
    }
}

fn read(name: &str) -> Policy {
    let text = FILES.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
    Policy::parse(text).expect("the committed policies are read by a test")
}

/// One parameter's curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lever {
    /// Key of a standard parameter or of the pack's.
    pub param: String,
    #[serde(flatten)]
    pub curve: Curve<Feature>,
}

/// A pack's policy; a parameter that is not there is left alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub pack: Kind,
    pub about: String,
    #[serde(rename = "lever")]
    pub levers: Vec<Lever>,
}

/// Why a file is refused.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    #[error("lever {param}: {reason}")]
    Curve { param: String, reason: String },
    /// A parameter that the pack's policy may not move, or one that stands twice.
    #[error("lever {0}: expected one of the pack's levers, each once")]
    Unknown(String),
    /// A slope against theory, or without any.
    #[error("lever {param}: slope {slope} on {feature:?}, expected {expected}")]
    Sign { param: String, feature: Feature, slope: i64, expected: &'static str },
}

impl Policy {
    /// Reads and checks a policy: known levers, sound curves, slopes as theory has them.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = toml::from_str(text)?;
        for (nth, lever) in policy.levers.iter().enumerate() {
            let twice = policy.levers[..nth].iter().any(|other| other.param == lever.param);
            let known = space::lever(policy.pack, &lever.param).filter(|_| !twice);
            let known = known.ok_or_else(|| PolicyError::Unknown(lever.param.clone()))?;
            lever.curve.check().map_err(|reason| PolicyError::Curve { param: lever.param.clone(), reason })?;
            for term in &lever.curve.terms {
                let expected = match known.sign(term.feature) {
                    Some(sign) if term.slope.signum() == 0 || term.slope.signum() == sign => continue,
                    Some(1) => "none below 0",
                    Some(_) => "none above 0",
                    None => "none at all",
                };
                let (param, feature) = (lever.param.clone(), term.feature);
                return Err(PolicyError::Sign { param, feature, slope: term.slope, expected });
            }
        }
        Ok(policy)
    }

    /// The policy as a file; parsing it gives the same policy again.
    pub fn to_toml(&self) -> String {
        let mut text = format!("pack = \"{}\"\nabout = \"{}\"\n", self.pack.name(), self.about);
        for Lever { param, curve } in &self.levers {
            let Curve { base, low, high, dead_band, .. } = curve;
            let head = format!("base = {base}\nlow = {low}\nhigh = {high}\ndead_band = {dead_band}");
            let _ = write!(text, "\n[[lever]]\nparam = \"{param}\"\n{head}\nterms = [");
            for Term { feature, slope, knee } in &curve.terms {
                let name = feature.name();
                let _ = write!(text, "\n    {{ feature = \"{name}\", slope = {slope}, knee = {knee} }},");
            }
            text += if curve.terms.is_empty() { "]\n" } else { "\n]\n" };
        }
        text
    }

    /// SHA-256 of the file, as hex.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.to_toml()))
    }

    /// The rule at the start of a run.
    pub fn rule(self: &Arc<Self>) -> Steered {
        Steered { policy: Arc::clone(self), smoother: Smoother::default() }
    }
}

/// Steers a pack by its policy.
#[derive(Debug, Clone)]
pub struct Steered {
    policy: Arc<Policy>,
    smoother: Smoother,
}

impl Rule for Steered {
    /// Wishes every lever's goal that is further from the live value than the dead band, as far as the gate lets it go at once.
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let mut bundle = Bundle::hold();
        let fresh = seen.pack.filter(|_| is_fresh(seen));
        let Some(figures) = fresh.and_then(|pack| self.smoother.smooth(pack.figures)) else { return bundle };
        if seen.pending {
            return bundle;
        }
        let kink = live(seen, "lend_kink") / 1e4;
        for Lever { param, curve } in &self.policy.levers {
            let standard = (param == "emission_rate").then_some(EMISSION_RATE);
            let Some(place) = standard.or_else(|| place(seen, param)) else { continue };
            let Some(live) = seen.param(place).map(|param| param.value) else { continue };
            let goal = curve.target(|feature| feature.of(self.policy.pack, &figures, kink));
            if goal.abs_diff(live) > curve.dead_band.unsigned_abs() {
                bundle.set(place, seen.reach(place, goal));
            }
        }
        bundle
    }
}
