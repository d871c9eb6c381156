//! How good a forecast was.

use {
    super::order::mean,
    serde::{Deserialize, Serialize},
    statrs::distribution::{ContinuousCDF, StudentsT},
};

/// Mean absolute error over that of the seasonal naive forecast within `history`; below 1 beats naive.
///
/// `season` is 1 for a random walk.
/// Source: R. Hyndman and A. Koehler, "Another look at measures of forecast accuracy" (2006).
pub fn mase(history: &[f64], actual: &[f64], forecast: &[f64], season: usize) -> Option<f64> {
    let naive: Vec<f64> = history.iter().zip(history.iter().skip(season)).map(|(a, b)| (b - a).abs()).collect();
    let errors: Vec<f64> = actual.iter().zip(forecast).map(|(a, f)| (a - f).abs()).collect();
    let scale = mean(&naive)?;
    (scale > 0.0 && actual.len() == forecast.len()).then(|| mean(&errors).map(|error| error / scale))?
}

/// Continuous ranked probability score of an ensemble, in the unit of the value; 0 is perfect.
///
/// E|X − y| − ½ E|X − X′| with the fair (unbiased) second term.
/// Source: T. Gneiting and A. Raftery, "Strictly proper scoring rules" (2007); C. Ferro, "Fair scores for ensemble forecasts" (2014).
pub fn crps(ensemble: &[f64], actual: f64) -> Option<f64> {
    let mut sorted = ensemble.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let distance: f64 = sorted.iter().map(|x| (x - actual).abs()).sum::<f64>() / n;
    // Σ|xᵢ − xⱼ| over all pairs i < j, from the order statistics.
    let spread: f64 = sorted.iter().enumerate().map(|(i, x)| (2.0 * (i + 1) as f64 - n - 1.0) * x).sum();
    (sorted.len() > 1).then(|| distance - spread / (n * (n - 1.0)))
}

/// Two-sided test that two forecasts are equally good.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DieboldMariano {
    /// Negative: the first forecast had the smaller loss.
    pub statistic: f64,
    pub p: f64,
}

/// Compares the losses of two forecasts of `horizon` steps, with the small-sample correction; `None` where they never differ
/// or the long-run variance is not positive.
///
/// Sources: F. Diebold and R. Mariano, "Comparing predictive accuracy" (1995); D. Harvey, S. Leybourne and P. Newbold (1997).
pub fn diebold_mariano(first: &[f64], second: &[f64], horizon: usize) -> Option<DieboldMariano> {
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let mean = mean(&differences)?;
    let n = differences.len() as f64;
    let h = horizon as f64;
    let autocovariance = |lag: usize| {
        let pairs = differences.iter().zip(differences.iter().skip(lag));
        pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / n
    };
    let variance = (autocovariance(0) + 2.0 * (1..horizon).map(autocovariance).sum::<f64>()) / n;
    let correction = (n + 1.0 - 2.0 * h + h * (h - 1.0) / n) / n;
    if variance <= 0.0 || correction <= 0.0 || differences.len() < 2 {
        return None;
    }
    let statistic = mean / variance.sqrt() * correction.sqrt();
    let tail = StudentsT::new(0.0, 1.0, n - 1.0).ok()?.cdf(-statistic.abs());
    Some(DieboldMariano { statistic, p: 2.0 * tail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_naive_forecast_scores_one_on_its_own_history() {
        let history = [1.0, 3.0, 2.0, 5.0];
        assert_eq!(mase(&history, &[3.0, 2.0, 5.0], &[1.0, 3.0, 2.0], 1), Some(1.0));
        assert_eq!(mase(&[1.0, 1.0], &[1.0], &[2.0], 1), None);
    }

    #[test]
    fn an_ensemble_around_the_truth_beats_one_beside_it() {
        assert_eq!(crps(&[1.0, 1.0], 3.0), Some(2.0));
        // |0 − 1| and |2 − 1| are 1 on average; the fair spread term is ½ · 2.
        assert_eq!(crps(&[0.0, 2.0], 1.0), Some(0.0));
        assert!(crps(&[0.9, 1.1, 1.0], 1.0) < crps(&[1.9, 2.1, 2.0], 1.0));
        assert_eq!(crps(&[1.0], 1.0), None);
    }

    #[test]
    fn the_better_forecast_has_a_negative_statistic() {
        let good: Vec<f64> = (0..40).map(|i| 1.0 + f64::from(i % 3) * 0.1).collect();
        let bad: Vec<f64> = (0..40).map(|i| 1.5 + f64::from(i % 5) * 0.1).collect();
        let result = diebold_mariano(&good, &bad, 1).unwrap();
        assert!(result.statistic < -10.0 && result.p < 1e-9, "{result:?}");
        assert_eq!(diebold_mariano(&good, &good, 1), None);
    }
}
