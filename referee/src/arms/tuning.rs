//! The numbers of the rules that their sources leave to whoever deploys them.

use serde::{Deserialize, Serialize};

/// Free numbers of B4 to B7, all found by the same number of simulator calls on the training seeds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tuning {
    /// Staked share that B4 steers to.
    pub pi_target: f64,
    /// Change of the yearly rate per unit of staked share.
    pub pi_proportional: f64,
    /// The same per unit and day.
    pub pi_integral: f64,
    /// Share of revenue per unit of relative error.
    pub pid_proportional: f64,
    /// The same per unit and day.
    pub pid_integral: f64,
    /// The same per unit of change in a day.
    pub pid_derivative: f64,
    /// B6's yearly rate at no premium.
    pub premium_base: f64,
    /// B7's cap as a yearly rate.
    pub burn_cap: f64,
}

impl Default for Tuning {
    /// Numbers before tuning: the sources' orders of magnitude in the units of this economy.
    fn default() -> Self {
        Self {
            pi_target: 0.6,
            pi_proportional: 0.1,
            pi_integral: 0.002,
            pid_proportional: 2.0,
            pid_integral: 0.05,
            pid_derivative: 0.5,
            premium_base: 0.05,
            burn_cap: 0.08,
        }
    }
}

/// Lowest and highest value that tuning may try, in the order of the fields; searched on a logarithmic scale.
pub const RANGES: [(f64, f64); 8] =
    [(0.4, 0.8), (0.01, 1.0), (1e-4, 0.05), (0.2, 20.0), (1e-3, 1.0), (1e-2, 10.0), (0.01, 0.2), (0.01, 0.2)];

impl Tuning {
    /// The same rules with their controllers' gains times `factor`; base rates and targets stay.
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            pi_proportional: self.pi_proportional * factor,
            pi_integral: self.pi_integral * factor,
            pid_proportional: self.pid_proportional * factor,
            pid_integral: self.pid_integral * factor,
            pid_derivative: self.pid_derivative * factor,
            ..*self
        }
    }

    /// The numbers as an array, in the order of the fields.
    pub fn values(&self) -> [f64; 8] {
        [
            self.pi_target,
            self.pi_proportional,
            self.pi_integral,
            self.pid_proportional,
            self.pid_integral,
            self.pid_derivative,
            self.premium_base,
            self.burn_cap,
        ]
    }

    /// The numbers from an array, in the order of the fields.
    pub fn from_values(values: [f64; 8]) -> Self {
        let [pi_target, pi_proportional, pi_integral, pid_proportional, pid_integral, pid_derivative, rest @ ..] =
            values;
        let [premium_base, burn_cap] = rest;
        Self {
            pi_target,
            pi_proportional,
            pi_integral,
            pid_proportional,
            pid_integral,
            pid_derivative,
            premium_base,
            burn_cap,
        }
    }
}
