//! The proportional-integral controller of RAI (arm B4).
//!
//! Source: Reflexer, geb-rrfm-calculators, `PIRawPerSecondCalculator`, and "RAI: a low volatility, trust minimized collateral
//! for the DeFi ecosystem": error, leaky trapezoidal integral, noise barrier, bounds.

/// Gains of one controller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gains {
    /// Output per unit of error.
    pub proportional: f64,
    /// Output per unit of error and second.
    pub integral: f64,
    /// Part of the integral that stays after one second.
    pub leak: f64,
    /// Outputs whose effect is smaller than this share of the target are not made; 0 acts on everything.
    pub noise_barrier: f64,
    /// Lowest and highest output.
    pub bounds: (f64, f64),
}

/// The gains found in the controller's own calls: output is a rate per second, error in the unit of the price.
pub const RAI: Gains = Gains {
    proportional: 7.5e-8,
    integral: 2.23e-14,
    leak: 0.999_999_711_2,
    noise_barrier: 0.0,
    bounds: (f64::NEG_INFINITY, f64::INFINITY),
};

/// What the controller remembers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Controller {
    /// Error at the last call.
    pub error: f64,
    /// Leaky integral of the error, error × seconds.
    pub integral: f64,
}

impl Controller {
    /// The output for a target and a measured value, `elapsed` seconds after the last call.
    ///
    /// Where a bound is reached the integral does not grow further in that direction, so a saturated controller lets go
    /// at once when the error turns (anti-windup, as the source's check of the clamped rate).
    pub fn step(&mut self, gains: &Gains, target: f64, measured: f64, elapsed: f64) -> f64 {
        let error = target - measured;
        let kept = self.integral * libm::pow(gains.leak, elapsed);
        let integral = kept + (self.error + error) / 2.0 * elapsed;
        let output = gains.proportional * error + gains.integral * integral;
        let (low, high) = gains.bounds;
        let pushes_out = (output > high && integral > kept) || (output < low && integral < kept);
        self.error = error;
        self.integral = if pushes_out { kept } else { integral };
        let quiet = error.abs() < gains.noise_barrier * target.abs();
        if quiet { 0.0 } else { output.clamp(low, high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOURS_6: f64 = 21_600.0;

    #[test]
    fn a_constant_error_gives_the_trapezoid_and_the_leak() {
        let mut controller = Controller { error: -2.0, integral: 0.0 };
        let rate = controller.step(&RAI, 3.0, 5.0, HOURS_6);
        assert_eq!(controller.integral, -2.0 * HOURS_6);
        assert!((rate - (-1.5e-7 - 2.23e-14 * 2.0 * HOURS_6)).abs() < 1e-22, "{rate}");
        controller.step(&RAI, 3.0, 5.0, HOURS_6);
        // 21 600 s of leak keep 0.993 781...
        assert!((controller.integral + 2.0 * HOURS_6 * 1.993_781_3).abs() < 0.1, "{controller:?}");
    }

    #[test]
    fn a_small_error_stays_behind_the_noise_barrier() {
        let gains = Gains { noise_barrier: 0.01, ..RAI };
        assert_eq!(Controller::default().step(&gains, 3.0, 3.02, HOURS_6), 0.0);
        assert!(Controller::default().step(&gains, 3.0, 3.04, HOURS_6) < 0.0);
    }

    #[test]
    fn after_sixty_days_at_the_bound_it_lets_go_at_once() {
        let gains = Gains { bounds: (-1e-7, 1e-7), ..RAI };
        let mut controller = Controller::default();
        for _ in 0..240 {
            assert_eq!(controller.step(&gains, 3.0, 1.0, HOURS_6), 1e-7);
        }
        assert!(controller.step(&gains, 3.0, 5.0, HOURS_6) < 0.0, "no wound-up integral holds it at the bound");
    }
}
