//! Location, spread and inequality of one sample.

/// Arithmetic mean; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Standard deviation with n − 1; `None` below two values.
pub fn sd(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}

/// Quantile `q` in 0 to 1 by linear interpolation between order statistics
/// (definition 7 of Hyndman and Fan 1996, the default of R and NumPy); `None` of nothing.
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    at(&sorted, q)
}

/// The middle value, or the mean of the two middle ones.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Mean of the lowest share `tail` of the values, at least one of them (expected shortfall, Acerbi and Tasche 2002);
/// where the share falls inside a value, that value counts with the part that is inside.
pub fn cvar_low(values: &[f64], tail: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mass = (tail * sorted.len() as f64).max(1.0);
    let whole = (mass.floor() as usize).min(sorted.len());
    let part = mass - whole as f64;
    let next = sorted.get(whole).map_or(0.0, |v| v * part);
    let weight = if whole < sorted.len() { mass } else { whole as f64 };
    (!sorted.is_empty()).then(|| (sorted[..whole].iter().sum::<f64>() + next) / weight)
}

/// Gini coefficient of non-negative values: 0 all equal, 1 one has everything; `None` where nothing is owned.
pub fn gini(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let total: f64 = sorted.iter().sum();
    let n = sorted.len() as f64;
    let ranked: f64 = sorted.iter().enumerate().map(|(i, v)| (2.0 * (i + 1) as f64 - n - 1.0) * v).sum();
    (total > 0.0).then(|| ranked / (n * total))
}

/// Quantile of values that are sorted already.
pub(crate) fn at(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = q.clamp(0.0, 1.0) * last as f64;
    let low = place.floor() as usize;
    let (a, b) = (sorted[low], sorted[(low + 1).min(last)]);
    Some(a + (b - a) * (place - low as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_like_definition_seven() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(median(&values), Some(2.5));
        assert_eq!(quantile(&values, 0.1), Some(1.3));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn expected_shortfall_weighs_the_value_at_the_edge() {
        let values = [5.0, 1.0, 2.0, 4.0, 3.0];
        // 0.3 × 5 = 1.5 values: all of 1 and half of 2.
        assert_eq!(cvar_low(&values, 0.3), Some((1.0 + 2.0 * 0.5) / 1.5));
        assert_eq!(cvar_low(&values, 0.01), Some(1.0));
        assert_eq!(cvar_low(&values, 1.0), Some(3.0));
    }

    #[test]
    fn gini_is_zero_for_equals_and_nearly_one_for_a_sole_owner() {
        assert_eq!(gini(&[2.0; 5]), Some(0.0));
        assert_eq!(gini(&[0.0, 0.0, 0.0, 8.0]), Some(0.75));
        assert_eq!(gini(&[0.0, 0.0]), None);
    }
}
