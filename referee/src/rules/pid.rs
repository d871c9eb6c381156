//! The buy-back controller with a solvency cap (arm B5).
//!
//! Source: Z. Cheng et al., "A control theoretic approach to decentralized AI economy stabilization via dynamic
//! buyback-and-burn mechanisms" (arXiv 2601.09961): a PID law on the price's distance from its reference; what it asks for
//! is spent only up to a share of the reserve, and it never sells.

/// Gains and cap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gains {
    /// Share of revenue spent per unit of relative error.
    pub proportional: f64,
    /// The same per unit of error and step.
    pub integral: f64,
    /// The same per unit of change of the error in one step.
    pub derivative: f64,
    /// Largest part of the reserve that one step may spend.
    pub solvency: f64,
}

/// What the controller remembers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Controller {
    integral: f64,
    previous: Option<f64>,
}

impl Controller {
    /// Amount to spend on buying back in this step, in the unit of `revenue` and `reserve`.
    ///
    /// The integral only grows while the output is inside its limits.
    pub fn step(&mut self, gains: &Gains, reference: f64, price: f64, revenue: f64, reserve: f64) -> f64 {
        let error = (reference - price) / reference;
        let slope = error - self.previous.unwrap_or(error);
        let integral = self.integral + error;
        let share = gains.proportional * error + gains.integral * integral + gains.derivative * slope;
        let cap = gains.solvency * reserve;
        let wanted = share * revenue;
        let held = (wanted > cap && error > 0.0) || (wanted < 0.0 && error < 0.0);
        self.previous = Some(error);
        self.integral = if held { self.integral } else { integral };
        wanted.clamp(0.0, cap.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAINS: Gains = Gains { proportional: 2.0, integral: 0.1, derivative: 0.5, solvency: 0.05 };

    #[test]
    fn a_price_below_the_reference_is_bought_and_above_it_nothing_is_sold() {
        let mut controller = Controller::default();
        // Error 0.1, integral 0.1, no slope yet: (0.2 + 0.01) of 100.
        assert!((controller.step(&GAINS, 1.0, 0.9, 100.0, 1e6) - 21.0).abs() < 1e-9);
        assert_eq!(Controller::default().step(&GAINS, 1.0, 1.2, 100.0, 1e6), 0.0);
    }

    #[test]
    fn it_never_spends_more_than_the_reserve_allows() {
        let mut controller = Controller::default();
        assert_eq!(controller.step(&GAINS, 1.0, 0.1, 1e9, 1_000.0), 50.0);
        assert_eq!(controller.step(&GAINS, 1.0, 0.1, 1e9, 0.0), 0.0);
    }

    #[test]
    fn a_long_crash_winds_nothing_up() {
        let mut controller = Controller::default();
        for _ in 0..60 {
            controller.step(&GAINS, 1.0, 0.2, 1e9, 1_000.0);
        }
        assert_eq!(controller.step(&GAINS, 1.0, 1.3, 1e9, 1_000.0), 0.0);
    }
}
