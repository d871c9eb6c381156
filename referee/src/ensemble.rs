//! Worlds that real histories cannot tell apart: the calibrated posterior as a list of members.

use {
    serde::{Deserialize, Serialize},
    twin::file::ScenarioFile,
};

/// One world: factors on the scenario's own numbers, and how far they are from the middle of the ensemble.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Distance of the factors from the ensemble's median, in widths of the prior; small is near.
    pub distance: f64,
    /// Factor on the crowd's volatility.
    pub volatility: f64,
    /// Factor on how fast arbitrage closes the gap between price and value.
    pub reversion: f64,
    /// Factor on the crowd's noise that heeds no value.
    pub turbulence: f64,
    /// Factor on how much of the crowd reconsiders per hour.
    pub switching: f64,
    /// Factor on what forced sales of leveraged positions move.
    pub leverage: f64,
    /// Factor on every channel through which policy reaches price and behaviour.
    pub elasticity: f64,
    /// Factor on what traders trade and users spend.
    pub intensity: f64,
}

/// Members in the order of their distance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ensemble {
    /// What the ensemble was calibrated to, for people.
    pub about: String,
    member: Vec<Member>,
}

/// Share of the members, the farthest ones, that form the second level of shift.
const OUTER: f64 = 0.2;

/// Why an ensemble is refused.
#[derive(Debug, thiserror::Error)]
pub enum EnsembleError {
    /// Not TOML, or an unknown field; the message has line and column.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// Too small to have an inside and an outside.
    #[error("{0} members, expected at least 10")]
    Few(usize),
    /// A factor that is no factor.
    #[error("member {place}: factors and distance are finite and above 0, found {member:?}")]
    Factor { place: usize, member: Box<Member> },
}

impl Ensemble {
    /// Reads and checks an ensemble.
    pub fn parse(text: &str) -> Result<Self, EnsembleError> {
        let Self { about, member } = toml::from_str(text)?;
        Self::new(about, member)
    }

    /// Orders members by distance.
    pub fn new(about: String, mut member: Vec<Member>) -> Result<Self, EnsembleError> {
        if member.len() < 10 {
            return Err(EnsembleError::Few(member.len()));
        }
        let sound = |m: &Member| {
            m.distance.is_finite() && m.distance > 0.0 && m.factors().iter().all(|f| f.is_finite() && *f > 0.0)
        };
        if let Some(place) = member.iter().position(|m| !sound(m)) {
            return Err(EnsembleError::Factor { place: place + 1, member: Box::new(member[place]) });
        }
        member.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        Ok(Self { about, member })
    }

    /// The registered ensemble.
    pub fn built_in() -> Result<Self, EnsembleError> {
        Self::parse(include_str!("../../scenarios/ensemble.toml"))
    }

    /// All members, nearest first.
    pub fn members(&self) -> &[Member] {
        &self.member
    }

    /// A member of the inner four fifths, the same for the same seed.
    pub fn inner(&self, seed: u64) -> &Member {
        self.pick(0, self.edge(), seed)
    }

    /// A member of the outer fifth.
    pub fn outer(&self, seed: u64) -> &Member {
        self.pick(self.edge(), self.member.len(), seed)
    }

    fn edge(&self) -> usize {
        ((1.0 - OUTER) * self.member.len() as f64) as usize
    }

    fn pick(&self, from: usize, to: usize, seed: u64) -> &Member {
        let draw = twin::rng::Stream::new(seed, 0xE5).draws(u32::MAX - 2, 0).uniform();
        &self.member[from + ((draw * (to - from) as f64) as usize).min(to - from - 1)]
    }
}

impl Member {
    /// Factors that may be drawn.
    pub const FACTORS: usize = 7;

    /// The factors in the order of the fields.
    pub fn factors(&self) -> [f64; Self::FACTORS] {
        [
            self.volatility,
            self.reversion,
            self.turbulence,
            self.switching,
            self.leverage,
            self.elasticity,
            self.intensity,
        ]
    }

    /// A member of these factors, at `distance`.
    pub fn new(distance: f64, factors: [f64; Self::FACTORS]) -> Self {
        let [volatility, reversion, turbulence, switching, leverage, elasticity, intensity] = factors;
        Self { distance, volatility, reversion, turbulence, switching, leverage, elasticity, intensity }
    }

    /// Multiplies the scenario's numbers; what leaves its range is held at the edge.
    pub fn apply(&self, file: &mut ScenarioFile) {
        file.demand.volatility = (file.demand.volatility * self.volatility).min(0.5);
        file.demand.reversion = (file.demand.reversion * self.reversion).min(1.0);
        file.demand.turbulence = (file.demand.turbulence * self.turbulence).clamp(1.0, 100.0);
        file.demand.switching = (file.demand.switching * self.switching).min(1.0);
        file.demand.leverage = (file.demand.leverage * self.leverage).min(20.0);
        file.demand.elasticity = (file.demand.elasticity * self.elasticity).min(4.0);
        file.economy.intensity = (file.economy.intensity * self.intensity).min(100.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(distance: f64) -> Member {
        Member::new(distance, [1.0; Member::FACTORS])
    }

    #[test]
    fn inside_and_outside_never_share_a_member() {
        let ensemble = Ensemble::new(String::new(), (1..=20).rev().map(|d| member(f64::from(d))).collect()).unwrap();
        assert!((0..500).all(|seed| ensemble.inner(seed).distance <= 16.0 && ensemble.outer(seed).distance > 16.0));
        let inner: std::collections::BTreeSet<u64> =
            (0..500).map(|seed| ensemble.inner(seed).distance as u64).collect();
        assert_eq!(inner.len(), 16, "every inner member is drawn");
    }

    #[test]
    fn a_factor_of_nothing_is_refused_with_its_place() {
        let mut members = vec![member(1.0); 12];
        members[3].volatility = 0.0;
        assert!(Ensemble::new(String::new(), members).unwrap_err().to_string().starts_with("member 4"));
        assert!(Ensemble::new(String::new(), vec![member(1.0); 9]).is_err());
    }
}
