//! Whether probabilities mean what they say, and rank what they should.

/// Mean squared error of probabilities (Brier 1950); 0 is perfect, 0.25 a coin.
pub fn brier(probability: &[f64], happened: &[bool]) -> Option<f64> {
    let squares = probability.iter().zip(happened).map(|(p, y)| (p - f64::from(u8::from(*y))).powi(2));
    (!probability.is_empty() && probability.len() == happened.len())
        .then(|| squares.sum::<f64>() / probability.len() as f64)
}

/// Expected calibration error over `bins` equal bins of probability: mean distance between what was said and what happened.
///
/// Source: M. Naeini, G. Cooper and M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning" (2015).
pub fn expected_calibration_error(probability: &[f64], happened: &[bool], bins: usize) -> Option<f64> {
    let mut sums = vec![(0.0, 0.0); bins.max(1)];
    for (p, y) in probability.iter().zip(happened) {
        let bin = ((p * bins as f64) as usize).min(sums.len() - 1);
        sums[bin].0 += p;
        sums[bin].1 += f64::from(u8::from(*y));
    }
    let gap: f64 = sums.iter().map(|(said, came)| (said - came).abs()).sum();
    (!probability.is_empty() && probability.len() == happened.len()).then(|| gap / probability.len() as f64)
}

/// Area under the precision–recall curve as average precision: Σ (Rₙ − Rₙ₋₁) Pₙ over distinct scores, highest first.
///
/// `None` without a single event.
pub fn average_precision(score: &[f64], event: &[bool]) -> Option<f64> {
    let events = event.iter().filter(|e| **e).count() as f64;
    let mut order: Vec<usize> = (0..score.len()).collect();
    order.sort_by(|a, b| score[*b].total_cmp(&score[*a]));
    let (mut area, mut hits, mut seen, mut place) = (0.0, 0.0, 0.0, 0);
    while place < order.len() {
        let tied = order[place..].iter().take_while(|i| score[**i] == score[order[place]]).count();
        let found = order[place..place + tied].iter().filter(|i| event[**i]).count() as f64;
        hits += found;
        seen += tied as f64;
        area += found / events * hits / seen;
        place += tied;
    }
    (events > 0.0).then_some(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sure_and_right_forecast_scores_zero() {
        assert_eq!(brier(&[1.0, 0.0], &[true, false]), Some(0.0));
        assert_eq!(expected_calibration_error(&[1.0, 0.0], &[true, false], 10), Some(0.0));
        assert_eq!(brier(&[0.5, 0.5], &[true, false]), Some(0.25));
    }

    #[test]
    fn a_forecast_that_says_nine_of_ten_and_is_right_half_the_time_is_off_by_four_tenths() {
        let error = expected_calibration_error(&[0.9; 4], &[true, false, true, false], 10).unwrap();
        assert!((error - 0.4).abs() < 1e-12);
    }

    #[test]
    fn average_precision_meets_the_worked_example() {
        // Highest first: event, none, event, none: 1/2 · 1 + 1/2 · 2/3.
        let area = average_precision(&[0.8, 0.4, 0.35, 0.1], &[true, false, true, false]).unwrap();
        assert!((area - 0.833_333_333).abs() < 1e-6, "{area}");
        assert_eq!(average_precision(&[0.5, 0.5], &[true, false]), Some(0.5));
        assert_eq!(average_precision(&[0.5], &[false]), None);
    }
}
