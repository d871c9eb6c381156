//! Statistics that a few wild values cannot move.

/// Median; 0 of nothing.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// Linear-interpolated quantile (Hyndman and Fan, type 7); 0 of nothing.
pub fn quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let at = q.clamp(0.0, 1.0) * last as f64;
    let low = at as usize;
    let high = (low + 1).min(last);
    sorted[low] + (sorted[high] - sorted[low]) * (at - low as f64)
}

/// Distance of `value` from the median of `history`, in units of 1.4826·MAD; the unit is at least `floor`, so that a constant history does not make every change infinite.
pub fn robust_z(history: &[f64], value: f64, floor: f64) -> f64 {
    let centre = median(history);
    let deviations: Vec<f64> = history.iter().map(|x| (x - centre).abs()).collect();
    let unit = (1.4826 * median(&deviations)).max(floor).max(1e-12);
    (value - centre) / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_value_does_not_move_the_unit() {
        let mut history = vec![10.0, 11.0, 9.0, 10.5, 9.5, 10.0, 10.2];
        let before = robust_z(&history, 20.0, 0.0);
        history[2] = 1e9;
        assert!((0.5..2.0).contains(&(robust_z(&history, 20.0, 0.0) / before)));
        assert!(before > 10.0);
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), 2.5);
        assert_eq!(quantile(&[], 0.5), 0.0);
        assert_eq!(quantile(&[5.0, f64::NAN], 0.9), 5.0);
    }
}
