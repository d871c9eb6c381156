//! Conformal intervals: what a forecast missed by so far tells how far it may miss.

/// Newest errors that count.
pub const WINDOW: usize = 100;
/// Step of the adaptive level.
pub const GAIN: f64 = 0.05;

/// Half width that covers a new error with probability `1 − miss` if it is exchangeable with `errors`:
/// the ⌈(n+1)(1−miss)⌉-th smallest of the absolute errors; where that rank is beyond the largest, the largest grown by a quarter of itself per missing rank.
/// `None` without errors.
///
/// Source: J. Lei, M. G'Sell, A. Rinaldo, R. Tibshirani and L. Wasserman, "Distribution-free predictive inference for regression" (2018).
pub fn half_width(errors: &[f64], miss: f64) -> Option<f64> {
    let mut sizes: Vec<f64> = errors[errors.len().saturating_sub(WINDOW)..].iter().map(|e| e.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let largest = *sizes.last()?;
    let rank = ((sizes.len() + 1) as f64 * (1.0 - miss)).ceil().max(1.0) as usize;
    let beyond = rank.saturating_sub(sizes.len());
    Some(sizes.get(rank - 1).copied().unwrap_or(largest * (1.0 + 0.25 * beyond as f64)))
}

/// The level that keeps the long-run share of misses at its target whatever the series does.
///
/// Source: I. Gibbs and E. Candès, "Adaptive conformal inference under distribution shift" (2021), equation 2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adaptive {
    target: f64,
    miss: f64,
}

impl Adaptive {
    pub const fn new(target: f64) -> Self {
        Self { target, miss: target }
    }

    /// The level to ask `half_width` for now; below 0 after many misses.
    pub const fn miss(&self) -> f64 {
        self.miss
    }

    /// Learns whether an interval held.
    pub fn learn(&mut self, covered: bool) {
        self.miss += GAIN * (self.target - if covered { 0.0 } else { 1.0 });
        self.miss = self.miss.clamp(-self.target, 2.0 * self.target);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_is_the_conformal_one() {
        let errors: Vec<f64> = (1..=19).map(|e| if e % 2 == 0 { -f64::from(e) } else { f64::from(e) }).collect();
        assert_eq!(half_width(&errors, 0.1), Some(18.0));
        assert_eq!(half_width(&errors, 0.2), Some(16.0));
        assert_eq!(half_width(&errors, 0.05), Some(19.0));
        assert_eq!(half_width(&errors[..5], 0.1), Some(6.25));
        assert_eq!(half_width(&[], 0.1), None);
    }

    #[test]
    fn the_level_falls_with_a_miss_and_recovers() {
        let mut level = Adaptive::new(0.1);
        level.learn(false);
        assert!((level.miss() - 0.055).abs() < 1e-12);
        (0..9).for_each(|_| level.learn(true));
        assert!((level.miss() - 0.1).abs() < 1e-12);
    }
}
