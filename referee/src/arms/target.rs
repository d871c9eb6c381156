//! A constant goal for the levers, approached as fast as the gate admits.

use {
    super::levers,
    serde::{Deserialize, Serialize},
    twin::rule::{Bundle, Rule, Seen},
};

/// Where the levers shall end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Fraction of the supply per year.
    pub emission: f64,
    pub fee_bps: f64,
    /// Fraction of fees that is burned.
    pub burn: f64,
    /// Day from which the target is pursued.
    pub from_day: u32,
}

impl Rule for Target {
    fn decide(&mut self, seen: &Seen<'_>) -> Bundle {
        let mut bundle = Bundle::hold();
        if seen.hour >= self.from_day * 24 {
            levers::emission(seen, &mut bundle, self.emission);
            levers::fee(seen, &mut bundle, self.fee_bps);
            levers::burn(seen, &mut bundle, self.burn);
        }
        bundle
    }
}
