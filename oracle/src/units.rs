//! Fixed point at the boundary: what is written down or hashed is an integer, micro = 1e-6.

/// A number times 1 000 000.
pub type Micro = i64;

/// One in micro.
pub const ONE: Micro = 1_000_000;

/// Rounds to the nearest micro; what is not finite or does not fit becomes 0 or the nearest end, so a record never holds NaN.
pub fn micro(value: f64) -> Micro {
    // A saturating cast: NaN gives 0.
    (value * 1e6).round() as Micro
}

/// A micro number as f64.
pub fn real(value: Micro) -> f64 {
    value as f64 / 1e6
}

/// Natural logarithm by `2·atanh((m−1)/(m+1))` after taking out powers of two; only `+ − × ÷`, so every machine gives the same bits.
/// NaN for numbers that are not positive and finite.
pub fn ln(value: f64) -> f64 {
    if !(value > 0.0 && value.is_finite()) {
        return f64::NAN;
    }
    let (mut mantissa, mut power) = (value, 0.0);
    while mantissa > 1.5 {
        mantissa /= 2.0;
        power += 1.0;
    }
    while mantissa < 0.75 {
        mantissa *= 2.0;
        power -= 1.0;
    }
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let (mut term, mut sum) = (t, 0.0);
    for n in 0..16 {
        sum += term / f64::from(2 * n + 1);
        term *= t * t;
    }
    2.0 * sum + power * std::f64::consts::LN_2
}

/// Base units (6 decimals) as whole tokens.
pub fn tokens(base_units: u64) -> f64 {
    base_units as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_agree_with_the_standard_library() {
        for x in [1e-9, 0.3, 0.74, 0.999, 1.0, 1.001, 1.49, 7.0, 123_456.789, 1e15] {
            assert!((ln(x) - x.ln()).abs() < 1e-13 * x.ln().abs().max(1.0), "{x}");
        }
        assert!(ln(0.0).is_nan() && ln(-1.0).is_nan() && ln(f64::INFINITY).is_nan());
    }

    #[test]
    fn what_is_not_a_number_never_reaches_a_record() {
        assert_eq!(micro(f64::NAN), 0);
        assert_eq!(micro(f64::INFINITY), i64::MAX);
        assert_eq!(micro(-0.0000014), -1);
        assert_eq!(real(micro(1.25)), 1.25);
    }
}
