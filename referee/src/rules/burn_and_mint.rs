//! Helium's net emissions (arm B7): what was burned may be minted again, smoothed and capped.
//!
//! Source: HIP-20 and the Helium documentation of HNT: `target = 6/7 · target + 1/7 · burned today`, mint `min(target, cap)`.

/// Days over which burning is smoothed.
const DAYS: f64 = 7.0;

/// Helium's cap in HNT a day: 600 000 a year.
pub const HELIUM_CAP: f64 = 600_000.0 / 365.0;

/// The smoothed burn, in tokens a day.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct NetEmissions {
    pub target: f64,
}

impl NetEmissions {
    /// Tokens to mint for a day in which `burned` tokens were destroyed.
    pub fn step(&mut self, burned: f64, cap: f64) -> f64 {
        self.target = (self.target * (DAYS - 1.0) + burned) / DAYS;
        self.target.min(cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentations_examples_are_met() {
        // Target 400, burn 9 500: 1 700 is capped at 1 643.835...; target 1 650, burn 200: 1 442.857...
        assert!((NetEmissions { target: 400.0 }.step(9_500.0, HELIUM_CAP) - 1_643.835_616_43).abs() < 1e-6);
        assert!((NetEmissions { target: 1_650.0 }.step(200.0, HELIUM_CAP) - 1_442.857_142_86).abs() < 1e-6);
    }

    #[test]
    fn a_constant_burn_is_reached_in_the_end() {
        let mut rule = NetEmissions::default();
        let last = (0..200).map(|_| rule.step(1_000.0, HELIUM_CAP)).last();
        assert!((last.unwrap() - 1_000.0).abs() < 1e-6);
    }
}
