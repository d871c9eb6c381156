//! The scale on which a series is forecast.

/// Level, or logarithm for what multiplies (volumes, fees, volatilities).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    Level,
    /// Values below `floor` count as `floor`.
    Log {
        floor: f64,
    },
}

/// A series of which the largest value is at least so many times the smallest is forecast by its logarithm.
const WIDE: f64 = 2.0;
/// What falls below this part of the smallest value known is as good as nothing.
const NOTHING: f64 = 1e-3;

impl Scale {
    /// Chosen by the first values alone, so that nothing later has a part in it.
    pub fn of(first: &[f64]) -> Self {
        let low = first.iter().copied().fold(f64::INFINITY, f64::min);
        let high = first.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if low > 0.0 && high >= WIDE * low { Self::Log { floor: low * NOTHING } } else { Self::Level }
    }

    /// `libm`'s logarithm is plain arithmetic: the same bits on every machine.
    pub fn of_value(self, value: f64) -> f64 {
        match self {
            Self::Level => value,
            Self::Log { floor } => libm::log(value.max(floor).max(f64::MIN_POSITIVE)),
        }
    }

    /// Back to the series' own unit; always finite for what is finite.
    pub fn to_value(self, scaled: f64) -> f64 {
        match self {
            Self::Level => scaled,
            Self::Log { .. } => libm::exp(scaled.clamp(-700.0, 700.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_positive_series_are_forecast_by_their_logarithm() {
        assert_eq!(Scale::of(&[1.0, 1.5]), Scale::Level);
        assert_eq!(Scale::of(&[0.0, 5.0]), Scale::Level);
        let log = Scale::of(&[2.0, 5.0]);
        assert_eq!(log, Scale::Log { floor: 0.002 });
        assert!((log.to_value(log.of_value(3.0)) - 3.0).abs() < 1e-12);
        assert!((log.to_value(log.of_value(-1.0)) - 0.002).abs() < 1e-12);
        assert!(log.to_value(f64::MAX).is_finite() && log.to_value(f64::MIN) >= 0.0);
    }
}
